import type { TopK } from '../kernels/item-matrix.ts';

/**
 * A model of preference gives about 1 to what the visitor surely wants, and 0 to what it knows nothing of. As evidence
 * that adds up the plain number would drown the best candidates in the many that are all a little likely.
 */
const SHARPNESS = 4;

/** Candidates with a preference above 0, and their evidence. */
export function evidence({ items, scores }: TopK): TopK {
  const first = scores.findIndex((score) => !(score > 0));
  const count = first < 0 ? items.length : first;
  return { items: items.subarray(0, count), scores: scores.slice(0, count).map((score) => score ** SHARPNESS) };
}
