import { readSection, writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { SEARCH } from '../../pack/sections/search.ts';
import { ItemPopularity, LOG_STEPS } from '../ranking/item-popularity.ts';

/** What is known of the products that a search found, parallel. */
export interface FoundEvidence {
  /** Rows of the catalogue. */
  items: ArrayLike<number>;
  /** By their words, 1 at most. */
  words: ArrayLike<number>;
  /** As the funnel ranks them for this visitor, of any scale; `undefined` where no source knows one. */
  tastes: readonly (number | undefined)[];
  /** How many products ago, counted backwards from 1, the visitor last turned to one; 0 where never. */
  met: ArrayLike<number>;
}

/** What is known of products whatever is searched for. */
export interface ProductStanding {
  popularity: ItemPopularity;
  /** `ln(1 + n · PageRank)` over what is visited together, in `1 / LOG_STEPS`. [items + 1] */
  authority: Uint8Array;
}

/** Below these, logarithms say no more. */
const FEWEST_WORDS = 1e-3;
const LEAST_TASTE = 1e-3;

interface Moment {
  words: number;
  /** Of the best of the list, 0…1. */
  taste: number;
  met: number;
  item: number;
  standing: ProductStanding;
}

/** What a product's place in a search result is learned from, by its name in a pack. */
const SIGNALS: Readonly<Record<string, (of: Moment) => number>> = {
  words: ({ words }) => words,
  logWords: ({ words }) => Math.log(Math.max(FEWEST_WORDS, words)),
  taste: ({ taste }) => taste,
  logTaste: ({ taste }) => Math.log(LEAST_TASTE + taste),
  /** The visitor turned to it before; and how lately: what was bought a moment ago is seldom wanted again. */
  met: ({ met }) => (met > 0 ? 1 : 0),
  metLately: ({ met }) => (met > 0 ? 1 / met : 0),
  popularity: ({ item, standing }) => standing.popularity.of(item, 0),
  recentPopularity: ({ item, standing }) => standing.popularity.of(item, 1),
  latestPopularity: ({ item, standing }) => standing.popularity.of(item, 2),
  authority: ({ item, standing }) => (standing.authority[item] ?? 0) / LOG_STEPS,
};
export const SIGNAL_NAMES: readonly string[] = Object.keys(SIGNALS);

/** @returns [products, signals] */
export function readSignals(names: readonly string[], found: FoundEvidence, standing: ProductStanding): Float32Array {
  const { items, words, tastes, met } = found;
  const best = tastes.reduce<number>((most, taste = 0) => Math.max(most, taste), 0) || 1;
  const signals = new Float32Array(items.length * names.length);
  for (let i = 0, at = 0; i < items.length; i++) {
    const moment = { words: words[i], taste: (tastes[i] ?? 0) / best, met: met[i], item: items[i], standing };
    for (const name of names) signals[at++] = SIGNALS[name](moment);
  }
  return signals;
}

/** Products in the order that was learned from which of those that were found shoppers turned to. */
export class LearnedOrder {
  readonly #names: readonly string[];
  /** Of visitors of whom something is known, then of strangers. [2, signals] */
  readonly #weights: Float32Array;
  readonly #standing: ProductStanding;

  /**
   * @param items rows of the pack
   * @throws VitrineError `pack-corrupt`, `pack-version`
   */
  constructor(section: PackSection, items: number) {
    const [{ signals }, { weights, popularity, authority }] = readSection(SEARCH, section, items);
    this.#weights = weights;
    this.#standing = { popularity: new ItemPopularity(popularity), authority };
    this.#names = signals;
  }

  /** @returns of each product found, above 0; the best has 1 */
  scores(found: FoundEvidence, personal: boolean): Float64Array {
    // A later trainer may weigh further signals.
    const known = this.#names.filter((name) => Object.hasOwn(SIGNALS, name));
    const start = personal ? 0 : this.#names.length;
    const weights = known.map((name) => this.#weights[start + this.#names.indexOf(name)]);
    const sums = weighed(readSignals(known, found, this.#standing), weights);
    const best = sums.reduce((most, sum) => Math.max(most, sum), Number.NEGATIVE_INFINITY);
    return sums.map((sum) => Math.exp(sum - best));
  }
}

/** The sum of each product's signals by their weights. @param signals [products, signals] */
export function weighed(signals: Float32Array, weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(signals.length / weights.length);
  for (let i = 0, at = 0; i < sums.length; i++)
    for (let k = 0; k < weights.length; k++) sums[i] += weights[k] * signals[at++];
  return sums;
}

/** @param weights of `SIGNAL_NAMES`, of visitors of whom something is known and of strangers */
export function saveLearnedOrder(
  weights: { personal: ArrayLike<number>; stranger: ArrayLike<number> },
  { popularity, authority }: ProductStanding,
): PackSection {
  const both = Float32Array.from([...Array.from(weights.personal), ...Array.from(weights.stranger)]);
  const data = { weights: both, popularity: popularity.logs, authority };
  return writeSection(SEARCH, authority.length - 1, { signals: [...SIGNAL_NAMES] }, data);
}
