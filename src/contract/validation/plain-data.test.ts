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
  const read = plain.read(plain.record(plain.anything), given, refuse);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  expect(Object.keys(read)).toEqual(['y']);
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

test.each<[string, plain.Reader<unknown>, readonly unknown[], readonly unknown[], string]>([
  ['flag', plain.flag, [true, false], ['true', 1, null], 'true or false'],
  ['finite', plain.finite, [-1, 0, 1.5], [Number.NaN, Number.POSITIVE_INFINITY, '1'], 'a finite number'],
  ['number', plain.number(-1, 2), [-1, 0.5, 2], [-1.1, 2.1, Number.NaN, '1'], 'a number from -1 to 2'],
  ['notNegative', plain.notNegative, [0, 5], [-1, Number.POSITIVE_INFINITY, '0'], 'a finite number of at least 0'],
  ['positive', plain.positive(3), [0.1, 3], [0, 3.1, '1', Number.NaN], 'a number above 0, up to 3'],
  ['whole', plain.whole(1, 3), [1, 3], [0, 4, 2.5, '2'], 'a whole number from 1 to 3'],
  ['anyText', plain.anyText, ['', 'long'], [1, null], 'a text'],
  ['text', plain.text(2), ['', 'ab'], ['abc', 1], 'text'],
  ['date', plain.date, ['2026-01-01', '2026-01-01T10:00:00Z'], ['yesterday', 0, ''], 'a date'],
  ['oneOf', plain.oneOf(['a', 'b']), ['a', 'b'], ['c', undefined], 'a or b'],
  ['record', plain.record(plain.anything), [{}, { a: 1 }], [[], null, 'x'], 'an object'],
  ['list', plain.list(plain.anything), [[], [1]], [{}, 'x', null], 'a list'],
])('%s: what fits is given back, and what does not is refused with what was wanted', (_, reader, good, bad, wanted) => {
  for (const value of good) expect(plain.read(reader, value, refuse)).toEqual(value);
  for (const value of bad) expect(() => plain.read(reader, value, refuse)).toThrow(wanted);
});

test('a list has at least and at most so many entries, and says how many there were', () => {
  const two = plain.list(plain.anything, 1, 2);
  expect(plain.read(two, [1], refuse)).toEqual([1]);
  expect(plain.read(two, [1, 2], refuse)).toEqual([1, 2]);
  expect(() => plain.read(two, [], refuse, 'names')).toThrow('names has 0 entries, and not 1 to 2');
  expect(() => plain.read(two, [1, 2, 3], refuse, 'names')).toThrow('names has 3 entries, and not 1 to 2');
});

test('an unknown name is refused where names are known, with the nearest', () => {
  const exact = plain.exactly({ limit: plain.optional(plain.whole(1)), like: plain.optional(plain.anyText) });
  expect(plain.read(exact, { limit: 2 }, refuse)).toEqual({ limit: 2 });
  expect(() => plain.read(exact, { limt: 2 }, refuse)).toThrow('limt is not known; the nearest name is limit');
  expect(() => plain.read(exact, 'x', refuse)).toThrow('the whole must be an object');
});

test('only what does not fit is refused: an error of a reader itself comes through', () => {
  const broken = (): never => {
    throw new TypeError('broken');
  };
  expect(() => plain.read(broken, 1, () => new Error('refused'))).toThrow(TypeError);
});
