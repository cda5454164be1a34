import { createRecommender } from 'vitrine';
import { defineShelf } from 'vitrine/shelf';

const shop = await createRecommender({ products: '/feeds/products.json' });
defineShelf(shop);
document.querySelector('#view').addEventListener('click', () => {
  shop.track({ name: 'view_item', items: [{ item_id: 'pot-1' }] });
});
