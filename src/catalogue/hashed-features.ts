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
  return hashed(index, index.featuresOf(row), index.scaleOf(row), buckets);
}

/** The same of a product that there is not, which would have these features. */
export function hashedCombination(index: FeatureIndex, features: Uint32Array, buckets: number): HashedFeatures {
  const squares = features.reduce((sum, feature) => sum + index.weights[feature] ** 2, 0);
  return hashed(index, features, squares === 0 ? 0 : 1 / Math.sqrt(squares), buckets);
}

function hashed(
  index: FeatureIndex,
  features: Uint16Array | Uint32Array,
  scale: number,
  buckets: number,
): HashedFeatures {
  return {
    buckets: Int32Array.from(features, (feature) => index.hashOf(feature) % buckets),
    values: Float32Array.from(features, (feature) => index.weights[feature] * scale),
  };
}
