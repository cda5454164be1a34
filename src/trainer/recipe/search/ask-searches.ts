import type { Catalogue } from '../../../catalogue/catalogue.ts';
import type { RankedItem } from '../../../engine/lists/fallback-chain.ts';
import { DEFAULT_QUERY } from '../../../engine/lists/resolve-query.ts';
import type { CatalogueSearch, FoundRows } from '../../../engine/search/catalogue-search.ts';
import type { FoundEvidence } from '../../../engine/search/learned-order.ts';
import { MOST_FOUND, MOST_MET, MOST_POPULAR, MOST_TASTED } from '../../../engine/search/taste.ts';
import type { Serving } from '../../../engine/serving.ts';
import { Bitset } from '../../../kernels/scoring/bitset.ts';
import { Random } from '../../../learning/training/random.ts';
import { type Cases, historyOf, wantedOf } from '../../evaluation/interaction-log.ts';
import { wordsOfTitle } from '../../evaluation/search-queries.ts';
import type { Contexts } from '../ranker/ranker.ts';

/** What is searched for before a product: the names of its categories, or its tags where it has none; or two words of its title. */
export const ASKED_FOR = ['categories', 'words'] as const;
export type AskedFor = (typeof ASKED_FOR)[number];

/** What a search for the next product of a shopper found. */
export interface AskedSearch {
  /** With the shopper's taste. */
  found: FoundEvidence;
  /** As if nothing were known of the shopper: what is popular in place of taste. */
  popular: readonly (number | undefined)[];
  /** Place of the next product among those that were found, or −1. */
  wanted: number;
  shopper: number;
}

/** Puts searches for the next products of shoppers to the page's own search. */
export class SearchQuestions {
  readonly #serving: Serving;
  readonly #search: CatalogueSearch;
  readonly #contexts: Contexts;
  readonly #answers = new Map<string, FoundRows>();

  constructor(serving: Serving, search: CatalogueSearch, contexts: Contexts) {
    this.#serving = serving;
    this.#search = search;
    this.#contexts = contexts;
  }

  /**
   * @param seed of the words that are drawn
   * @returns those of products that have words to search for
   */
  async ask(
    cases: Cases,
    by: AskedFor,
    seed: number,
    onStep: (done: number, total: number) => void | Promise<void>,
  ): Promise<AskedSearch[]> {
    const { catalogue, chain } = this.#serving;
    const random = new Random(seed);
    const stranger = {
      items: new Int32Array(0),
      names: [],
      sessionStart: 0,
      unknown: new Int32Array(0),
      allowed: catalogue.available,
    };
    const popular = scoresOf(await chain.rank(stranger, { ...DEFAULT_QUERY, seen: 'include', limit: MOST_POPULAR }));
    const asked: AskedSearch[] = [];
    for (let i = 0; i < cases.targets.length; i++) {
      if (i % 64 === 0) await onStep(i, cases.targets.length);
      const [target] = wantedOf(cases, i);
      const text = textFor(catalogue, target, by, (bound) => random.below(bound));
      if (!text) continue;
      const { items, scores } = this.#find(text);
      const allowed = new Bitset(catalogue.rows);
      for (const item of items) allowed.add(item);
      const history = historyOf(cases, i);
      const context = { ...this.#contexts.with(history, (own) => own), allowed, among: items };
      const limit = Math.min(MOST_TASTED, items.length);
      const ranked =
        limit > 0 ? await chain.rank(context, { ...DEFAULT_QUERY, among: [], seen: 'include', limit }) : [];
      const tastes = scoresOf(ranked);
      asked.push({
        found: {
          items,
          words: scores.map((score) => score / (scores[0] || 1)),
          tastes: Array.from(items, (item) => tastes.get(item)),
          met: metBy(history.items, items),
        },
        popular: Array.from(items, (item) => popular.get(item)),
        wanted: items.indexOf(target),
        shopper: cases.log.shoppers[cases.sequences[i]],
      });
    }
    return asked;
  }

  #find(text: string): FoundRows {
    const known = this.#answers.get(text);
    if (known) return known;
    const { whole } = this.#search.find({
      text,
      limit: MOST_FOUND,
      allowed: this.#serving.catalogue.available,
      prefix: false,
      understand: true,
    });
    this.#answers.set(text, whole);
    return whole;
  }
}

function textFor(catalogue: Catalogue, item: number, by: AskedFor, draw: (bound: number) => number): string {
  const { title = '', categories, tags = [] } = catalogue.product(item) ?? {};
  return by === 'categories' ? (categories ?? tags).join(' ') : (wordsOfTitle(title, 2, false, draw) ?? '');
}

/** How many products ago each was met, counted as the page counts. @param history oldest first */
function metBy(history: Int32Array, items: Int32Array): Float32Array {
  const latest = [...new Set(history.toReversed())].slice(0, MOST_MET);
  const places = new Map(latest.map((item, place) => [item, place + 1]));
  return Float32Array.from(items, (item) => places.get(item) ?? 0);
}

/** The same, as if nothing were known of the visitor. */
export const asStranger = (found: FoundEvidence): FoundEvidence => ({
  ...found,
  tastes: found.tastes.map(() => undefined),
  met: new Float32Array(found.items.length),
});

/** Of the products that a source knows. */
const scoresOf = (ranked: readonly RankedItem[]): Map<number, number> =>
  new Map(
    ranked.flatMap(({ item, score, shares }) => (Object.keys(shares).length > 0 ? [[item, score] as const] : [])),
  );

/** Gain of the place of what was wanted, of the first ten. Of equal scores the earlier place counts first, as the search shows them. */
export function gainOf(wanted: number, scores: ArrayLike<number>): number {
  if (wanted < 0) return 0;
  let rank = 0;
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] > scores[wanted] || (scores[i] === scores[wanted] && i < wanted)) rank++;
  }
  return rank < DEPTH ? 1 / Math.log2(rank + 2) : 0;
}

const DEPTH = 10;
