import {
  createContext,
  createElement,
  type HTMLAttributes as ElementAttributes,
  type DetailedHTMLProps as ElementProps,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { VitrineError } from '../contract/errors.ts';
import type { Product } from '../contract/product.ts';
import type { RecommendQuery } from '../contract/recommendation.ts';
import type { Recommender, RecommenderOptions } from '../page/facade/recommender.ts';
import type { VitrineShelf, VitrineShelfAttributes } from '../page/shelf/shelf-element.ts';
import { type LiveList, LiveListStore } from './live-list.ts';
import { OwnRecommender } from './own-recommender.ts';

export type { LiveList } from './live-list.ts';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'vitrine-shelf': ElementProps<ElementAttributes<VitrineShelf>, VitrineShelf> & VitrineShelfAttributes;
    }
  }
}

/** Either a recommender of the shop's own, or the options of one that lives as long as the provider. */
export type VitrineProviderProps<TProduct extends Product = Product> = {
  children?: ReactNode;
} & (
  | { /** Made by the shop, which also closes it. */ recommender: Recommender<TProduct>; options?: never }
  | {
      /** Read when the provider is first rendered. Its recommender starts with the first call, and only in a browser. */
      options: RecommenderOptions<TProduct>;
      recommender?: never;
    }
);

const RecommenderContext = createContext<Recommender | null>(null);

/** Gives a recommender to the components below it. */
export function VitrineProvider<TProduct extends Product = Product>({
  children,
  recommender,
  options,
}: VitrineProviderProps<TProduct>): ReactElement {
  return recommender === undefined
    ? createElement(OwnProvider<TProduct>, { options }, children)
    : createElement(RecommenderContext.Provider, { value: recommender as unknown as Recommender }, children);
}

function OwnProvider<TProduct extends Product>({
  options,
  children,
}: {
  options: RecommenderOptions<TProduct>;
  children?: ReactNode;
}): ReactElement {
  const [own, setOwn] = useState(() => new OwnRecommender(options));
  // biome-ignore lint/correctness/useExhaustiveDependencies: options are read once, as the type says: a change of them would throw away what the workers hold
  useEffect(() => {
    if (own.closed) setOwn(new OwnRecommender(options));
    own.retain();
    return () => own.release();
  }, [own]);
  return createElement(RecommenderContext.Provider, { value: own.recommender as unknown as Recommender }, children);
}

/**
 * The recommender of the nearest `VitrineProvider`: to `track`, to `erase`, and for all else.
 * @throws VitrineError `bad-options` where there is no provider above
 */
export function useRecommender<TProduct extends Product = Product>(): Recommender<TProduct> {
  const recommender = useContext(RecommenderContext);
  if (!recommender) {
    throw new VitrineError('bad-options', 'There is no recommender for this component.', {
      remedy: 'Render it inside a <VitrineProvider>.',
    });
  }
  return recommender as unknown as Recommender<TProduct>;
}

/**
 * A list of products that keeps itself up to date: it is asked for when the component is mounted, again when the query changes (by
 * value, so that it may be written in place), and again after each change of history, products or pack. On a server, and until the
 * first list is there, `list` is `undefined`: render what a stranger would be shown.
 */
export function useRecommendations<TProduct extends Product = Product>(query: RecommendQuery = {}): LiveList<TProduct> {
  const recommender = useRecommender<TProduct>();
  const [store] = useState(() => new LiveListStore<TProduct>());
  // After every render: an equal query asks for nothing.
  useEffect(() => {
    store.follow(recommender, query);
    return () => store.release();
  });
  return useSyncExternalStore(store.subscribe, store.read, store.read);
}
