import type { FallbackChain, RankedItem } from '../../../engine/lists/fallback-chain.ts';
import type { Funnel } from '../../../engine/lists/funnel.ts';
import { DEFAULT_QUERY } from '../../../engine/lists/resolve-query.ts';
import type { CandidateSource, VisitorContext } from '../../../engine/sources/candidate-source.ts';
import { Bitset } from '../../../kernels/scoring/bitset.ts';
import type { CatalogueRanker } from '../../evaluation/evaluate.ts';
import type { KnownHistory } from '../../evaluation/interaction-log.ts';
import type { RankedList } from '../../evaluation/metrics/ranking.ts';

/** Whether products of the history may be on the list. */
export type Seen = 'exclude' | 'include';

/** Contexts as the engine makes them: without the products that the visitor met where `seen` excludes them. */
export class Contexts {
  readonly #allowed: Bitset;

  /** @param shown products that may be shown at all */
  constructor(
    readonly shown: Bitset,
    readonly seen: Seen,
  ) {
    this.#allowed = shown.clone();
  }

  /** Lends `use` a context, until its promise settles where it gives one; its `allowed` is used again for the next. */
  with<TResult>(history: KnownHistory, use: (context: VisitorContext) => TResult): TResult {
    const context = { ...history, allowed: this.#allowed };
    if (this.seen === 'include') return use(context);
    const met = [history.items, history.unknown];
    for (const items of met) for (const item of items) this.#allowed.delete(item);
    const giveBack = (): void => {
      for (const items of met) for (const item of items) if (this.shown.has(item)) this.#allowed.add(item);
    };
    const result = use(context);
    if (result instanceof Promise) return result.finally(giveBack) as TResult;
    giveBack();
    return result;
  }
}

/** Rows 1…`items`. */
export function everyRow(items: number): Bitset {
  const rows = new Bitset(items + 1);
  for (let row = 1; row <= items; row++) rows.add(row);
  return rows;
}

/** The page's own ranking, as evaluation asks it. */
export function servedRanker(chain: FallbackChain, contexts: Contexts): CatalogueRanker {
  return (history, limit) =>
    contexts.with(history, (context) => {
      const list = chain.rank(context, { ...DEFAULT_QUERY, limit });
      return list instanceof Promise ? list.then(rankedList) : rankedList(list);
    });
}

function rankedList(list: readonly RankedItem[]): RankedList {
  return { items: Int32Array.from(list, ({ item }) => item), scores: list.map(({ score }) => score) };
}

/** A funnel without the fallback chain around it. */
export function funnelRanker(funnel: Funnel, contexts: Contexts): CatalogueRanker {
  return (history, limit) =>
    contexts.with(history, (context) => funnel.recommend(context, { ...DEFAULT_QUERY, limit }));
}

/** One source alone. */
export function sourceRanker(source: CandidateSource, contexts: Contexts): CatalogueRanker {
  return (history, limit) => contexts.with(history, (context) => source.retrieve(context, limit));
}
