import { useRecommendations, VitrineProvider } from 'vitrine/react';

function Shelf() {
  const { list } = useRecommendations({ placement: 'home', limit: 12 });
  return (
    <ul>
      {list?.items.map(({ id, product }) => (
        <li key={id}>{product.title}</li>
      ))}
    </ul>
  );
}

export const App = () => (
  <VitrineProvider options={{ products: '/feeds/products.json' }}>
    <Shelf />
  </VitrineProvider>
);
