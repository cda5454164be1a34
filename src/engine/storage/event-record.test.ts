import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInteraction } from './interaction-record.ts';

const NOW = 1_000_000;

test('a time in the future or of no sense becomes now; a time in the past stays', () => {
  for (const at of [NOW + 1, NOW + 365 * 864e5, Number.NaN, Number.POSITIVE_INFINITY, -1, 'today', undefined]) {
    expect(readInteraction({ name: 'view_item', product: 'a', at }, NOW)).toMatchObject({ at: NOW });
  }
  expect(readInteraction({ name: 'view_item', product: 'a', at: 5 }, NOW)).toMatchObject({ at: 5 });
});

test('only what an interaction has is kept', () => {
  const value = { name: 'purchase', product: ' a ', at: 5, quantity: 2, list: 'l', email: 'x@y', seq: 9 };
  expect(readInteraction(value, NOW)).toEqual({ name: 'purchase', product: 'a', at: 5, quantity: 2, list: 'l' });
});

test('anything else is refused in words, never by a throw', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), (value) => {
      expect(typeof readInteraction(value, NOW)).toBe('string');
    }),
  );
  expect(readInteraction({ name: 'view_item', product: '' }, NOW)).toContain('id');
  expect(readInteraction({ name: 'toString', product: 'a' }, NOW)).toContain('toString');
});
