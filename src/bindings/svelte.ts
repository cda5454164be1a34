import type { HTMLAttributes as SvelteAttributes } from 'svelte/elements';
import type { Readable } from 'svelte/store';
import type { Product } from '../contract/product.ts';
import type { RecommendQuery } from '../contract/recommendation.ts';
import type { Recommender } from '../page/facade/recommender.ts';
import type { VitrineShelf, VitrineShelfAttributes } from '../page/shelf/shelf-element.ts';
import { type LiveList, LiveListStore } from './live-list.ts';

export type { LiveList } from './live-list.ts';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'vitrine-shelf': SvelteAttributes<VitrineShelf> & VitrineShelfAttributes;
  }
}

/** A store of one list that keeps itself up to date. */
export interface RecommendationStore<TProduct extends Product = Product> extends Readable<LiveList<TProduct>> {
  /** Asks another query from now on; an equal one asks for nothing. */
  ask(query: RecommendQuery): void;
  /** An action for the element that holds the cards, `use:shelf.watch`: it is recorded which products are really seen. */
  watch: (cards: Element) => void;
}

/**
 * A list of products as a store: `$shelf.list`. It is asked for while somebody is subscribed, and not on a server, where
 * nobody stays; again when `ask` is called with another query; and again after each change of history, products or pack.
 */
export function recommendations<TProduct extends Product = Product>(
  recommender: Recommender<TProduct>,
  query: RecommendQuery = {},
): RecommendationStore<TProduct> {
  const store = new LiveListStore<TProduct>();
  let asked = query;
  let subscribers = 0;
  return {
    watch: store.watch,
    subscribe(run) {
      const unsubscribe = store.subscribe(() => run(store.read()));
      subscribers += 1;
      run(store.read());
      // Who only looks, as rendering on a server does, asks for nothing.
      queueMicrotask(() => {
        if (subscribers > 0) store.follow(recommender, asked);
      });
      return () => {
        unsubscribe();
        subscribers -= 1;
        if (subscribers === 0) store.release();
      };
    },
    ask(query) {
      asked = query;
      if (subscribers > 0) store.follow(recommender, query);
    },
  };
}
