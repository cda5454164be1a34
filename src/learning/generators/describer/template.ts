import type { Product } from '../../../contract/product.ts';
import { isChinese, joinWords, splitWords } from './words.ts';

/** Texts of a fixed form, filled with what the record says: what a describer has to be better than. */
export const TEMPLATES: Readonly<Record<string, (product: Product) => string>> = {
  title: titleOf,
  'title without brand': (product) => withoutBrand(product),
  'title without brand and gender': (product) => kindOf(product),
  'a … by …': (product) => by(kindOf(product), product.brand),
  'labelled lines': (product) => {
    const [brand, colour] = isChinese(titleOf(product)) ? ['品牌', '颜色'] : ['Brand', 'Colour'];
    return [titleOf(product), ...labelled(product, 'brand', brand), ...labelled(product, 'colour', colour)].join('\n');
  },
};

/** Names of the record's fields that a product may be said to be for. */
const PEOPLE = /^(?:men|women|boys|girls|unisex|kids|男|女)$/i;

/** The text of a product of which nothing more is known than its record: its title, and its brand where that is not in it. */
export function plainText(product: Product): string {
  const title = titleOf(product);
  const { brand } = product;
  if (title === '')
    return [brand, ...(product.tags ?? []), ...(product.categories ?? []).slice(-1)].filter(Boolean).join(' ');
  return brand !== undefined && title.toLowerCase().includes(brand.toLowerCase()) ? title : by(title, brand);
}

/** Columns of a title that search engines show; a Chinese character takes two. */
const TITLE_COLUMNS = 60;

/** A title for search: the product's name, then brand, colour and kind where they are not in it and fit. */
export function searchTitle(product: Product): string {
  const record = product as unknown as Record<string, unknown>;
  const [colour] = [record.colour, record.color, ''].filter((one) => typeof one === 'string') as string[];
  const parts = [titleOf(product), product.brand, colour, ...(product.categories ?? []).slice(-1)];
  let title = '';
  for (const part of parts) {
    if (!part?.trim() || title.toLowerCase().includes(part.toLowerCase())) continue;
    const longer = title === '' ? part.trim() : `${title} | ${part.trim()}`;
    if (title === '' || columnsOf(longer) <= TITLE_COLUMNS) title = longer;
  }
  return columnsOf(title) <= TITLE_COLUMNS ? title : shortened(title);
}

const columnsOf = (text: string): number => [...text].reduce((sum, one) => sum + (isChinese(one) ? 2 : 1), 0);

/** The first words that fit. */
function shortened(title: string): string {
  const words = splitWords(title);
  while (words.length > 1 && columnsOf(joinWords(words)) > TITLE_COLUMNS) words.pop();
  return joinWords(words);
}

function by(name: string, brand: string | undefined): string {
  if (!brand) return name;
  return isChinese(name) ? `${name}（${brand}）` : `${name} by ${brand}`;
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
  return joinWords(splitWords(withoutBrand(product)).filter((word) => !PEOPLE.test(word)));
}

function labelled(product: Product, field: string, label: string): string[] {
  const value = (product as unknown as Record<string, unknown>)[field];
  return typeof value === 'string' && value !== '' ? [`${label}: ${value}`] : [];
}
