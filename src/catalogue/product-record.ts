import type { Product } from '../contract/product.ts';

/** UTF-16 units of one record; longer descriptions belong on the product's own page. */
export const LONGEST_RECORD = 64 * 1024;

/** Fields by place, those that most feeds have first. After them, fields of the shop's own. */
const FIELDS = [
  'id',
  'title',
  'categories',
  'brand',
  'price',
  'image',
  'url',
  'inStock',
  'currency',
  'tags',
  'description',
] as const satisfies readonly (keyof Product)[];

/** A product as a JSON list: names of fields, which would be a third of it, are left out; so are absent fields at the end. */
export function encodeRecord(product: Product): string {
  const own = Object.fromEntries(Object.entries(product).filter(([key]) => !FIELDS.some((field) => field === key)));
  const values: unknown[] = [...FIELDS.map((field) => product[field]), Object.keys(own).length > 0 ? own : undefined];
  while (values.at(-1) === undefined) values.pop();
  return JSON.stringify(values);
}

export function decodeRecord(record: string): Product {
  const values = JSON.parse(record) as unknown[];
  const product: Record<string, unknown> = {};
  FIELDS.forEach((field, place) => {
    if (values[place] !== undefined && values[place] !== null) product[field] = values[place];
  });
  return Object.assign(product, values[FIELDS.length]) as unknown as Product;
}
