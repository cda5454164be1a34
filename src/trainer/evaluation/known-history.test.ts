import { expect, test } from 'vitest';
import { type Cases, historyOf } from './interaction-log.ts';
import { withKnown } from './known-history.ts';

const CASES: Cases = {
  log: {
    productIds: ['a', 'b', 'c', 'd', 'e'],
    shopperIds: ['u', 'v'],
    sequences: { items: Int32Array.of(1, 2, 3, 4, 5, 1, 2), offsets: Int32Array.of(0, 5, 7) },
    shoppers: Int32Array.of(0, 1),
    times: Float64Array.of(1, 2, 3, 4, 5, 6, 7),
    names: null,
  },
  targets: Int32Array.of(3, 4, 6),
  sequences: Int32Array.of(0, 0, 1),
};

test('the same is asked, of a visitor of whom only the latest items are known', () => {
  const { log, targets, sequences } = withKnown(CASES, (index) => index + 1);
  const cases = { log, targets, sequences };
  expect(Array.from(targets, (target) => log.sequences.items[target])).toEqual([4, 5, 2]);
  expect([0, 1, 2].map((index) => [...historyOf(cases, index).items])).toEqual([[3], [3, 4], [1]]);
  expect([...log.shoppers]).toEqual([0, 0, 1]);
  expect([...log.times!]).toEqual([3, 4, 3, 4, 5, 6, 7]);
});

test('what nothing is known of stays so', () => {
  const cases = withKnown({ ...CASES, starts: Int32Array.of(1, 1, 5) }, (index) => index + 1);
  const histories = [0, 1, 2].map((index) => historyOf(cases, index));
  expect(histories.map(({ items }) => [...items])).toEqual([[3], [3, 4], [1]]);
  expect(histories.map(({ unknown }) => [...unknown])).toEqual([[1], [1], []]);
});
