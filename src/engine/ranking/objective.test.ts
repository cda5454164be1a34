import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byWorth, MOST_LOST } from './objective.ts';

/** Places of the list by its scores. */
function listOf(items: Int32Array, scores: Float32Array, limit: number): number[] {
  const order = [...items.keys()].sort((a, b) => scores[b] - scores[a] || items[a] - items[b]);
  return order.slice(0, limit).map((i) => items[i]);
}

const items = Int32Array.from({ length: 60 }, (_, i) => i + 1);
const scores = Float32Array.from(items, (_, i) => 60 - i);
const worth = (of: (item: number) => number) => (asked: ArrayLike<number>) => Float64Array.from(asked, of);

test('what is worth more comes onto the list, in order of chance; what is likeliest stays first', () => {
  const list = listOf(
    items,
    byWorth(
      worth((item) => (item % 2 === 0 ? 10 : 1)),
      items,
      scores,
      10,
    ),
    10,
  );
  expect(list.slice(0, 4)).toEqual([1, 2, 3, 4]);
  expect(list).toEqual([...list].sort((a, b) => a - b));
  expect(list.filter((item) => item % 2 === 0).length).toBeGreaterThan(5);
});

test('products of equal worth, or of none, are in their own order', () => {
  for (const value of [0, 7])
    expect([
      ...byWorth(
        worth(() => value),
        items,
        scores,
        10,
      ),
    ]).toEqual([...scores]);
});

test('whatever things are worth: the same scores, the bound holds, and a list of all stays as it was', () => {
  const worths = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 60, maxLength: 60 });
  fc.assert(
    fc.property(worths, fc.integer({ min: 1, max: 60 }), (each, limit) => {
      const given = byWorth(
        worth((item) => each[item - 1]),
        items,
        scores,
        limit,
      );
      expect([...given].sort((a, b) => b - a)).toEqual([...scores]);
      if (limit === 60) expect([...given]).toEqual([...scores]);
      const list = listOf(items, given, limit);
      const dcg = (places: readonly number[]) =>
        places.reduce((sum, item, rank) => sum + item ** -0.85 / Math.log2(rank + 2), 0);
      expect(dcg(list)).toBeGreaterThanOrEqual((1 - MOST_LOST) * dcg([...items].slice(0, limit)) - 1e-9);
      const total = (places: readonly number[]) =>
        places.reduce((sum, item) => sum + item ** -0.85 * each[item - 1], 0);
      expect(total(list)).toBeGreaterThanOrEqual(total([...items].slice(0, limit)) * (1 - 1e-9));
    }),
  );
});
