import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPast } from './past-interactions.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const look = (product: string, at: unknown) => ({ name: 'view_item', product, at });

test('times are milliseconds, ISO texts or dates; entries come out oldest first, with where they stood', () => {
  const { events, places, reordered, refused, leftOut } = readPast(
    [look('b', '2026-11-02'), look('a', Date.parse('2026-11-01')), look('c', new Date('2026-11-03'))],
    NOW,
  );
  expect(events.map((event) => 'product' in event && event.product)).toEqual(['a', 'b', 'c']);
  expect(places).toEqual([1, 0, 2]);
  expect({ reordered, refused, leftOut }).toEqual({ reordered: true, refused: [], leftOut: 0 });
  expect(readPast([look('a', 1e12), look('b', 1e12)], NOW).reordered).toBe(false);
});

test.each<[unknown, string]>([
  [NOW + 1, 'in the future'],
  ['2027-01-01', 'in the future'],
  [1_700_000_000, 'in seconds'],
  ['yesterday', 'no time'],
  [undefined, 'no time'],
  [Number.NaN, 'no time'],
  [-1, 'no time'],
])('a time that is none is told, and costs its entry alone: %j', (at, message) => {
  const { events, refused } = readPast([look('a', 1e12), look('b', at)], NOW);
  expect(events).toHaveLength(1);
  expect(refused).toEqual([{ index: 1, message: expect.stringContaining(message) }]);
});

test('a refusal says what was there; the first moments that are times are taken', () => {
  const refusalOf = (at: unknown) => readPast([look('a', at)], NOW).refused.map(({ message }) => message);
  const forms = 'Give milliseconds since 1970, an ISO 8601 text or a Date.';
  expect(refusalOf(undefined)).toEqual([`It has no time: \`at\` is missing. ${forms}`]);
  expect(refusalOf('yesterday')).toEqual([`It has no time: \`at\` is "yesterday". ${forms}`]);
  expect(refusalOf(1e11 - 1)).toEqual(['Its time, 99999999999, is in seconds. Give milliseconds since 1970.']);
  expect(refusalOf(NOW + 1)).toEqual(['Its time, 2026-11-30T12:00:00.001Z, is in the future.']);
  for (const fine of [1e11, NOW, new Date(0), '1970-01-01T00:00:00Z']) expect(refusalOf(fine)).toEqual([]);
  const holed = Array<unknown>(3);
  holed[0] = look('a', 1e12);
  holed[2] = null;
  expect(readPast(holed, NOW).refused.map(({ index }) => index)).toEqual([1, 2]);
});

test('entries of one time stay in their order, with what they say beside it', () => {
  const given = [{ ...look('b', 1e12), quantity: 2 }, look('a', 1e12), look('first', 1e11)];
  const { events, places } = readPast(given, NOW);
  expect(places).toEqual([2, 0, 1]);
  expect(events[1]).toEqual({ name: 'view_item', product: 'b', at: 1e12, quantity: 2 });
});

test('of more than a hundred thousand the newest are taken, and the others counted', () => {
  const many = Array.from({ length: 100_003 }, (_, i) => look(`p${i}`, 1e12 + i));
  const { events, leftOut, places } = readPast(many, NOW);
  expect(events).toHaveLength(100_000);
  expect(leftOut).toBe(3);
  expect(places[0]).toBe(3);
});

test('anything at all is read or refused entry by entry; what is no list is refused whole', () => {
  fc.assert(
    fc.property(fc.array(fc.anything()), (given) => {
      const { events, refused, leftOut } = readPast(given, NOW);
      expect(events.length + refused.length + leftOut).toBe(given.length);
      expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort((a, b) => a - b));
    }),
  );
  expect(() => readPast({ 0: look('a', 1) }, NOW)).toThrow(
    expect.objectContaining({
      code: 'bad-options',
      message: 'What the visitor did is no list.',
      remedy: 'Give a list of { name, product, at }.',
    }),
  );
});
