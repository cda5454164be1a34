import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import type { Product } from '../../contract/product.ts';
import { diversify } from './diversity.ts';
import { spreadOver } from './spread.ts';

function catalogueOf(products: readonly Product[]) {
  const builder = new CatalogueBuilder();
  for (const product of products) builder.add(product);
  return builder.build();
}

const SHELF = catalogueOf([
  ...['a1', 'a2', 'a3'].map((id) => ({ id, categories: ['A'], brand: 'x' })),
  ...['b1', 'b2'].map((id) => ({ id, categories: ['B'], brand: 'y' })),
  { id: 'c1', categories: ['C'], brand: 'z' },
]);
const ITEMS = Int32Array.of(1, 2, 3, 4, 5, 6);
const SCORES = Float32Array.of(1, 0.95, 0.9, 0.6, 0.5, 0.3);
const shown = (diversity: number, limit = 6) =>
  Array.from(diversify(SHELF.features, ITEMS, SCORES, { limit, diversity }), (place) => SHELF.idOf(ITEMS[place]));

test('no diversity keeps the order of scores; more of it brings other kinds forward', () => {
  expect(shown(0)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'c1']);
  expect(shown(0.3, 3)).toEqual(['a1', 'b1', 'a2']);
  expect(shown(0.9, 3).map((id) => id?.[0])).toEqual(['a', 'b', 'c']);
});

test('whatever the diversity, places are chosen once each, the best first, as many as are wanted', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.99, noNaN: true }), fc.integer({ min: 1, max: 10 }), (diversity, limit) => {
      const places = diversify(SHELF.features, ITEMS, SCORES, { limit, diversity });
      expect(places).toHaveLength(Math.min(limit, 6));
      expect(new Set(places).size).toBe(places.length);
      expect(places[0]).toBe(0);
    }),
  );
  expect(diversify(SHELF.features, new Int32Array(0), new Float32Array(0), { limit: 5, diversity: 0.5 })).toHaveLength(
    0,
  );
});

test('a spread takes each broad category in turn, in the order of the feed, without what is not allowed', () => {
  const catalogue = catalogueOf([
    { id: 'k1', categories: ['Shop', 'Kitchen', 'Mugs'] },
    { id: 'k2', categories: ['Shop', 'Kitchen', 'Pans'] },
    { id: 'l1', categories: ['Shop', 'Lighting'] },
    { id: 'k3', categories: ['Shop', 'Kitchen', 'Mugs'] },
    { id: 'plain' },
    { id: 'l2', categories: ['Shop', 'Lighting'] },
  ]);
  const ids = (rows: Int32Array) => Array.from(rows, (row) => catalogue.idOf(row));
  expect(ids(spreadOver(catalogue, catalogue.available, 10))).toEqual(['k1', 'l1', 'plain', 'k2', 'l2', 'k3']);
  expect(ids(spreadOver(catalogue, catalogue.available, 2))).toEqual(['k1', 'l1']);
  const allowed = catalogue.available.clone();
  allowed.delete(catalogue.itemOf('k1')!);
  expect(ids(spreadOver(catalogue, allowed, 2))).toEqual(['k2', 'l1']);
  expect(ids(spreadOver(catalogueOf([]), catalogueOf([]).available, 5))).toEqual([]);
});
