import { expect, test, vi } from 'vitest';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import { passing } from '../../catalogue/filter.ts';
import type { VitrineError } from '../../contract/errors.ts';
import type { ProductFilter } from '../../contract/recommendation.ts';
import { createFallbackChain } from '../lists/fallback-chain.ts';
import { DEFAULT_QUERY } from '../lists/resolve-query.ts';
import type { VisitorContext } from './candidate-source.ts';
import { createOutsideSource, type OutsideCandidate } from './outside-source.ts';

const builder = new CatalogueBuilder();
for (const id of ['tea', 'pot', 'cup']) builder.add({ id, title: id, brand: 'House' });
const catalogue = builder.build();

/** A list of a shop whose only source is outside, and what was told of it. */
async function listOf(
  ask: () => Promise<readonly OutsideCandidate[]>,
  given: Partial<VisitorContext> & { filter?: ProductFilter; diversity?: number } = {},
) {
  const onProblem = vi.fn((_: VitrineError) => undefined);
  const source = createOutsideSource({ name: 'knn', ask, catalogue, onProblem });
  const chain = createFallbackChain(catalogue, { sources: [source], weights: { knn: 1 }, onProblem });
  const guests = new Map();
  const context = {
    items: new Int32Array(0),
    names: [],
    sessionStart: 0,
    allowed: passing(catalogue, given.filter),
    guests,
    ...given,
  };
  const query = { ...DEFAULT_QUERY, diversity: given.diversity ?? 0 };
  const list = await chain.rank(context, query);
  const ids = list.map(({ item }) => guests.get(item)?.id ?? catalogue.idOf(item));
  return { ids, list, guests, problems: onProblem.mock.calls.map(([problem]) => problem.message) };
}

const by = (entries: Record<string, number>) => async () =>
  Object.entries(entries).map(([id, score]) => ({ product: { id }, score }));

test('products by their ids, in order of score; one that the catalogue lacks is a guest with its record and score', async () => {
  const kite = { id: 'kite', title: 'A red kite', url: '/kite' };
  const { ids, list, guests, problems } = await listOf(async () => [
    { product: { id: 'cup', title: 'another title' }, score: 1 },
    { product: kite, score: 3 },
  ]);
  expect(ids).toEqual(['kite', 'cup']);
  expect([...guests.values()]).toEqual([kite]);
  expect(list[0].score / list[1].score).toBeCloseTo(3);
  expect(list[0].shares).toEqual({ knn: 1 });
  expect(problems).toEqual([]);
});

test('guests go through the filter of the list, and are left out where they are sold out, seen or dismissed', async () => {
  const offer = (product: Partial<OutsideCandidate['product']>) => async () => [
    { product: { id: 'kite', brand: 'House', price: 5, categories: ['Toys', 'Kites'], ...product }, score: 1 },
  ];
  const shown = async (product: Partial<OutsideCandidate['product']>, given: Parameters<typeof listOf>[1] = {}) =>
    (await listOf(offer(product), given)).ids.includes('kite');
  expect(await shown({})).toBe(true);
  expect(await shown({ inStock: false })).toBe(false);
  expect(await shown({}, { hides: (id) => id === 'kite' })).toBe(false);
  const filters: [ProductFilter, boolean][] = [
    [{ categories: [' Kites '] }, true],
    [{ categories: ['Boats'] }, false],
    [{ brands: ['House'] }, true],
    [{ brands: ['Nobody'] }, false],
    [{ price: { min: 5 } }, true],
    [{ price: { max: 4.99 } }, false],
    [{ exclude: ['kite'] }, false],
  ];
  for (const [filter, passes] of filters) expect(await shown({}, { filter })).toBe(passes);
});

test('what cannot be used is left out and told; the rest is used', async () => {
  const { ids, guests, problems } = await listOf(async () => [
    { product: { id: 'tea' }, score: Number.NaN },
    { product: { id: 'pot' }, score: -1 },
    { product: { id: 'kite', url: 'javascript:alert(1)' }, score: 9 },
    { product: {} as never, score: 1 },
    null as never,
    { product: { id: 'cup' }, score: 2 },
    { product: { id: 'cup' }, score: 7 },
    { product: { id: 'pot' }, score: Number.POSITIVE_INFINITY },
  ]);
  // An address that may run code costs the address.
  expect(ids).toEqual(['kite', 'cup']);
  expect([...guests.values()]).toEqual([{ id: 'kite' }]);
  expect(problems).toEqual(['The candidate source knn gave candidates that cannot be used.']);
});

test.each([[null], [7], [{}]])('an answer that is no list: %s', async (answer) => {
  const { ids, problems } = await listOf(async () => answer as never);
  expect(ids.sort()).toEqual(['cup', 'pot', 'tea']);
  expect(problems).toEqual(['The candidate source knn failed.']);
});

test('at most as many as were asked for, and a list with guests can be spread', async () => {
  const many = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`guest-${i}`, 900 - i]));
  const { ids, guests } = await listOf(by(many));
  expect(ids).toEqual(Array.from({ length: 12 }, (_, i) => `guest-${i}`));
  expect(guests.size).toBe(200);
  const spread = await listOf(by({ tea: 3, kite: 2, cup: 1 }), { diversity: 0.5 });
  expect(spread.ids.sort()).toEqual(['cup', 'kite', 'tea']);
});
