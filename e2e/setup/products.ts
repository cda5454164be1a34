import type { Product } from 'vitrine';

const KINDS = ['Kettle', 'Teapot', 'Mug', 'Lamp', 'Vase', 'Basket'];
const BRANDS = ['Aster', 'Birke', 'Cedar'];

/** A small shop: `count` products of six kinds and three brands, the same at every call. */
export const products = (count: number): Product[] =>
  Array.from({ length: count }, (_, row) => {
    const kind = KINDS[row % KINDS.length];
    const brand = BRANDS[Math.floor(row / KINDS.length) % BRANDS.length];
    return {
      id: `sku-${row}`,
      title: `${brand} ${kind} ${row}`,
      categories: ['Home', kind],
      brand,
      price: 5 + ((row * 7) % 90),
      currency: 'EUR',
      url: `/p/sku-${row}`,
    };
  });
