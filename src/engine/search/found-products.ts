import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { FoundProduct } from '../../contract/search.ts';
import type { Found, FoundRows } from './catalogue-search.ts';
import { highlight } from './highlight.ts';

/** The best `limit` products as their words alone rank them; the best has the score 1. */
export function wordsOnly(
  catalogue: Catalogue,
  { items, scores }: FoundRows,
  { terms }: Found,
  limit = items.length,
): FoundProduct[] {
  const best = scores[0] || 1;
  return Array.from(items.slice(0, limit), (item, i) => foundProduct(catalogue, item, scores[i] / best, terms));
}

export function foundProduct(
  catalogue: Catalogue,
  item: number,
  score: number,
  terms: ReadonlySet<string>,
): FoundProduct {
  const product = catalogue.product(item)!;
  return { id: product.id, product, score, reasons: [], shares: {}, highlights: highlight(product.title ?? '', terms) };
}

/** 96 random bits, as a list's id. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join('-');
}
