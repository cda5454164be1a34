import { occurrencesOf } from '../../engine/sources/occurrences.ts';
import type { PackSection } from '../../pack/pack.ts';
import { COMPLEMENTS, type PairOptions } from '../../pack/sections/pairs.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { type Basket, basketsOf, sessionsOf } from './baskets.ts';
import { PairRows } from './pair-rows.ts';
import type { PlacementFit } from './placement-fit.ts';

export interface ComplementOptions extends PairOptions {
  /** A basket of n products gives each pair `(n − 1) ** −sizePower`: a very large one tells little of any two. */
  sizePower: number;
  /** A complement is divided by `baskets that have it ** popularityPower`. */
  popularityPower: number;
  /** How far pairs that are looked at in one session, and not put into one basket, are taken for substitutes. */
  substitutes: number;
  /** Strongest complements kept of each product. */
  top: number;
}

/**
 * Counts complements: products of one cart or order. Products that are met in one session more often than they are put into
 * one basket are alternatives of each other, and are discounted for it.
 * @returns undefined where no two products share a basket
 */
function fitComplements(
  log: InteractionLog,
  items: number,
  { minShoppers, ...options }: ComplementOptions & { minShoppers: number },
): PackSection | undefined {
  const baskets = packed(basketsOf(log), items);
  if (baskets.of.length === 0) return undefined;
  const sessions = packed(options.substitutes > 0 ? sessionsOf(log) : [], items);
  const section = new PairRows(items, COMPLEMENTS);
  const together = new Float64Array(items + 1);
  const weights = new Float64Array(items + 1);
  const shoppers = new Map<number, Set<number>>();
  const met = new Float64Array(items + 1);
  for (let tail = 1; tail <= items; tail++) {
    const touched: number[] = [];
    eachBeside(baskets, tail, (head, { shopper, items: { length } }) => {
      if (together[head] === 0) touched.push(head);
      together[head]++;
      weights[head] += (length - 1) ** -options.sizePower;
      if (minShoppers > 1) shoppers.set(head, (shoppers.get(head) ?? new Set()).add(shopper));
    });
    if (touched.length > 0) eachBeside(sessions, tail, (head) => met[head]++);
    for (const head of touched) {
      const alternatives = Math.max(0, met[head] - together[head]);
      weights[head] *= together[head] / (together[head] + options.substitutes * alternatives);
      weights[head] /= baskets.countOf(head) ** options.popularityPower;
    }
    const kept = minShoppers > 1 ? touched.filter((head) => shoppers.get(head)!.size >= minShoppers) : touched;
    kept.sort((a, b) => weights[b] - weights[a] || a - b);
    section.add(kept.slice(0, options.top), weights, Math.max(1, baskets.countOf(tail)));
    if (touched.length > 0) eachBeside(sessions, tail, (head) => (met[head] = 0));
    for (const head of touched) together[head] = weights[head] = 0;
    shoppers.clear();
  }
  return section.finish(options);
}

interface Baskets {
  of: readonly Basket[];
  /** How many have the item. */
  countOf(item: number): number;
  holders(item: number): Uint32Array;
}

/** Baskets of at least two products of the pack. */
function packed(all: readonly Basket[], items: number): Baskets {
  const of = all
    .map((basket) => ({ ...basket, items: basket.items.filter((item) => item <= items) }))
    .filter(({ items }) => items.length > 1);
  const offsets = [0];
  for (const basket of of) offsets.push(offsets.at(-1)! + basket.items.length);
  const occurrences = occurrencesOf({ items: Int32Array.from(of.flatMap(({ items }) => items)), offsets }, items);
  const starts = occurrences.offsets;
  return {
    of,
    countOf: (item) => starts[item + 1] - starts[item],
    holders: (item) =>
      occurrences.positions.subarray(starts[item], starts[item + 1]).map((at) => occurrences.sequenceOf[at]),
  };
}

function eachBeside(baskets: Baskets, item: number, use: (other: number, basket: Basket) => void): void {
  for (const holder of baskets.holders(item)) {
    const basket = baskets.of[holder];
    for (const other of basket.items) if (other !== item) use(other, basket);
  }
}

export const complements: PlacementFit<ComplementOptions> = {
  section: 'complements',
  defaults: {
    last: 20,
    decay: 1,
    session: false,
    sizePower: 0,
    popularityPower: 0.25,
    substitutes: 0.25,
    top: 60,
  },
  count: (log, options, { items, minShoppers }) => fitComplements(log, items, { ...options, minShoppers }),
};
