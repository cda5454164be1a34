import type { ProductId } from '../../contract/product.ts';
import type { RecommendQuery, Variant } from '../../contract/recommendation.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { PRODUCT_CONDITIONS, texts } from '../../contract/validation/product-conditions.ts';
import { readOptions } from '../../contract/validation/read-options.ts';

type WithDefault =
  | 'placement'
  | 'limit'
  | 'like'
  | 'friends'
  | 'seen'
  | 'diversity'
  | 'explain'
  | 'rules'
  | 'sourceDeadline';

/** A query, checked, with its defaults filled in: the one form that goes from the page's question to the list. */
export interface ResolvedQuery
  extends Required<Pick<RecommendQuery, WithDefault>>,
    Pick<RecommendQuery, 'among' | 'filter' | 'attributes' | 'objective'> {
  variant?: Variant;
  /** Products that other lists of the page show. */
  shown: readonly ProductId[];
  /** What the visitor searches for, in their own words. A list that is recommended has none. */
  words?: string;
}

const MOST_PRODUCTS = 500;
const MOST_AMONG = 1_000;
const MOST_RULES = 100;

export const DEFAULT_QUERY: ResolvedQuery = {
  placement: 'home',
  limit: 12,
  like: [],
  friends: [],
  seen: 'exclude',
  diversity: 0,
  explain: true,
  rules: [],
  sourceDeadline: 300,
  shown: [],
};

const optionalTexts = plain.optional(texts);
const Query = plain.exactly({
  placement: plain.optional(plain.anyText),
  limit: plain.optional(plain.whole(1, MOST_PRODUCTS)),
  like: optionalTexts,
  friends: plain.optional(plain.list(texts)),
  among: plain.optional(plain.list(plain.anyText, 0, MOST_AMONG)),
  filter: plain.optional(plain.exactly({ ...PRODUCT_CONDITIONS, exclude: optionalTexts })),
  seen: plain.optional(plain.oneOf(['exclude', 'include'])),
  diversity: plain.optional(plain.number(0, 1)),
  objective: plain.optional(plain.oneOf(['click', 'purchase', 'value'])),
  explain: plain.optional(plain.flag),
  // Each is read where rules are put to work.
  rules: plain.optional(plain.list(plain.anything, 0, MOST_RULES)),
  attributes: plain.anything,
  sourceDeadline: plain.optional(plain.number(1, 2_000)),
  variant: plain.optional(plain.exactly({ experiment: plain.anyText, variant: plain.anyText })),
});

/**
 * Checks a query, of which nothing is known.
 * @param defaults of its placement
 * @throws VitrineError `bad-options`, naming the option
 */
export function resolveQuery(query: unknown, defaults?: Partial<ResolvedQuery>): ResolvedQuery {
  const given = readOptions('query', Query, query);
  const { among, like } = given;
  return {
    ...DEFAULT_QUERY,
    ...(among ? { limit: among.length, seen: 'include' } : like?.length && { placement: 'related' }),
    ...defaults,
    ...given,
  } as ResolvedQuery;
}
