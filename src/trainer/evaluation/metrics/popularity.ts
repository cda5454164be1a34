import type { InteractionLog } from '../interaction-log.ts';

/** How many shoppers of a log met each item. */
export interface Popularity {
  /** [items + 1]; row 0 is padding */
  shoppers: Float64Array;
  /** Shoppers of the log. */
  total: number;
}

export function countShoppers({ sequences: { items, offsets }, shoppers, productIds }: InteractionLog): Popularity {
  const met = new Float64Array(productIds.length + 1);
  const latest = new Int32Array(productIds.length + 1).fill(-1);
  const everyone = new Set<number>();
  const order = Array.from(shoppers.keys()).sort((a, b) => shoppers[a] - shoppers[b]);
  for (const sequence of order) {
    const shopper = shoppers[sequence];
    everyone.add(shopper);
    for (let at = offsets[sequence]; at < offsets[sequence + 1]; at++) {
      if (latest[items[at]] === shopper) continue;
      latest[items[at]] = shopper;
      met[items[at]]++;
    }
  }
  return { shoppers: met, total: everyone.size };
}

/**
 * Mean −log₂ of the share of shoppers who met an item, bits: how unlikely it is that the visitor knows it (Zhou et al.,
 * "Solving the apparent diversity–accuracy dilemma", 2010). An item that nobody met counts as if one had.
 */
export function novelty(list: Int32Array, { shoppers, total }: Popularity): number {
  return list.reduce((sum, item) => sum - Math.log2(Math.max(1, shoppers[item]) / total), 0) / list.length;
}

/** Mean number of shoppers who met an item of the list (average recommendation popularity: Yin et al. 2012). */
export function meanPopularity(list: Int32Array, { shoppers }: Popularity): number {
  return list.reduce((sum, item) => sum + shoppers[item], 0) / list.length;
}

/**
 * How much more popular the lists are than the histories they follow, as a share: 0 as popular, 1 twice as popular
 * (popularity lift: Abdollahpouri, Mansoury, Burke & Mobasher, "The connection between popularity bias, calibration, and
 * fairness in recommendation", 2020).
 */
export function popularityLift(lists: number, histories: number): number {
  return (lists - histories) / histories;
}
