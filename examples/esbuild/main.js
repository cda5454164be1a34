import { createRecommender } from 'vitrine';
import { defineShelf } from 'vitrine/shelf';

// esbuild leaves `new URL('./engine.worker.js', import.meta.url)` as it is: the build copies these files, and this says where they are.
const shop = await createRecommender({
  products: '/feeds/products.json',
  workers: {
    engine: () => new Worker('/vitrine/engine.worker.js'),
    neural: () => new Worker('/vitrine/neural.worker.js'),
  },
  neural: { wasmPath: new URL('/vitrine/', location.href).href },
});
defineShelf(shop);
document.querySelector('#view').addEventListener('click', () => {
  shop.track({ name: 'view_item', items: [{ item_id: 'pot-1' }] });
});
