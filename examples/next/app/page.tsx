import products from '../public/feeds/products.json';
import { Shelf } from './shelf.tsx';

export default function Page() {
  return <Shelf bestsellers={products} />;
}
