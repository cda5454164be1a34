import type { Product, ProductId } from '../contract/product.ts';
import type { SharedValue, SharedValues } from './shared-values.ts';

/**
 * Fields by place, those that most feeds have first. After them, fields of the shop's own. The id and the price stand
 * elsewhere.
 */
const FIELDS = [
  'title',
  'categories',
  'brand',
  'currency',
  'image',
  'url',
  'inStock',
  'tags',
  'description',
  'itemGroupId',
] as const satisfies readonly (keyof Product)[];
const OWN = FIELDS.length;
/** Fields whose values products have in common. */
const SHARED: ReadonlySet<string> = new Set(['categories', 'brand', 'currency']);
const PLACES: ReadonlyMap<string, number> = new Map([
  ['id', -1],
  ['price', -1],
  ...FIELDS.map((field, place) => [field, place] as const),
]);

/**
 * A product as a JSON list: names of fields, which would be a third of it, are left out; so are absent fields at the end,
 * and values that are shared.
 */
export function encodeRecord(product: Product, shared: SharedValues): string {
  const values: unknown[] = [];
  let own: Record<string, unknown> | undefined;
  for (const key of Object.keys(product)) {
    const value = product[key as keyof Product];
    const place = PLACES.get(key);
    if (place === undefined) {
      own ??= {};
      own[key] = value;
    } else if (place >= 0) values[place] = SHARED.has(key) ? shared.share(value as SharedValue) : value;
  }
  if (own !== undefined) values[OWN] = own;
  return JSON.stringify(values);
}

/** @param price NaN where there is none */
export function decodeRecord(id: ProductId, price: number, record: string, shared: SharedValues): Product {
  const values = JSON.parse(record) as unknown[];
  const product: Record<string, unknown> = Number.isNaN(price) ? { id } : { id, price };
  const known = Math.min(values.length, OWN);
  for (let place = 0; place < known; place++) {
    const [field, value] = [FIELDS[place], values[place]];
    if (value !== null) product[field] = SHARED.has(field) ? shared.valueOf(value) : value;
  }
  return Object.assign(product, values[OWN]) as unknown as Product;
}
