import type { FallbackChain } from '../../../engine/lists/fallback-chain.ts';
import type { Funnel } from '../../../engine/lists/funnel.ts';
import type { CandidateSource, VisitorContext } from '../../../engine/sources/candidate-source.ts';
import { Bitset } from '../../../kernels/scoring/bitset.ts';
import type { Ranker } from '../../evaluation/evaluate.ts';
import type { History } from '../../evaluation/interaction-log.ts';

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

  /** Lends `use` a context; its `allowed` is used again for the next. */
  with<TResult>(history: History, use: (context: VisitorContext) => TResult): TResult {
    const context = { ...history, allowed: this.#allowed };
    if (this.seen === 'include') return use(context);
    const met = [history.items, history.unknown];
    for (const items of met) for (const item of items) this.#allowed.delete(item);
    const result = use(context);
    for (const items of met) for (const item of items) if (this.shown.has(item)) this.#allowed.add(item);
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
export function servedRanker(chain: FallbackChain, contexts: Contexts): Ranker {
  return (history, limit) =>
    contexts.with(history, (context) => {
      const placed = chain.place(context, { limit, diversity: 0, filtered: false });
      return { items: Int32Array.from(placed, ({ item }) => item), scores: placed.map(({ score }) => score) };
    });
}

/** A funnel without the fallback chain around it. */
export function funnelRanker(funnel: Funnel, contexts: Contexts): Ranker {
  return (history, limit) => contexts.with(history, (context) => funnel.recommend(context, { limit, diversity: 0 }));
}

/** One source alone. */
export function sourceRanker(source: CandidateSource, contexts: Contexts): Ranker {
  return (history, limit) => contexts.with(history, (context) => source.retrieve(context, limit));
}
