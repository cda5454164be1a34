import {
  type App,
  type DeepReadonly,
  type DefineComponent,
  type InjectionKey,
  inject,
  type MaybeRefOrGetter,
  onMounted,
  onScopeDispose,
  type ShallowRef,
  shallowRef,
  toValue,
  watchEffect,
} from 'vue';
import { VitrineError } from '../contract/errors.ts';
import type { Product } from '../contract/product.ts';
import type { RecommendQuery } from '../contract/recommendation.ts';
import type { Recommender } from '../page/facade/recommender.ts';
import type { VitrineShelfAttributes } from '../page/shelf/shelf-element.ts';
import { type LiveList, LiveListStore } from './live-list.ts';

export type { LiveList } from './live-list.ts';

declare module 'vue' {
  interface GlobalComponents {
    'vitrine-shelf': DefineComponent<VitrineShelfAttributes>;
  }
}

const RECOMMENDER: InjectionKey<Recommender> = Symbol('vitrine');

/** `app.use(vitrine(shop))` gives a recommender to all components of an app. The shop made it, and closes it. */
export function vitrine<TProduct extends Product = Product>(recommender: Recommender<TProduct>) {
  return { install: (app: App): void => void app.provide(RECOMMENDER, recommender as unknown as Recommender) };
}

/**
 * The app's recommender: to `track`, to `erase`, and for all else.
 * @throws VitrineError `bad-options` where the app does not use one
 */
export function useRecommender<TProduct extends Product = Product>(): Recommender<TProduct> {
  const recommender = inject(RECOMMENDER, null);
  if (!recommender) {
    throw new VitrineError('bad-options', 'There is no recommender for this component.', {
      remedy: 'Give one to the app: app.use(vitrine(recommender)).',
    });
  }
  return recommender as unknown as Recommender<TProduct>;
}

/**
 * A list of products that keeps itself up to date: it is asked for when the component is mounted, again when the query changes (by
 * value), and again after each change of history, products or pack. On a server, and until the first list is there, `list` is
 * `undefined`: render what a stranger would be shown.
 * @param query plain, a ref, or a getter
 */
export function useRecommendations<TProduct extends Product = Product>(
  query: MaybeRefOrGetter<RecommendQuery | DeepReadonly<RecommendQuery>> = {},
): Readonly<ShallowRef<LiveList<TProduct>>> {
  const recommender = useRecommender<TProduct>();
  const store = new LiveListStore<TProduct>();
  const live = shallowRef(store.read());
  const unsubscribe = store.subscribe(() => {
    live.value = store.read();
  });
  let mounted = false;
  const follow = (): void => {
    if (mounted) store.follow(recommender, toValue(query) as RecommendQuery);
  };
  onMounted(() => {
    mounted = true;
    watchEffect(follow);
  });
  onScopeDispose(() => {
    unsubscribe();
    store.release();
  });
  return live;
}
