import { expect, test } from 'vitest';
import { joinSequences } from '../../src/learning/training/sequences.ts';
import type { Evaluation } from '../../src/trainer/evaluation/evaluate.ts';
import { exposureOf } from './exposure.ts';

test('curves go along the products from the most popular on', () => {
  const sequences = joinSequences([
    [2, 2, 2, 1],
    [2, 1],
  ]);
  const log = {
    sequences,
    productIds: ['a', 'b'],
    shopperIds: [],
    shoppers: new Int32Array(0),
    times: null,
    names: null,
  };
  const onlyRare = { lists: [Int32Array.of(1), Int32Array.of(1)] } as unknown as Evaluation;
  const [shoppers, rare] = exposureOf(log, 2, { rare: onlyRare });
  const half = (shoppers.shares.length - 1) / 2;
  expect([shoppers.name, shoppers.shares[0], shoppers.shares.at(-1)]).toEqual(['shoppers', 0, 1]);
  expect(shoppers.shares[half]).toBeCloseTo(4 / 6, 10);
  expect([rare.name, rare.shares[half], rare.shares.at(-1)]).toEqual(['rare', 0, 1]);
});
