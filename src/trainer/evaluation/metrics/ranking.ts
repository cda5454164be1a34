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

const hits = (ranks: readonly number[], k: number): number => ranks.filter((rank) => rank <= k).length;

/** Gain of a hit at this rank, from 1. */
const gain = (rank: number): number => 1 / Math.log2(rank + 1);

/** Metrics at cutoff `k` of the ranks of all that one visitor wanted: full ranking, no sampled negatives. */
export const METRICS = {
  /** Share of what was wanted that is among the first k; with one wanted item the hit rate. */
  recall: (ranks: readonly number[], k: number): number => hits(ranks, k) / ranks.length,
  /** Share of the first k that were wanted. */
  precision: (ranks: readonly number[], k: number): number => hits(ranks, k) / k,
  /** Harmonic mean of the two (van Rijsbergen 1979). */
  f1: (ranks: readonly number[], k: number): number => (2 * hits(ranks, k)) / (k + ranks.length),
  /** Discounted gain, of which the best is 1 (Järvelin & Kekäläinen 2002). */
  ndcg: (ranks: readonly number[], k: number): number => {
    let [found, best] = [0, 0];
    ranks.forEach((rank, place) => {
      if (rank <= k) found += gain(rank);
      if (place < k) best += gain(place + 1);
    });
    return found / best;
  },
  /** One over the best rank (Voorhees 1999). */
  mrr: (ranks: readonly number[], k: number): number => {
    const best = Math.min(...ranks);
    return best <= k ? 1 / best : 0;
  },
} as const;
export type MetricName = keyof typeof METRICS;
