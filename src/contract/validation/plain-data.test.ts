import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as plain from './plain-data.ts';

const refuse = (what: string): Error => new Error(what);
const Sizes = plain.fields({
  width: plain.whole(1, 8),
  share: plain.positive(1),
  names: plain.list(plain.text(3), 1),
  weights: plain.record(plain.optional(plain.number(0, 2))),
  kind: plain.optional(plain.oneOf(['a', 'b'])),
});
const good = { width: 8, share: 0.5, names: ['abc'], weights: { x: 2 }, kind: 'b' };

test('what fits comes back as it is, without what nobody asked for', () => {
  expect(plain.read(Sizes, { ...good, more: 1 }, refuse)).toEqual(good);
  const { kind: _, ...rest } = good;
  expect(Object.keys(plain.read(Sizes, rest, refuse))).not.toContain('kind');
});

test.each([
  ['width', { width: 9 }],
  ['width', { width: 1.5 }],
  ['width', { width: '8' }],
  ['share', { share: 0 }],
  ['share', { share: Number.NaN }],
  ['names', { names: [] }],
  ['names', { names: 'abc' }],
  ['names.1', { names: ['a', 'long'] }],
  ['weights.x', { weights: { x: -1 } }],
  ['weights', { weights: [1] }],
  ['kind', { kind: 'c' }],
  ['kind', { kind: null }],
])('what does not fit is named by its place: %s', (place, change) => {
  expect(() => plain.read(Sizes, { ...good, ...change }, refuse)).toThrow(`${place} `);
});

test('a name that is only inherited is not there', () => {
  expect(() => plain.read(plain.fields({ toString: plain.anything, width: plain.finite }), {}, refuse)).toThrow(
    'width',
  );
  expect(plain.read(plain.fields({ toString: plain.anything }), {}, refuse)).toEqual({});
  const given = JSON.parse('{"__proto__": {"x": 1}, "y": 2}');
  expect(Object.getPrototypeOf(plain.read(plain.record(plain.anything), given, refuse))).toBe(Object.prototype);
});

test('a condition is asked of what fits only', () => {
  const even = plain.check(plain.whole(0), (value) => value % 2 === 0, 'even');
  expect(plain.read(even, 4, refuse)).toBe(4);
  expect(() => plain.read(even, 3, refuse)).toThrow('must be even');
  expect(() => plain.read(even, 'x', refuse)).toThrow('whole number');
});

test('a hole in a list is no entry', () => {
  // biome-ignore lint/suspicious/noSparseArray: that is what is tested.
  expect(() => plain.read(plain.list(plain.anyText), ['a', , 'b'], refuse)).toThrow('1 must be a text');
});

test('whatever is given, it is read or refused', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const refused = new Error('refused');
      try {
        expect(plain.read(Sizes, value, () => refused)).toMatchObject({ width: expect.any(Number) });
      } catch (thrown) {
        expect(thrown).toBe(refused);
      }
    }),
  );
});
