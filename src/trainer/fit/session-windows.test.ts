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

/** Whether the items stand in the list in this order, be it with others between. */
function hasInOrder(list: readonly number[], items: readonly number[]): boolean {
  let at = 0;
  for (const item of list) if (item === items[at]) at++;
  return at === items.length;
}

test('a window of a pack for at least k shoppers was met in its order by k shoppers', () => {
  const list = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(list, { maxLength: 10 }), fc.integer({ min: 2, max: 3 }), (lists, minShoppers) => {
      const shoppers = Int32Array.from(lists, (_, i) => i >> 1);
      const { windows } = cutWindows(toSequences(lists), shoppers, 4, { length: 4, minShoppers });
      for (const window of toLists(windows)) {
        const having = new Set(lists.flatMap((own, i) => (hasInOrder(own, window) ? [shoppers[i]] : [])));
        expect(having.size).toBeGreaterThanOrEqual(minShoppers);
        expect(window.length).toBeLessThanOrEqual(4);
      }
    }),
    { numRuns: 500 },
  );
});

test('a window that enough shoppers share is as long as they share it', () => {
  const lists = [
    [1, 2, 3, 4],
    [1, 2, 9, 3, 4],
    [1, 2, 3],
    [4, 3, 2, 1],
  ];
  const { windows } = cutWindows(toSequences(lists), Int32Array.of(0, 1, 2, 3), 9, { length: 20, minShoppers: 3 });
  expect(toLists(windows)).toEqual([
    [1, 2, 3],
    [1, 2],
    [1, 2, 3],
  ]);
});

test('windows can be put in another order', () => {
  expect(toLists(reorder(toSequences([[1, 2], [3], [4, 5]]), [2, 0, 1]))).toEqual([[4, 5], [1, 2], [3]]);
});
