'use client';

import type { Product } from 'vitrine';
import { useRecommendations, useRecommender, VitrineProvider } from 'vitrine/react';

function List({ bestsellers }: { bestsellers: Product[] }) {
  const shop = useRecommender();
  const { list } = useRecommendations({ placement: 'home', limit: 4 });
  // The server has no list of this visitor: it renders what a stranger is shown.
  const shown = list?.items.map(({ product }) => product) ?? bestsellers;
  const view = () => shop.track({ name: 'view_item', items: [{ item_id: 'pot-1' }] });
  return (
    <>
      <button type="button" onClick={view}>
        View the cast-iron teapot
      </button>
      <ul>
        {shown.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ul>
    </>
  );
}

export const Shelf = (props: { bestsellers: Product[] }) => (
  <VitrineProvider options={{ products: '/feeds/products.json' }}>
    <List {...props} />
  </VitrineProvider>
);
