import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvent } from './event-record.ts';

const NOW = 1_000_000;

test('a time in the future or of no sense becomes now; a time in the past stays', () => {
  for (const at of [NOW + 1, NOW + 365 * 864e5, Number.NaN, Number.POSITIVE_INFINITY, -1, 'today', undefined]) {
    expect(readEvent({ name: 'view_item', product: 'a', at }, NOW)).toMatchObject({ at: NOW });
  }
  expect(readEvent({ name: 'view_item', product: 'a', at: 5 }, NOW)).toMatchObject({ at: 5 });
});

test('only what an interaction has is kept', () => {
  const value = { name: 'purchase', product: ' a ', at: 5, quantity: 2, list: 'l', email: 'x@y', seq: 9 };
  expect(readEvent(value, NOW)).toEqual({ name: 'purchase', product: 'a', at: 5, quantity: 2, list: 'l' });
});

test('anything else is refused in words, never by a throw', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), (value) => {
      expect(typeof readEvent(value, NOW)).toBe('string');
    }),
  );
  expect(readEvent({ name: 'view_item', product: '' }, NOW)).toContain('product');
  expect(readEvent({ name: 'toString', product: 'a' }, NOW)).toContain('toString');
});

test.each([
  '(not set)',
  'undefined',
  'NULL',
  'NaN',
  '',
  '  ',
  '[object Object]',
  Number.NaN,
  null,
  {},
  'x'.repeat(513),
])('a placeholder is no id: %s', (product) => {
  expect(readEvent({ name: 'view_item', product }, NOW)).toContain('product');
  expect(readEvent({ name: 'view_item_list', products: [product] }, NOW)).toContain('products');
  expect(readEvent({ name: 'search', words: product }, NOW)).toContain('words');
});

test('what names no single product has a text of its own', () => {
  expect(readEvent({ id: 'e', name: 'search', words: ' pan ', product: 'a' }, NOW)).toEqual({
    id: 'e',
    name: 'search',
    words: 'pan',
    at: NOW,
  });
  expect(readEvent({ name: 'page_view', page: ' https://shop.test/a ' }, NOW)).toEqual({
    name: 'page_view',
    page: 'https://shop.test/a',
    at: NOW,
  });
  expect(readEvent({ name: 'view_item_list', products: ['a', '', 7], list: 'l' }, NOW)).toEqual({
    name: 'view_item_list',
    products: ['a', '7'],
    list: 'l',
    at: NOW,
  });
});
