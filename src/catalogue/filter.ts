import type { ProductFilter } from '../contract/recommendation.ts';
import { Bitset } from '../kernels/bitset.ts';
import type { Catalogue } from './catalogue.ts';

/** Rows that may be shown under these hard rules: in the feed, in stock, and through every part of the filter. */
export function passing(catalogue: Catalogue, filter: ProductFilter = {}): Bitset {
  const allowed = catalogue.available.clone();
  const { features } = catalogue;
  if (filter.categories)
    keepAny(
      allowed,
      filter.categories.map((name) => rowsNamed(catalogue, features.categories, name)),
    );
  if (filter.brands)
    keepAny(
      allowed,
      filter.brands.map((name) => rowsNamed(catalogue, features.brands, name)),
    );
  if (filter.price) {
    const { min = 0, max = Number.POSITIVE_INFINITY } = filter.price;
    catalogue.prices.forEach((price, place) => {
      if (!(price >= min && price <= max)) allowed.delete(catalogue.order[place]);
    });
  }
  for (const id of filter.exclude ?? []) {
    const row = catalogue.itemOf(id);
    if (row !== undefined) allowed.delete(row);
  }
  return allowed;
}

function rowsNamed(
  { features }: Catalogue,
  numbers: ReadonlyMap<string, number>,
  name: string,
): Uint16Array | Uint32Array {
  const number = numbers.get(name.trim());
  return number === undefined ? new Uint16Array(0) : features.rowsOf(number);
}

function keepAny(allowed: Bitset, lists: readonly (Uint16Array | Uint32Array)[]): void {
  const any = new Bitset(allowed.size);
  for (const rows of lists) for (const row of rows) any.add(row);
  for (let word = 0; word < allowed.words.length; word++) allowed.words[word] &= any.words[word];
}
