import type { Product, ProductId } from '../contract/product.ts';
import type { ProductFilter } from '../contract/recommendation.ts';
import { Bitset } from '../kernels/scoring/bitset.ts';
import type { Catalogue } from './catalogue.ts';
import type { FeatureIndex } from './feature-index.ts';

/**
 * Rows that pass every part of the filter.
 * @param among rows to choose from; default those in the feed and in stock
 */
export function passing(catalogue: Catalogue, filter: ProductFilter = {}, among = catalogue.available): Bitset {
  const allowed = among.clone();
  const { features } = catalogue;
  if (filter.categories) keepNamed(allowed, features, features.categories, filter.categories);
  if (filter.brands) keepNamed(allowed, features, features.brands, filter.brands);
  if (filter.price) {
    const { min = 0, max = Number.POSITIVE_INFINITY } = filter.price;
    for (let row = 1; row < catalogue.rows; row++) {
      const price = catalogue.priceOf(row);
      if (!(price >= min && price <= max)) allowed.delete(row);
    }
  }
  for (const id of filter.exclude ?? []) {
    const row = catalogue.itemOf(id);
    if (row !== undefined) allowed.delete(row);
  }
  return allowed;
}

/** Rows of those of these products that the catalogue has. */
export function rowsOf(catalogue: Catalogue, ids: Iterable<ProductId>): Bitset {
  const rows = new Bitset(catalogue.rows);
  for (const id of ids) {
    const row = catalogue.itemOf(id);
    if (row !== undefined) rows.add(row);
  }
  return rows;
}

/** What `passing` says of a row, of a product by its record. */
export function passes(product: Product, { categories, brands, price, exclude }: ProductFilter = {}): boolean {
  const { min = 0, max = Number.POSITIVE_INFINITY } = price ?? {};
  return !(
    (categories && !categories.some((name) => product.categories?.includes(name.trim()))) ||
    (brands && !brands.some((name) => name.trim() === product.brand)) ||
    (price && !(product.price! >= min && product.price! <= max)) ||
    exclude?.includes(product.id)
  );
}

/** Keeps the rows that have any of the named features. */
function keepNamed(
  allowed: Bitset,
  features: FeatureIndex,
  numbers: ReadonlyMap<string, number>,
  names: readonly string[],
): void {
  const any = new Bitset(allowed.size);
  for (const name of names) {
    for (const number of numbersOf(numbers, name)) for (const row of features.rowsOf(number)) any.add(row);
  }
  for (let word = 0; word < allowed.words.length; word++) allowed.words[word] &= any.words[word];
}

/** The features of this name; where there is none, those that have it in another case, as links and menus write them. */
export function numbersOf(numbers: ReadonlyMap<string, number>, name: string): number[] {
  const number = numbers.get(name.trim());
  if (number !== undefined) return [number];
  return [...numbers].flatMap(([known, other]) => (plain(known) === plain(name) ? [other] : []));
}

const plain = (name: string): string => name.trim().normalize().toLowerCase();
