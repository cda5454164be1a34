/** A ranked list, best first. */
export interface RankedList {
  items: Int32Array;
  scores: ArrayLike<number>;
}

/**
 * The rank of the target, from 1; `Infinity` where it is not on the list. Ties count against the ranker: of items with
 * equal scores the target is the last, and a tie that the list's end cuts has no end that we know.
 * @param complete whether the list holds all that the ranker had
 */
export function rankOf(target: number, { items, scores }: RankedList, complete: boolean): number {
  const place = items.indexOf(target);
  if (place < 0) return Number.POSITIVE_INFINITY;
  let last = place;
  while (last + 1 < items.length && scores[last + 1] === scores[place]) last++;
  return last + 1 === items.length && !complete ? Number.POSITIVE_INFINITY : last + 1;
}

/** Metrics of one rank at cutoff `k`, for one wanted item: full ranking, no sampled negatives. */
export const METRICS = {
  /** Is it among the first k? Hit rate; with one wanted item the same as recall. */
  recall: (rank: number, k: number): number => (rank <= k ? 1 : 0),
  /** Share of the first k that were wanted. */
  precision: (rank: number, k: number): number => (rank <= k ? 1 / k : 0),
  /** Harmonic mean of the two (van Rijsbergen 1979). */
  f1: (rank: number, k: number): number => (rank <= k ? 2 / (k + 1) : 0),
  /** Discounted gain, of which the best is 1 (Järvelin & Kekäläinen 2002). */
  ndcg: (rank: number, k: number): number => (rank <= k ? 1 / Math.log2(rank + 1) : 0),
  /** One over the rank (Voorhees 1999). */
  mrr: (rank: number, k: number): number => (rank <= k ? 1 / rank : 0),
} as const;
export type MetricName = keyof typeof METRICS;
