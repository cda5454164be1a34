import { createRecommender } from 'vitrine';

const shop = await createRecommender({
  products: [
    { id: 'pot-1', title: 'Cast-iron teapot', categories: ['Kitchen', 'Teapots'], brand: 'Iwa', price: 48 },
    { id: 'pot-2', title: 'Glass teapot', categories: ['Kitchen', 'Teapots'], brand: 'Hario', price: 29 },
    { id: 'lamp-1', title: 'Paper lamp', categories: ['Living', 'Lamps'], brand: 'Iwa', price: 35 },
  ],
});

await shop.track({ name: 'view_item', items: [{ item_id: 'pot-1' }] }); // GA4's own payload
const shelf = await shop.recommend({ placement: 'home', limit: 12 });

for (const { product, reasons } of shelf.items) console.log(product.title, reasons);
