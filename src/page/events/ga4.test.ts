import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_ITEMS, readGa4, WHOLE_PAYLOAD } from './ga4.ts';

const AT = 1_700_000_000_000;
const items = [{ item_id: 'sku-1', quantity: 2, item_name: 'Kettle' }];
const expected = [{ name: 'add_to_cart', product: 'sku-1', quantity: 2, at: AT }];

function gtag(..._parameters: unknown[]): IArguments {
  // biome-ignore lint/complexity/noArguments: pages push this very object, as Google's snippet does
  return arguments;
}

test.each([
  ['an event with items', { name: 'add_to_cart', items }],
  ['the Measurement Protocol', { name: 'add_to_cart', params: { items, currency: 'EUR' } }],
  ['a dataLayer entry', { event: 'add_to_cart', ecommerce: { items, value: 3 } }],
  ['gtag as an array', ['event', 'add_to_cart', { items }]],
  ['gtag as an arguments object', gtag('event', 'add_to_cart', { items })],
])('reads %s', (_, payload) => {
  expect(readGa4(payload, AT)).toEqual({ interactions: expected, indexes: [0], refused: [] });
});

test("keeps the list that an interaction came from: the item's own, else the payload's", () => {
  const payload = {
    name: 'select_item',
    params: { item_list_id: 'list-1', items: [{ item_id: 'a' }, { item_id: 'b', item_list_id: 'list-2' }] },
  };
  expect(readGa4(payload, AT).interactions.map(({ list }) => list)).toEqual(['list-1', 'list-2']);
});

test('takes a numeric id as text, trims, and leaves what is no quantity', () => {
  const payload = {
    name: 'view_item',
    items: [
      { item_id: 12, quantity: '3' },
      { item_id: ' 保温杯 ', quantity: -1 },
    ],
  };
  expect(readGa4(payload, AT).interactions).toEqual([
    { name: 'view_item', product: '12', at: AT },
    { name: 'view_item', product: '保温杯', at: AT },
  ]);
});

test('refuses single items by their index and keeps the others', () => {
  const payload = {
    name: 'view_item',
    items: [{ item_id: 'a' }, {}, null, { item_id: '' }, { item_id: 'x'.repeat(513) }, { item_id: 'b' }],
  };
  const { interactions, indexes, refused } = readGa4(payload, AT);
  expect(interactions.map(({ product }) => product)).toEqual(['a', 'b']);
  expect(indexes).toEqual([0, 5]);
  expect(refused.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
});

test('takes as many items as GA4 does and tells how many were left', () => {
  const many = Array.from({ length: MAX_ITEMS + 5 }, (_, index) => ({ item_id: `p${index}` }));
  const { interactions, refused } = readGa4({ name: 'view_item_list', items: many }, AT);
  expect(interactions).toHaveLength(MAX_ITEMS);
  expect(refused).toEqual([{ index: MAX_ITEMS, message: expect.stringContaining('of 205') }]);
});

const hostile = {
  get items(): never {
    throw Object.create(null);
  },
  name: 'view_item',
};

test.each([
  ['another event', { name: 'page_view' }],
  ['no items', { name: 'view_item' }],
  ['empty items', { name: 'view_item', items: [] }],
  ['nothing', undefined],
  ['a text', 'view_item'],
  ['a property that throws', hostile],
  ['a name from the prototype', { name: '__proto__', items }],
])('refuses the whole payload: %s', (_, payload) => {
  const { interactions, refused } = readGa4(payload, AT);
  expect(interactions).toEqual([]);
  expect(refused).toEqual([{ index: WHOLE_PAYLOAD, message: expect.any(String) }]);
});

test('never throws, and every interaction is well formed', () => {
  const entry = fc.record(
    { item_id: fc.anything(), quantity: fc.anything(), item_list_id: fc.anything() },
    { requiredKeys: [] },
  );
  const payload = fc.oneof(
    fc.anything({ withNullPrototype: true, withSparseArray: true, withTypedArray: true }),
    fc.record({ name: fc.constantFrom('view_item', 'purchase'), items: fc.array(fc.oneof(entry, fc.anything())) }),
  );
  fc.assert(
    fc.property(payload, (given) => {
      for (const { product, quantity, list, at } of readGa4(given, AT).interactions) {
        expect(product.trim()).toBe(product);
        expect(product.length).toBeGreaterThan(0);
        expect(quantity === undefined || (Number.isFinite(quantity) && quantity > 0)).toBe(true);
        expect(list === undefined || list.length > 0).toBe(true);
        expect(at).toBe(AT);
      }
    }),
    { numRuns: 2000 },
  );
});
