import type { Goods } from '../goods.ts';
import { looksLikeLog } from './event-log.ts';
import { field, type Row } from './table.ts';

const ID = ['id', 'item_id', 'item', 'sku', 'product_id', 'g:id'];

/** A feed's rows name products and nobody's deeds. */
export const looksLikeFeed = (rows: readonly Row[]): boolean =>
  rows.length > 0 && field(rows[0], ID) !== undefined && !looksLikeLog(rows);

/** A row as the package reads it. Columns go by many names; what cannot be read is left for the package to refuse. */
export function toGoods(row: Row): Goods {
  const text = (...names: string[]): string | undefined => {
    const value = field(row, names);
    return value === undefined ? undefined : String(value).trim();
  };
  const list = (value: unknown, separator: RegExp): string[] | undefined => {
    const parts = (Array.isArray(value) ? value.map(String) : String(value ?? '').split(separator))
      .map((part) => part.trim())
      .filter(Boolean);
    return parts.length > 0 ? parts : undefined;
  };
  const priced = text('price', 'g:price', 'sale_price');
  const price = priced === undefined ? undefined : Number.parseFloat(priced.replace(/[^\d.,-]/g, '').replace(',', '.'));
  const stock = text('instock', 'in_stock', 'availability')?.toLowerCase();
  const goods: Goods = { id: text(...ID) ?? '' };
  const fields: Partial<Goods> = {
    title: text('title', 'name', 'description_en', 'g:title', 'productdisplayname') ?? text('description'),
    brand: text('brand', 'g:brand', 'vendor'),
    categories: list(field(row, ['categories', 'category', 'g:product_type', 'product_type']), /[>|/;]/),
    ...(price !== undefined && Number.isFinite(price) ? { price } : {}),
    currency: text('currency') ?? priced?.match(/\b[A-Z]{3}\b/)?.[0],
    description: text('description', 'g:description', 'body'),
    image: text('image', 'image_link', 'g:image_link', 'picture'),
    tags: list(field(row, ['tags', 'keywords']), /[,|;]/),
    ...(stock === undefined ? {} : { inStock: !/^(false|0|no|out)/.test(stock) }),
  };
  return Object.assign(goods, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
}
