import type { ProductFilter } from '../contract/recommendation.ts';
import { Bitset } from '../kernels/scoring/bitset.ts';
import type { Catalogue } from './catalogue.ts';
import type { FeatureIndex } from './feature-index.ts';

/** Rows that may be shown under these hard rules: in the feed, in stock, and through every part of the filter. */
export function passing(catalogue: Catalogue, filter: ProductFilter = {}): Bitset {
  const allowed = catalogue.available.clone();
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

/** Keeps the rows that have any of the named features. */
function keepNamed(
  allowed: Bitset,
  features: FeatureIndex,
  numbers: ReadonlyMap<string, number>,
  names: readonly string[],
): void {
  const any = new Bitset(allowed.size);
  for (const name of names) {
    const number = numbers.get(name.trim());
    if (number !== undefined) for (const row of features.rowsOf(number)) any.add(row);
  }
  for (let word = 0; word < allowed.words.length; word++) allowed.words[word] &= any.words[word];
}
