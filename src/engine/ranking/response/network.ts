import type { PerceptronWeights } from '../perceptron.ts';
import { FEATURE_COUNT } from './features.ts';

/** Learned vectors of products, by row; row 0 is padding, and is used for unknown products. */
export interface Embeddings {
  width: number;
  /** [rows, width] */
  vectors: Float32Array;
}

/** Two perceptrons over the same features and vectors. */
export interface ResponseWeights {
  embeddings: Embeddings;
  click: PerceptronWeights;
  purchase: PerceptronWeights;
}

/**
 * Writes the vectors' columns of a row whose features are there already. The visitor's vector is the mean of the latest
 * products' (Covington, Adams & Sargin 2016): a new visitor has one without training.
 * @param latest rows of products; 0 and unknown ones are passed over
 * @param taste scratch for the visitor's vector, which is left in it. [width]
 */
export function writeVectors(
  { width, vectors }: Embeddings,
  item: number,
  latest: ArrayLike<number>,
  taste: Float32Array,
  target: Float32Array,
  at: number,
): void {
  const rows = vectors.length / width;
  taste.fill(0);
  let known = 0;
  for (let i = 0; i < latest.length; i++) if (latest[i] > 0 && latest[i] < rows) known++;
  for (let i = 0; i < latest.length; i++) {
    if (latest[i] === 0 || latest[i] >= rows) continue;
    for (let j = 0; j < width; j++) taste[j] += vectors[latest[i] * width + j] / known;
  }
  const own = (item < rows ? item : 0) * width;
  const start = at + FEATURE_COUNT;
  for (let j = 0; j < width; j++) {
    target[start + j] = vectors[own + j];
    target[start + width + j] = taste[j];
    target[start + 2 * width + j] = vectors[own + j] * taste[j];
  }
}

/** The chance is 1 / (1 + e^−(slope · logit + intercept)). */
export interface Calibration {
  slope: number;
  intercept: number;
}

/** 1 / (1 + e^−x) */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
