import { createRecommender } from 'vitrine';
import { defineShelf } from 'vitrine/shelf';

const shop = await createRecommender({ products: '/feeds/products.json' });
defineShelf(shop);
window.shop = shop;
