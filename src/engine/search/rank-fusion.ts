/** Of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): the higher, the less the very first places count. */
export const RANK_OFFSET = 60;

/**
 * Two rankings as one, by the sum of their reciprocal ranks.
 * @param weight of the second, beside 1 of the first
 */
export function fuseRanks(first: ArrayLike<number>, second: ArrayLike<number>, weight: number): number[] {
  const sums = new Map<number, number>();
  const add = (ranking: ArrayLike<number>, share: number): void => {
    for (let rank = 0; rank < ranking.length; rank++) {
      sums.set(ranking[rank], (sums.get(ranking[rank]) ?? 0) + share / (RANK_OFFSET + 1 + rank));
    }
  };
  add(first, 1);
  add(second, weight);
  return [...sums].sort(([a, one], [b, other]) => other - one || a - b).map(([item]) => item);
}
