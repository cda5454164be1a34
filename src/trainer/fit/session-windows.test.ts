import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sequences } from '../../contract/sequences.ts';
import { cutWindows, reorder } from './session-windows.ts';

const toSequences = (lists: number[][]): Sequences => ({
  items: Int32Array.from(lists.flat()),
  offsets: Int32Array.from([0, ...lists.map((_, i) => lists.slice(0, i + 1).flat().length)]),
});
const toLists = ({ items, offsets }: Sequences): number[][] =>
  Array.from({ length: offsets.length - 1 }, (_, i) => Array.from(items.subarray(offsets[i], offsets[i + 1])));

test('a long sequence is cut into even windows that do not overlap', () => {
  const { windows, ends } = cutWindows(toSequences([[1, 2, 3, 4, 5], [6], [7, 8]]), Int32Array.of(0, 1, 2), 8, {
    length: 4,
    minShoppers: 1,
  });
  expect(toLists(windows)).toEqual([
    [1, 2, 3],
    [4, 5],
    [7, 8],
  ]);
  expect(Array.from(ends)).toEqual([3, 5, 8]);
});

test('a window of a pack for at least k shoppers has items that k shoppers share', () => {
  const list = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(list, { maxLength: 8 }), fc.integer({ min: 2, max: 3 }), (lists, minShoppers) => {
      const shoppers = Int32Array.from(lists, (_, i) => i >> 1);
      const { windows } = cutWindows(toSequences(lists), shoppers, 6, { length: 4, minShoppers });
      for (const window of toLists(windows)) {
        const having = new Set<number>();
        for (const shopper of new Set(shoppers)) {
          const own = lists.filter((_, i) => shoppers[i] === shopper).flat();
          if (window.every((item) => own.includes(item))) having.add(shopper);
        }
        expect(having.size).toBeGreaterThanOrEqual(minShoppers);
        expect(window.length).toBeLessThanOrEqual(4);
      }
    }),
  );
});

test('windows can be put in another order', () => {
  expect(toLists(reorder(toSequences([[1, 2], [3], [4, 5]]), [2, 0, 1]))).toEqual([[4, 5], [1, 2], [3]]);
});
