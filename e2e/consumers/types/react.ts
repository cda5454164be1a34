import { createElement, type JSX, type ReactElement } from 'react';
import type { Product, Recommender } from 'vitrine';
import { type LiveList, useRecommendations, useRecommender, VitrineProvider } from 'vitrine/react';

interface Tea extends Product {
  leaf: 'green' | 'black';
}

export function Shelf(): ReactElement {
  const { list, error, pending }: LiveList<Tea> = useRecommendations<Tea>({ placement: 'home' });
  const shop: Recommender<Tea> = useRecommender<Tea>();
  const leaf: 'green' | 'black' | undefined = list?.items[0]?.product.leaf;
  // @ts-expect-error: no such way with products of the history
  useRecommendations({ seen: 'maybe' });
  return createElement('p', { onClick: () => void shop.erase() }, leaf, error?.remedy, String(pending));
}

export const element: JSX.IntrinsicElements['vitrine-shelf'] = { placement: 'home', limit: 4, className: 'wide' };
// @ts-expect-error: seeds are text here
export const wrong: JSX.IntrinsicElements['vitrine-shelf'] = { like: ['sencha'] };
export const own = createElement(VitrineProvider, { options: { products: '/feed.json' } }, createElement(Shelf));
export const given = (shop: Recommender<Tea>) => VitrineProvider<Tea>({ recommender: shop });
// @ts-expect-error: one of the two
export const neither = createElement(VitrineProvider, {}, createElement(Shelf));
export const both = (shop: Recommender<Tea>) =>
  // @ts-expect-error: not both
  VitrineProvider<Tea>({ recommender: shop, options: {} });
