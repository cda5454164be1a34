import { expect, test } from 'vitest';
import type { InteractionName } from '../../contract/interaction.ts';
import { createPairWeights } from '../../engine/sources/pair-weights.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import { COMPLEMENTS } from '../../pack/sections/pairs.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { complements } from './complements.ts';
import { trending } from './trending.ts';

const [teapot, cup, tray, lamp, rug] = [1, 2, 3, 4, 5];
const ITEMS = 5;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CONTEXT = { items: ITEMS, minShoppers: 1, unit: 'visitor' as const };

/** One sequence a shopper, of what they did with what, and at what time. */
function logOf(...visits: [InteractionName, item: number, at: number][][]): InteractionLog {
  const all = visits.flat();
  const offsets = [0];
  for (const visit of visits) offsets.push(offsets.at(-1)! + visit.length);
  return {
    productIds: Array.from({ length: ITEMS }, (_, i) => `p${i + 1}`),
    shopperIds: visits.map((_, i) => `s${i}`),
    shoppers: Int32Array.from(visits.keys()),
    sequences: { items: Int32Array.from(all, ([, item]) => item), offsets: Int32Array.from(offsets) },
    times: Float64Array.from(all, ([, , at]) => at),
    names: all.map(([name]) => name),
  };
}

function complementsOf(log: InteractionLog, item: number, minShoppers = 1): number[] {
  const section = complements.count(log, complements.defaults, { ...CONTEXT, minShoppers });
  if (section === undefined) return [];
  const allowed = new Bitset(ITEMS + 1);
  for (let row = 1; row <= ITEMS; row++) if (row !== item) allowed.add(row);
  const context = { items: Int32Array.of(item), names: ['view_item' as const], sessionStart: 0, allowed };
  return [...createPairWeights(COMPLEMENTS, section, ITEMS).retrieve(context, ITEMS).items];
}

const add = (item: number, at: number): [InteractionName, number, number] => ['add_to_cart', item, at];
const view = (item: number, at: number): [InteractionName, number, number] => ['view_item', item, at];

test('what is put into one cart comes first, then what one shopper bought at another time', () => {
  const carts = [
    [add(teapot, 0), add(cup, 1), add(rug, 9 * DAY)],
    [add(teapot, 0), add(cup, 1)],
    [add(lamp, 0), add(rug, 1)],
  ];
  expect(complementsOf(logOf(...carts), teapot)).toEqual([cup, rug]);
});

test('a cart of late says more than one of long ago, and a small one more than one of everything', () => {
  expect(
    complementsOf(logOf([add(teapot, 0), add(cup, 1)], [add(teapot, 300 * DAY), add(tray, 300 * DAY + 1)]), teapot),
  ).toEqual([tray, cup]);
  const everything = [teapot, cup, lamp, rug].map((item, i) => add(item, i));
  expect(complementsOf(logOf(everything, [add(teapot, 0), add(tray, 1)]), teapot)[0]).toBe(tray);
});

test('a pair of fewer shoppers than may be told is not told', () => {
  const log = logOf([add(teapot, 0), add(cup, 1)], [add(teapot, 0), add(cup, 1)], [add(teapot, 0), add(tray, 1)]);
  expect(complementsOf(log, teapot, 2)).toEqual([cup]);
});

test('a log that was never put two products into one cart tells no complements', () => {
  expect(complements.count(logOf([view(teapot, 0), view(cup, 1)]), complements.defaults, CONTEXT)).toBeUndefined();
  expect(complements.count(logOf([add(teapot, 0)], [add(cup, 1)]), complements.defaults, CONTEXT)).toBeUndefined();
});

test('what rises is above what is asked for as ever; a product of too few shoppers does not rise', () => {
  const steady = Array.from({ length: 60 }, (_, day) => [view(teapot, day * DAY), view(rug, day * DAY + HOUR)]);
  const late = Array.from({ length: 3 }, (_, i) => [view(cup, (57 + i) * DAY)]);
  const once = [view(tray, 59 * DAY)];
  const log = logOf(...steady, ...late, once);
  const rising = (minShoppers: number) =>
    Array.from(trending.count(log, trending.defaults, { ...CONTEXT, minShoppers })!.tensors.rising.data as Uint16Array);
  const all = rising(1);
  expect(all[cup]).toBe(Math.max(...all));
  expect(all[cup]).toBeGreaterThan(3 * all[teapot]);
  expect(all[tray]).toBeGreaterThan(0);
  expect(rising(2)[tray]).toBe(0);
  expect(trending.count({ ...log, times: null }, trending.defaults, CONTEXT)).toBeUndefined();
});
