import { createRecommender } from 'vitrine';

export const shop = await createRecommender({ products: '/feeds/products.json' });
