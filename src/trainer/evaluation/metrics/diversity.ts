import type { InteractionLog } from '../interaction-log.ts';

/** How alike two items are, 0…1. */
export type Similarity = (a: number, b: number) => number;

/**
 * Intra-list diversity: mean of 1 − similarity over all pairs of a list (Ziegler et al., "Improving recommendation lists
 * through topic diversification", 2005). @returns NaN for a list without a pair
 */
export function intraListDiversity(list: Int32Array, similarity: Similarity): number {
  let sum = 0;
  for (let i = 0; i < list.length; i++) for (let j = 0; j < i; j++) sum += 1 - similarity(list[i], list[j]);
  return sum / ((list.length * (list.length - 1)) / 2);
}

/** Cosine of who met the two items: the likeness that a log knows by itself, and that no model has a hand in. */
export function similarityByShoppers({ sequences, shoppers, productIds }: InteractionLog): Similarity {
  const met = Array.from({ length: productIds.length + 1 }, () => new Set<number>());
  shoppers.forEach((shopper, sequence) => {
    for (let at = sequences.offsets[sequence]; at < sequences.offsets[sequence + 1]; at++) {
      met[sequences.items[at]].add(shopper);
    }
  });
  return (a, b) => {
    const [few, many] = met[a].size < met[b].size ? [met[a], met[b]] : [met[b], met[a]];
    if (few.size === 0) return 0;
    let shared = 0;
    for (const shopper of few) if (many.has(shopper)) shared++;
    return shared / Math.sqrt(few.size * many.size);
  };
}
