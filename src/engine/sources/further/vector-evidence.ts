import type { TopK } from '../../../kernels/scoring/item-matrix.ts';

/**
 * A model of preference gives about 1 to what the visitor surely wants, and 0 to what it knows nothing of. As evidence
 * that adds up the plain number would drown the best candidates in the many that are all a little likely.
 */
const SHARPNESS = 4;

/** Candidates with evidence: a preference above 0, and not so small that nothing is left of its power in float32. */
export function evidence({ items, scores }: TopK): TopK {
  const powers = scores.map((score) => Math.max(0, score) ** SHARPNESS);
  const first = powers.findIndex((power) => !(power > 0));
  const count = first < 0 ? items.length : first;
  return { items: items.subarray(0, count), scores: powers.subarray(0, count) };
}
