import type { ItemMatrix } from '../../src/kernels/scoring/item-matrix.ts';
import { fineRows, quantiseRows, restoreRows } from '../../src/kernels/scoring/quantise.ts';
import { randomOf } from '../harness/random.ts';

/** Vectors as trained ones lie: in clusters (a shop's kinds of products), all of length 1. */
export interface VectorCatalogue {
  rows: number;
  width: number;
  /** [rows, width] */
  vectors: Float32Array;
  /** Each near some product. [count][width] */
  queries: Float32Array[];
}

const CLUSTERS = 500;

export function makeCatalogue(rows: number, width: number, queries: number, seed: number): VectorCatalogue {
  const random = randomOf(seed);
  const centres = Float32Array.from({ length: CLUSTERS * width }, random.normal);
  const vectors = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const centre = Math.floor(random.uniform() * CLUSTERS) * width;
    const start = row * width;
    for (let i = 0; i < width; i++) vectors[start + i] = centres[centre + i] + random.normal();
    normalise(vectors.subarray(start, start + width));
  }
  return {
    rows,
    width,
    vectors,
    queries: Array.from({ length: queries }, () => {
      const near = Math.floor(random.uniform() * rows) * width;
      const query = vectors.slice(near, near + width).map((value) => value + random.normal() / Math.sqrt(4 * width));
      normalise(query);
      return query;
    }),
  };
}

function normalise(vector: Float32Array): void {
  const length = Math.hypot(...vector);
  for (let i = 0; i < vector.length; i++) vector[i] /= length;
}

/** The vectors as a pack holds them: int8, one scale a row. */
export function packed({ rows, width, vectors }: VectorCatalogue): ItemMatrix {
  return { rows, width, ...quantiseRows(vectors, width) };
}

/** … with a second byte for each number. */
export function packedFine({ rows, width, vectors }: VectorCatalogue): ItemMatrix {
  const rounded = quantiseRows(vectors, width);
  return { rows, width, ...rounded, fine: fineRows(vectors, rounded, width) };
}

/** The best `k` rows by float64 dot products: what an exact scorer must find. */
export function exactTop({ rows, width, vectors }: VectorCatalogue, query: Float32Array, k: number): number[] {
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let score = 0;
    for (let i = 0; i < width; i++) score += vectors[row * width + i] * query[i];
    scores[row] = score;
  }
  const least = scores.slice().sort()[rows - k];
  const found: number[] = [];
  for (let row = 0; row < rows; row++) if (scores[row] >= least) found.push(row);
  return found;
}

/** The catalogue as it looks through its int8 rows. */
export function dequantised(catalogue: VectorCatalogue): VectorCatalogue {
  const { vectors, width } = catalogue;
  return { ...catalogue, vectors: restoreRows(quantiseRows(vectors, width), width) };
}
