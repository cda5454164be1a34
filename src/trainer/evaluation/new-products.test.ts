import { expect, test } from 'vitest';
import type { InteractionLog } from './interaction-log.ts';
import { aboutNew, withoutNew } from './new-products.ts';
import { leaveOneOut } from './splits.ts';

test('leaves out every so many-th product, and none of a share of 0', () => {
  const products = Array.from({ length: 10 }, (_, i) => `p${i}`);
  expect(withoutNew(products, 0.2)).toEqual(products.filter((id) => id !== 'p4' && id !== 'p9'));
  expect(withoutNew(products, 0)).toEqual(products);
});

test('asks only about products that nothing was trained on', () => {
  const log: InteractionLog = {
    productIds: ['a', 'b', 'c', 'd'],
    shopperIds: ['x', 'y'],
    sequences: { items: Int32Array.of(1, 2, 4, 1, 4, 3), offsets: Int32Array.of(0, 3, 6) },
    shoppers: Int32Array.of(0, 1),
    times: null,
    names: null,
  };
  const asked = aboutNew(leaveOneOut(log).final.cases, 3);
  expect([...asked.targets]).toEqual([2]);
  expect([...asked.sequences]).toEqual([0]);
});
