import type { Product } from '../../../contract/product.ts';
import { splitWords } from './words.ts';

/** Texts of a fixed form, filled with what the record says: what a describer has to be better than. */
export const TEMPLATES: Readonly<Record<string, (product: Product) => string>> = {
  title: titleOf,
  'title without brand': (product) => withoutBrand(product),
  'title without brand and gender': (product) => kindOf(product),
  'a … by …': (product) => [kindOf(product), product.brand].filter(Boolean).join(' by '),
  'labelled lines': (product) =>
    [titleOf(product), ...labelled(product, 'brand', 'Brand'), ...labelled(product, 'colour', 'Colour')].join('\n'),
};

/** Names of the record's fields that a product may be said to be for. */
const PEOPLE = /^(?:men|women|boys|girls|unisex|kids)$/i;

/** The text of a product of which nothing more is known than its record: its title, and its brand where that is not in it. */
export function plainText(product: Product): string {
  const title = titleOf(product);
  const { brand } = product;
  if (title === '')
    return [brand, ...(product.tags ?? []), ...(product.categories ?? []).slice(-1)].filter(Boolean).join(' ');
  return brand === undefined || title.toLowerCase().includes(brand.toLowerCase()) ? title : `${title} by ${brand}`;
}

function titleOf({ title = '' }: Product): string {
  return title.trim();
}

function withoutBrand(product: Product): string {
  const title = titleOf(product);
  const brand = product.brand ?? '';
  return title.toLowerCase().startsWith(brand.toLowerCase()) ? title.slice(brand.length).trim() : title;
}

function kindOf(product: Product): string {
  return splitWords(withoutBrand(product))
    .filter((word) => !PEOPLE.test(word))
    .join(' ')
    .replaceAll(' - ', '-');
}

function labelled(product: Product, field: string, label: string): string[] {
  const value = (product as unknown as Record<string, unknown>)[field];
  return typeof value === 'string' && value !== '' ? [`${label}: ${value}`] : [];
}
