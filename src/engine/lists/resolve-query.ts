import type { ProductFilter, RecommendQuery } from '../../contract/recommendation.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { readOptions } from '../../contract/validation/read-options.ts';

/** A query with its defaults filled in. */
export type Wish = Required<Omit<RecommendQuery, 'filter'>> & { filter: ProductFilter };

const MOST_PRODUCTS = 500;
const DEFAULTS: Wish = {
  placement: 'home',
  limit: 12,
  like: [],
  friends: [],
  filter: {},
  seen: 'exclude',
  diversity: 0,
  explain: true,
};

const texts = plain.list(plain.anyText);
const optionalTexts = plain.optional(texts);
const bound = plain.optional(plain.notNegative);
const Query = plain.fields({
  placement: plain.optional(plain.anyText),
  limit: plain.optional(plain.whole(1, MOST_PRODUCTS)),
  like: optionalTexts,
  friends: plain.optional(plain.list(texts)),
  filter: plain.optional(
    plain.fields({
      categories: optionalTexts,
      brands: optionalTexts,
      exclude: optionalTexts,
      price: plain.optional(plain.fields({ min: bound, max: bound })),
    }),
  ),
  seen: plain.optional(plain.oneOf(['exclude', 'include'])),
  diversity: plain.optional(plain.number(0, 1)),
  explain: plain.optional(plain.flag),
});

/** Checks a query, of which nothing is known. @throws VitrineError `bad-options`, naming the option. */
export function readQuery(query: unknown): Wish {
  return { ...DEFAULTS, ...readOptions('query', Query, query) } as Wish;
}
