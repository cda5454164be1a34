import type { Product } from '../../../../contract/product.ts';

const KINDS = ['shirt', 'skirt', 'jacket', 'scarf', 'coat'];
const COLOURS = ['Red', 'Navy', 'Green', 'White'];
const BRANDS = ['Osier', 'Tarn & Vale', 'Quill'];

/** A shop of plain clothes, whose texts follow from their records. */
export const CLOTHES: readonly Product[] = Array.from({ length: 60 }, (_, i) => {
  const [kind, colour, brand] = [KINDS[i % 5], COLOURS[i % 4], BRANDS[i % 3]];
  const text = `${colour} ${kind} by ${brand}, has long sleeves, and ${1 + (i % 3)} pockets\nSynthetic lining`;
  return {
    id: `p${i}`,
    title: `${brand} ${colour} ${kind}`,
    brand,
    colour,
    price: 10 + i,
    description: text,
  } as Product;
});
