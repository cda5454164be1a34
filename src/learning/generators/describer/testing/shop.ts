import type { Product } from '../../../../contract/product.ts';

const KINDS = ['shirt', 'skirt', 'jacket', 'scarf', 'coat'];
const COLOURS = ['Red', 'Navy', 'Green', 'White'];
const BRANDS = ['Osier', 'Tarn & Vale', 'Quill'];

const CHINESE: Readonly<Record<string, string>> = {
  ...{ shirt: '衬衫', skirt: '半身裙', jacket: '夹克', scarf: '围巾', coat: '大衣' },
  ...{ Red: '红色', Navy: '藏青', Green: '绿色', White: '白色' },
  ...{ Osier: '柳编', 'Tarn & Vale': '湖谷', Quill: '羽笔' },
};

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

/** The same clothes, with records and texts in Chinese. */
export const CHINESE_CLOTHES: readonly Product[] = CLOTHES.map(({ id, price }, i) => {
  const [kind, colour, brand] = [KINDS[i % 5], COLOURS[i % 4], BRANDS[i % 3]].map((name) => CHINESE[name]);
  const description = `${brand}${colour}${kind}，长袖，有 ${1 + (i % 3)} 个口袋。内衬为涤纶。`;
  return { id: `${id}-zh`, title: `${brand}${kind} · ${colour}`, brand, colour, price, description } as Product;
});
