import { expect, test } from 'vitest';
import { joinSequences } from '../../learning/training/sequences.ts';
import { readSection } from '../../pack/layout.ts';
import { RULES } from '../../pack/sections/pairs.ts';
import { fitSequentialRules, rules } from './rules.ts';

const OPTIONS = { ...rules.defaults, backward: 0.25, rowPower: 0, minShoppers: 3 };

/** Strengths by `tail>head`, of sequences that are each another shopper's. */
function strengths(lists: number[][], shoppers = lists.map((_, i) => i)): Record<string, number> {
  const section = fitSequentialRules(joinSequences(lists), Int32Array.from(shoppers), 9, OPTIONS);
  const [, { items, weights, offsets, scales }] = readSection(RULES, section, 9);
  const found: Record<string, number> = {};
  for (let tail = 1; tail <= 9; tail++) {
    for (let at = offsets[tail]; at < offsets[tail + 1]; at++) {
      found[`${tail}>${items[at]}`] = Number((weights[at] * scales[tail]).toFixed(2));
    }
  }
  return found;
}

test('an order that enough shoppers followed is told, and the few who went the other way are not', () => {
  expect(
    strengths([
      [1, 2],
      [1, 2],
      [1, 2],
    ]),
  ).toEqual({ '1>2': 3, '2>1': 0.75 });
  expect(
    strengths([
      [1, 2],
      [1, 2],
      [1, 2],
      [2, 1],
      [2, 1],
    ]),
  ).toEqual({ '1>2': 3, '2>1': 0.75 });
});

test('a pair that enough shoppers met, but too few in one order, counts alike in both', () => {
  const found = strengths([
    [1, 2],
    [1, 2],
    [2, 1],
  ]);
  expect(found['1>2']).toBeGreaterThan(0);
  expect(found['1>2']).toBe(found['2>1']);
  expect(
    strengths([
      [2, 1],
      [2, 1],
      [1, 2],
    ]),
  ).toEqual(found);
});

test('one shopper counts once, however often', () => {
  expect(
    strengths(
      [
        [1, 2, 3, 1, 2],
        [1, 2],
        [1, 2],
      ],
      [0, 0, 1],
    ),
  ).toEqual({});
});

test('a product that nobody met has no rules, by numbers that a pack may hold', () => {
  const lists = joinSequences([[1, 2]]);
  const section = fitSequentialRules(lists, Int32Array.of(0), 3, { ...rules.defaults, minShoppers: 1 });
  const [, { offsets, scales }] = readSection(RULES, section, 3);
  expect(offsets[4] - offsets[3]).toBe(0);
  expect(scales[3]).toBe(0);
});
