import type { SvelteHTMLElements } from 'svelte/elements';
import type { Product, Recommender } from 'vitrine';
import { type LiveList, type RecommendationStore, recommendations } from 'vitrine/svelte';

interface Tea extends Product {
  leaf: 'green' | 'black';
}

export function shelf(shop: Recommender<Tea>): RecommendationStore<Tea> {
  const store = recommendations(shop, { placement: 'home' });
  const stop = store.subscribe(({ list }: LiveList<Tea>) => void list?.items[0]?.product.leaf);
  store.ask({ placement: 'home', like: ['sencha'] });
  // @ts-expect-error: no such way with products of the history
  store.ask({ seen: 'maybe' });
  stop();
  return store;
}

export const element: SvelteHTMLElements['vitrine-shelf'] = { placement: 'home', limit: 4, class: 'wide' };
