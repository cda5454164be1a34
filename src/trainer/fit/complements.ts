import { occurrencesOf } from '../../engine/sources/occurrences.ts';
import type { PackSection } from '../../pack/pack.ts';
import { COMPLEMENTS, type PairOptions } from '../../pack/sections/pairs.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { type Basket, basketsOf, sessionsOf, visitorsOf } from './baskets.ts';
import { PairRows } from './pair-rows.ts';
import type { PlacementFit } from './placement-fit.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Products of one shopper that count, the latest: pairs grow with the square. */
const MOST_OF_VISITOR = 200;

export interface ComplementOptions extends PairOptions {
  /** What the products of one session count against each other. */
  sessions: number;
  /** What those count that one shopper met, at whatever time. */
  visitors: number;
  /** What those count that one shopper put into carts or bought, at whatever time. */
  bought: number;
  /** A set of n products gives each pair `(n − 1) ** −sizePower`: a very large one tells little of any two. */
  sizePower: number;
  /** Days after which a set of products counts half. */
  halfLife: number;
  /** Strongest complements kept of each product. */
  top: number;
}

/**
 * Counts what goes together in one cart or order. Few carts hold two products, so that they alone say too little: what shoppers
 * meet in one session, and over all of their visits, says more of what they put into one cart than the carts themselves. Each
 * is the chance of a product where the other one is.
 * @returns undefined where no two products share a cart or an order
 */
function fitComplements(
  log: InteractionLog,
  items: number,
  { minShoppers, ...options }: ComplementOptions & { minShoppers: number },
): PackSection | undefined {
  const baskets = basketsOf(log);
  if (!baskets.some((basket) => ofPack(basket, items).length > 1)) return undefined;
  const visitors = visitorsOf(log, MOST_OF_VISITOR);
  const kinds = [
    { weight: options.sessions, sets: new Sets(sessionsOf(log), items, options) },
    { weight: options.visitors, sets: new Sets(visitors, items, options) },
    { weight: options.bought, sets: new Sets(visitorsOf(log, MOST_OF_VISITOR, true), items, options) },
  ];
  const met = kinds[1].sets;
  const section = new PairRows(items, COMPLEMENTS);
  const weights = new Float64Array(items + 1);
  const shoppers = new Uint32Array(items + 1);
  for (let tail = 1; tail <= items; tail++) {
    const touched: number[] = [];
    for (const { weight, sets } of kinds) {
      const all = sets.weightOf(tail);
      sets.eachBeside(tail, (head, strength) => {
        if (weights[head] === 0) touched.push(head);
        weights[head] += (weight * strength) / all;
      });
    }
    met.eachBeside(tail, (head) => shoppers[head]++);
    const kept = touched.filter((head) => minShoppers < 2 || shoppers[head] >= minShoppers);
    kept.sort((a, b) => weights[b] - weights[a] || a - b);
    section.add(kept.slice(0, options.top), weights);
    met.eachBeside(tail, (head) => (shoppers[head] = 0));
    for (const head of touched) weights[head] = 0;
  }
  return section.finish(options);
}

const ofPack = ({ items }: Basket, rows: number): readonly number[] => items.filter((item) => item <= rows);

/** Sets of products, by product. One of a single product counts too: it tells that nothing went with it. */
class Sets {
  readonly #of: readonly (readonly number[])[];
  readonly #pairs: Float64Array;
  readonly #holders: {
    readonly positions: Uint32Array;
    readonly sequenceOf: Uint32Array;
    readonly offsets: Uint32Array;
  };

  constructor(baskets: readonly Basket[], rows: number, { sizePower, halfLife }: ComplementOptions) {
    this.#of = baskets.map((basket) => ofPack(basket, rows));
    const newest = baskets.reduce((latest, { at }) => Math.max(latest, at), 0);
    const weights = Float64Array.from(baskets, ({ at }) => 0.5 ** ((newest - at) / DAY_MS / halfLife));
    this.#pairs = weights.map((weight, set) => weight * Math.max(1, this.#of[set].length - 1) ** -sizePower);
    const offsets = new Uint32Array(this.#of.length + 1);
    for (const [i, set] of this.#of.entries()) offsets[i + 1] = offsets[i] + set.length;
    this.#holders = occurrencesOf({ items: Int32Array.from(this.#of.flat()), offsets }, rows);
  }

  /** Of all sets that hold the item, as pairs count. */
  weightOf(item: number): number {
    return this.#sets(item).reduce((sum, set) => sum + this.#pairs[set], 0);
  }

  eachBeside(item: number, use: (other: number, strength: number) => void): void {
    for (const set of this.#sets(item)) {
      for (const other of this.#of[set]) if (other !== item) use(other, this.#pairs[set]);
    }
  }

  #sets(item: number): Uint32Array {
    const { positions, sequenceOf, offsets } = this.#holders;
    return positions.subarray(offsets[item], offsets[item + 1]).map((at) => sequenceOf[at]);
  }
}

export const complements: PlacementFit<ComplementOptions> = {
  section: 'complements',
  defaults: {
    last: 20,
    decay: 1,
    session: false,
    sessions: 1,
    visitors: 0.3,
    bought: 0.3,
    sizePower: 0.5,
    halfLife: 90,
    top: 60,
  },
  count: (log, options, { items, minShoppers }) => fitComplements(log, items, { ...options, minShoppers }),
};
