import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBrowsing, isInteraction, readEvent, readStored } from './event-record.ts';

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

const view = (rest: object) => readEvent({ name: 'view_item', product: 'a', ...rest }, NOW);

test('of texts by product, those that are none are left out', () => {
  const seen = (rules: unknown) => readEvent({ name: 'view_item_list', products: ['a', 'b'], rules }, NOW);
  expect(seen({ a: ' boost ', b: '', c: 7 })).toMatchObject({ rules: { a: 'boost', c: '7' } });
  for (const none of [{ a: '', b: null }, {}, null]) {
    expect(seen(none)).toEqual({ name: 'view_item_list', products: ['a', 'b'], at: NOW });
  }
});

test.each(['rules', 'teams'])('%s that are one text or a list are refused, and not read letter by letter', (field) => {
  const seen = (given: unknown) => readEvent({ name: 'view_item_list', products: ['a'], [field]: given }, NOW);
  expect(seen('boost')).toBe(`\`${field}\` of view_item_list cannot be \`boost\`: give texts by product.`);
  expect(seen(['boost'])).toBe(`\`${field}\` of view_item_list cannot be object: give texts by product.`);
  expect(seen(7)).toBe(`\`${field}\` of view_item_list cannot be number: give texts by product.`);
});

test('bounds are those that are said: 512 characters of a text, 200 products of a list', () => {
  expect(view({ product: 'x'.repeat(512) })).toMatchObject({ product: 'x'.repeat(512) });
  expect(view({ product: 'x'.repeat(513) })).toBe(
    `\`product\` of view_item cannot be \`${'x'.repeat(60)}\`: give 1 to 512 characters.`,
  );
  const products = Array.from({ length: 201 }, (_, i) => `p${i}`);
  expect(readEvent({ name: 'view_item_list', products }, NOW)).toMatchObject({ products: products.slice(0, 200) });
  expect(readEvent({ name: 'view_item_list', products: 'p1' }, NOW)).toBe(
    '`products` of view_item_list cannot be `p1`: give 1 to 512 characters.',
  );
});

test('a refusal says what was there', () => {
  expect(readEvent(undefined, NOW)).toBe('It is no event.');
  expect(readEvent(null, NOW)).toBe('It is no event.');
  expect(readEvent('view_item', NOW)).toBe('It is no event.');
  expect(readEvent({ name: 'buy' }, NOW)).toBe('There is no event named `buy`.');
  expect(readEvent({}, NOW)).toBe('There is no event named undefined.');
  expect(view({ product: {} })).toBe('`product` of view_item cannot be object: give 1 to 512 characters.');
});

test('numbers are texts of an id, and what is no number of things is left out', () => {
  expect(view({ product: 7 })).toMatchObject({ product: '7' });
  expect(view({ product: Number.POSITIVE_INFINITY })).toContain('cannot be number');
  for (const quantity of [0, -1, 'many', null, {}]) expect(view({ quantity })).not.toHaveProperty('quantity');
  expect(view({ quantity: '3' })).toMatchObject({ quantity: 3 });
  expect(view({ list: 'undefined', id: ' ' })).toEqual({ name: 'view_item', product: 'a', at: NOW });
  expect(view({ id: 'not undefined' })).toMatchObject({ id: 'not undefined' });
  expect(view({ at: 0 })).toMatchObject({ at: 0 });
  const searched = readEvent({ name: 'search', words: 'pan', quantity: 2, of: 'brand', wish: 'more' }, NOW);
  expect(searched).toEqual({ name: 'search', words: 'pan', at: NOW });
});

test('an interest is of a category or brand, and one of three wishes', () => {
  const declare = (rest: object) => readEvent({ name: 'declare_interest', interest: 'Iwa', ...rest }, NOW);
  for (const wish of ['more', 'less', 'as-before'])
    for (const of of ['category', 'brand'])
      expect(declare({ of, wish })).toEqual({ name: 'declare_interest', interest: 'Iwa', of, wish, at: NOW });
  for (const wrong of [
    { of: 'tag', wish: 'more' },
    { of: 'a brand', wish: 'more' },
    { of: 'brand', wish: 'more of' },
    {},
  ])
    expect(declare(wrong)).toBe('It is of a category or brand: more, less or as-before.');
  expect(declare({ interest: '', of: 'brand', wish: 'more' })).toContain('`interest`');
  expect(readEvent({ name: 'view_category', category: 'Pots' }, NOW)).toMatchObject({ category: 'Pots' });
});

test('every event is an interaction or browsing', () => {
  const interaction = { name: 'view_item', product: 'a', at: 1 } as const;
  const browsing = { name: 'search', words: 'pan', at: 1 } as const;
  expect([isInteraction(interaction), isBrowsing(interaction)]).toEqual([true, false]);
  expect([isInteraction(browsing), isBrowsing(browsing)]).toEqual([false, true]);
});

test('a stored record that is damaged is none; a sound one comes back, whatever the clock says', () => {
  const sound = { name: 'view_item', product: 'a', at: 5 * NOW, seq: 3, session: 2 };
  expect(readStored(sound)).toEqual(sound);
  for (const damage of [{ seq: 1.5 }, { seq: undefined }, { session: '2' }, { session: Number.NaN }, { product: null }])
    expect(readStored({ ...sound, ...damage })).toBeUndefined();
  expect(readStored({ ...sound, name: 'search', words: 'pan' })).toBeUndefined();
  expect(readStored(undefined)).toBeUndefined();
});
