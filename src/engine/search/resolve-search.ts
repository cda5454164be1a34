import type { SearchQuery, SuggestQuery } from '../../contract/search.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { PRODUCT_CONDITIONS, texts } from '../../contract/validation/product-conditions.ts';
import { readOptions } from '../../contract/validation/read-options.ts';

export type ResolvedSearch = Required<Omit<SearchQuery, 'filter' | 'sort' | 'alike'>> &
  Pick<SearchQuery, 'filter' | 'sort' | 'alike'>;

const MOST_PRODUCTS = 500;
const MOST_SUGGESTIONS = 20;
const FACETS = ['categories', 'brands', 'tags', 'price'] as const;

const DEFAULT_SEARCH = {
  limit: 24,
  facets: [],
  prefix: true,
  understand: true,
  personal: true,
  placement: 'search',
} as const;

const Search = plain.exactly({
  text: plain.anyText,
  limit: plain.optional(plain.whole(1, MOST_PRODUCTS)),
  filter: plain.optional(plain.exactly({ ...PRODUCT_CONDITIONS, exclude: plain.optional(texts) })),
  facets: plain.optional(plain.list(plain.oneOf(FACETS))),
  sort: plain.optional(plain.oneOf(['relevance', 'price-ascending', 'price-descending', 'newest'])),
  prefix: plain.optional(plain.flag),
  understand: plain.optional(plain.flag),
  personal: plain.optional(plain.flag),
  placement: plain.optional(plain.anyText),
  alike: plain.optional(plain.list(plain.exactly({ id: plain.anyText, likeness: plain.finite }))),
});
const Suggest = plain.exactly({
  text: plain.anyText,
  limit: plain.optional(plain.whole(1, MOST_SUGGESTIONS)),
});

/** Checks a search, of which nothing is known. @throws VitrineError `bad-options`, naming the option. */
export function resolveSearch(query: unknown): ResolvedSearch {
  return { ...DEFAULT_SEARCH, ...readOptions('query', Search, query) } as ResolvedSearch;
}

/** @throws VitrineError `bad-options`, naming the option. */
export function resolveSuggest(query: unknown): Required<SuggestQuery> {
  return { limit: 5, ...(readOptions('query', Suggest, query) as SuggestQuery) };
}
