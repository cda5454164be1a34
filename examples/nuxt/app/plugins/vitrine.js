import { createRecommender } from 'vitrine';
import { vitrine } from 'vitrine/vue';

export default defineNuxtPlugin(async ({ vueApp }) => {
  vueApp.use(vitrine(await createRecommender({ products: '/feeds/products.json' })));
});
