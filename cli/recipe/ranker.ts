import type { Funnel } from '../../src/engine/funnel.ts';
import type { Ranker } from '../../src/evaluation/evaluate.ts';
import type { History } from '../../src/evaluation/interaction-log.ts';
import { Bitset } from '../../src/kernels/bitset.ts';
import type { VisitorContext } from '../../src/retrieval/candidate-source.ts';

/** Whether products of the history may be on the list. */
export type Seen = 'exclude' | 'include';

/** Contexts as the engine makes them: every product may be shown, but those of the history where `seen` excludes them. */
export class Contexts {
  readonly #all: Bitset;

  /** @param items rows run to `items` */
  constructor(
    items: number,
    readonly seen: Seen,
  ) {
    this.#all = new Bitset(items + 1);
    for (let row = 1; row <= items; row++) this.#all.add(row);
  }

  /** Lends `use` a context; its `allowed` is used again for the next. */
  with<TResult>(history: History, use: (context: VisitorContext) => TResult): TResult {
    if (this.seen === 'include') return use({ ...history, allowed: this.#all });
    for (const item of history.items) this.#all.delete(item);
    const result = use({ ...history, allowed: this.#all });
    for (const item of history.items) this.#all.add(item);
    return result;
  }
}

/** The funnel, as evaluation asks it: the page's own path, without diversity. */
export function funnelRanker(funnel: Funnel, contexts: Contexts): Ranker {
  return (history, limit) => contexts.with(history, (context) => funnel.recommend(context, { limit, diversity: 0 }));
}
