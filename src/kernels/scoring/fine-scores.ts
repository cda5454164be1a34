import type { ItemMatrix, TopK } from './item-matrix.ts';
import { FINE_STEPS } from './quantise.ts';
import { quantiseQuery } from './quantised-query.ts';
import { BestRows } from './top-k.ts';

/** A matrix whose rows have a second byte. */
export type FineMatrix = ItemMatrix & { readonly fine: Int8Array };

export const isFine = (matrix: ItemMatrix): matrix is FineMatrix => matrix.fine !== undefined;

/** How many of the best by one byte the second byte is read of, to have the best `k` by both. */
export const shortlistFor = (k: number): number => 2 * k;

/** The best `k` of a shortlist by both bytes of its vectors. */
export function bestByFine(matrix: FineMatrix, query: Float32Array, { items }: TopK, k: number): TopK {
  const best = new BestRows(k, items.length);
  fineScores(matrix, query, items).forEach((score, place) => {
    best.offer(items[place], score);
  });
  return best.take();
}

/** Scores of these rows by both bytes, in their order; NaN for a row without a vector. */
export function fineScores(matrix: FineMatrix, query: Float32Array, items: Int32Array): Float32Array {
  const { rows, width, data, fine, scales } = matrix;
  const { values, scale } = quantiseQuery(query, width);
  return Float32Array.from(items, (row) => {
    if (row < 0 || row >= rows) return Number.NaN;
    let sum = 0; // under 2^53: exact
    for (let i = 0, at = row * width; i < width; i++, at++) sum += values[i] * (data[at] * FINE_STEPS + fine[at]);
    return Math.fround(Math.fround(sum / FINE_STEPS) * scales[row]) * scale;
  });
}

/**
 * The second bytes of `matrix` once `added` is written from row `first` on: zeros for rows that come without.
 * @returns undefined where neither has any
 */
export function writeFine(matrix: ItemMatrix, first: number, added: ItemMatrix): Int8Array | undefined {
  if (!isFine(matrix) && !isFine(added)) return undefined;
  const { width } = matrix;
  const rows = Math.max(matrix.rows, first + added.rows);
  if (isFine(added) && added.rows === rows) return added.fine;
  const fine = rows === matrix.rows && isFine(matrix) ? matrix.fine : new Int8Array(rows * width);
  if (matrix.fine !== undefined && fine !== matrix.fine) fine.set(matrix.fine);
  if (isFine(added)) fine.set(added.fine, first * width);
  else fine.fill(0, first * width, (first + added.rows) * width);
  return fine;
}
