import type { FeatureIndex } from './feature-index.ts';

/** A product as a short vector: which numbers of it are not 0. */
export interface HashedFeatures {
  readonly buckets: Int32Array;
  readonly values: Float32Array;
}

/**
 * The features of a row in a fixed number of buckets (Weinberger et al., "Feature hashing for large scale multitask
 * learning", 2009), so that what was learned of one catalogue holds for the next, whatever it sells. The vector of
 * weighted features has length 1; a row without features has none.
 */
export function hashedFeatures(index: FeatureIndex, row: number, buckets: number): HashedFeatures {
  const features = index.featuresOf(row);
  const scale = index.scaleOf(row);
  return {
    buckets: Int32Array.from(features, (feature) => index.hashOf(feature) % buckets),
    values: Float32Array.from(features, (feature) => index.weights[feature] * scale),
  };
}
