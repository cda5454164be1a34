import type { Goods } from '../goods.ts';
import { looksLikeLog } from './event-log.ts';
import { field, type Row } from './table.ts';

const ID = ['id', 'item_id', 'item', 'sku', 'product_id', 'stockcode', 'asin', 'g:id'];

/** A feed's rows name products and nobody's deeds. */
export const looksLikeFeed = (rows: readonly Row[]): boolean =>
  rows.length > 0 && field(rows[0], ID) !== undefined && !looksLikeLog(rows);

/** A row as the package reads it. Columns go by many names; what cannot be read is left for the package to refuse. */
export function toGoods(row: Row): Goods {
  const text = (...names: string[]): string | undefined => {
    const value = field(row, names);
    return value === undefined ? undefined : String(value).trim();
  };
  const priced = text('price', 'g:price', 'sale_price') ?? texts(row, /price(?!.*basis)/)[0];
  const stock = text('instock', 'in_stock', 'availability')?.toLowerCase();
  const named = list(field(row, ['categories', 'category', 'g:product_type', 'product_type']), /[>|/;]/);
  const goods: Goods = { id: text(...ID) ?? '' };
  const fields: Partial<Goods> = {
    title: text('title', 'name', 'g:title', 'productdisplayname') ?? text('description'),
    brand: text('brand', 'g:brand', 'vendor'),
    categories: named ?? list(texts(row, /category|articletype/), /\n/),
    price: priced === undefined ? undefined : amount(priced),
    currency: text('currency') ?? priced?.match(/\b[A-Z]{3}\b/)?.[0],
    description: text('description', 'g:description', 'body'),
    image: text('image', 'image_link', 'g:image_link', 'picture'),
    tags: list(field(row, ['tags', 'keywords']), /[,|;]/),
    inStock: stock === undefined ? undefined : !/^(false|0|no|out)/.test(stock),
  };
  return Object.assign(goods, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
}

/** What the columns say whose names match, in their order. */
const texts = (row: Row, names: RegExp): string[] =>
  Object.entries(row)
    .filter(([name, value]) => names.test(name.toLowerCase()) && value !== '')
    .map(([, value]) => String(value));

function list(value: unknown, separator: RegExp): string[] | undefined {
  const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(separator);
  const said = parts.map((part) => part.trim()).filter(Boolean);
  return said.length > 0 ? said : undefined;
}

/** `4.50 EUR`, `1,299.00`, `4,50`: a comma before the last two digits is a decimal one. */
function amount(text: string): number | undefined {
  const digits = text
    .replace(/[^\d.,-]/g, '')
    .replace(/,(\d{1,2})$/, '.$1')
    .replaceAll(',', '');
  const value = Number.parseFloat(digits);
  return Number.isFinite(value) ? value : undefined;
}
