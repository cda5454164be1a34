import { VitrineError } from '../contract/errors.ts';
import type { ProductId } from '../contract/product.ts';
import type { ProductFilter, RecommendQuery } from '../contract/recommendation.ts';

/** A query with its defaults filled in. */
export type Wish = Required<Omit<RecommendQuery, 'filter'>> & { filter: ProductFilter };

const MOST_PRODUCTS = 500;
const DEFAULT_LIMIT = 12;

/** Checks a query, of which nothing is known. @throws VitrineError `bad-options`, naming the option. */
export function readQuery(query: RecommendQuery | undefined): Wish {
  const { placement, limit, like, friends, filter, seen, diversity, explain } = object('the query', query ?? {});
  return {
    placement: optional(placement, 'home', text('placement')),
    limit: optional(limit, DEFAULT_LIMIT, number('limit', 1, MOST_PRODUCTS, Number.isInteger)),
    like: optional(like, [], texts('like')),
    friends: optional(friends, [], lists('friends', texts('friends'))),
    filter: optional(filter, {}, readFilter),
    seen: optional(seen, 'exclude', choice('seen', ['exclude', 'include'])),
    diversity: optional(diversity, 0, number('diversity', 0, 1)),
    explain: optional(explain, true, choice('explain', [true, false])),
  };
}

function readFilter(value: unknown): ProductFilter {
  const { categories, brands, price, exclude } = object('filter', value);
  const filter: ProductFilter = {
    categories: optional(categories, undefined, texts('filter.categories')),
    brands: optional(brands, undefined, texts('filter.brands')),
    exclude: optional(exclude, undefined, texts('filter.exclude')),
  };
  if (price === undefined) return filter;
  const { min, max } = object('filter.price', price);
  const bound = (name: string) => number(name, 0, Number.POSITIVE_INFINITY);
  return {
    ...filter,
    price: {
      min: optional(min, 0, bound('filter.price.min')),
      max: optional(max, Number.POSITIVE_INFINITY, bound('filter.price.max')),
    },
  };
}

function optional<TResult, TDefault>(
  value: unknown,
  otherwise: TDefault,
  read: (value: unknown) => TResult,
): TResult | TDefault {
  return value === undefined ? otherwise : read(value);
}

function object(name: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw bad(name, 'an object', value);
}

function text(name: string) {
  return (value: unknown): string => {
    if (typeof value === 'string') return value;
    throw bad(name, 'a text', value);
  };
}

function texts(name: string) {
  return (value: unknown): readonly ProductId[] => {
    if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
    throw bad(name, 'a list of texts', value);
  };
}

function lists<TList>(name: string, read: (value: unknown) => TList) {
  return (value: unknown): readonly TList[] => {
    if (Array.isArray(value)) return value.map(read);
    throw bad(name, 'a list of lists', value);
  };
}

function number(name: string, min: number, max: number, fits: (value: number) => boolean = () => true) {
  return (value: unknown): number => {
    if (typeof value === 'number' && value >= min && value <= max && fits(value)) return value;
    throw bad(name, `a ${fits === Number.isInteger ? 'whole ' : ''}number from ${min} to ${max}`, value);
  };
}

function choice<TValue>(name: string, values: readonly TValue[]) {
  return (value: unknown): TValue => {
    if (values.includes(value as TValue)) return value as TValue;
    throw bad(name, values.map((allowed) => JSON.stringify(allowed)).join(' or '), value);
  };
}

function bad(name: string, wanted: string, value: unknown): VitrineError {
  const given =
    typeof value === 'object' ? (Array.isArray(value) ? 'a list' : 'an object') : String(value).slice(0, 60);
  return new VitrineError('bad-options', `${name} is ${given}.`, { remedy: `Give ${name} as ${wanted}.` });
}
