import type { FeatureIndex } from '../../catalogue/feature-index.ts';

/** Candidates looked at for each product wanted. */
const POOL = 10;

/**
 * Maximal marginal relevance (Carbonell & Goldstein, "The use of MMR, diversity-based reranking for reordering documents
 * and producing summaries", 1998): each next product has the best balance between its score and being unlike the
 * products before it. Likeness is that of their features.
 *
 * @param items candidates, best first; @param scores theirs, ≥ 0
 * @param options `limit` products are wanted; `diversity` 0 keeps the order of scores, 1 goes by likeness alone.
 * @returns the places of the products to show, in the order to show them.
 */
export function diversify(
  features: FeatureIndex,
  items: Int32Array,
  scores: Float32Array,
  { limit, diversity }: { limit: number; diversity: number },
): Int32Array {
  const wanted = Math.min(limit, items.length);
  if (diversity === 0) return Int32Array.from({ length: wanted }, (_, place) => place);
  const pool = Math.min(items.length, POOL * limit);
  const best = scores[0] || 1;
  /** Likeness of each candidate to the nearest product chosen; 2 marks one that is chosen itself. */
  const nearest = new Float32Array(pool);
  const chosen = new Int32Array(wanted);
  for (let count = 0; count < wanted; count++) {
    let place = -1;
    let value = Number.NEGATIVE_INFINITY;
    for (let other = 0; other < pool; other++) {
      const worth = (1 - diversity) * (scores[other] / best) - diversity * nearest[other];
      if (nearest[other] < 2 && worth > value) {
        place = other;
        value = worth;
      }
    }
    chosen[count] = place;
    for (let other = 0; other < pool; other++) {
      nearest[other] = Math.max(nearest[other], features.similarity(items[place], items[other]));
    }
    nearest[place] = 2;
  }
  return chosen;
}
