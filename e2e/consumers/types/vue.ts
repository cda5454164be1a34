import type { Product, Recommender } from 'vitrine';
import { useRecommendations, useRecommender, vitrine } from 'vitrine/vue';
import { type App, computed, type GlobalComponents, ref } from 'vue';

interface Tea extends Product {
  leaf: 'green' | 'black';
}

export const install = (app: App, shop: Recommender<Tea>): App => app.use(vitrine(shop));

export function setup() {
  const seed = ref('sencha');
  const live = useRecommendations<Tea>(() => ({ placement: 'product', like: [seed.value] }));
  useRecommendations(ref({ limit: 4 }));
  useRecommendations({ limit: 4 });
  // @ts-expect-error: seeds are ids
  useRecommendations(() => ({ like: [1] }));
  const leaf = computed((): 'green' | 'black' | undefined => live.value.list?.items[0]?.product.leaf);
  const shop: Recommender<Tea> = useRecommender<Tea>();
  return { leaf, erase: () => shop.erase() };
}

export type Shelf = InstanceType<GlobalComponents['vitrine-shelf']>['$props']['like'] & string;
