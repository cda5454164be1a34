import { expect, test } from 'vitest';
import { Random } from '../../learning/training/random.ts';
import type { RankedList } from '../evaluation/metrics/ranking.ts';
import { baselines } from './baselines.ts';
import { Contexts, everyRow } from './ranker/ranker.ts';

const ITEMS = 12;
const SHOPPERS = 30;
const LENGTH = 4;

const random = new Random(1);
const train = {
  productIds: Array.from({ length: ITEMS }, (_, i) => `p${i + 1}`),
  shopperIds: Array.from({ length: SHOPPERS }, (_, i) => `shopper ${i}`),
  sequences: {
    items: Int32Array.from({ length: SHOPPERS * LENGTH }, () => 1 + random.below(ITEMS)),
    offsets: Int32Array.from({ length: SHOPPERS + 1 }, (_, i) => i * LENGTH),
  },
  shoppers: Int32Array.from({ length: SHOPPERS }, (_, i) => i),
  times: null,
  names: null,
};
const stage = { train, cases: { log: train, targets: new Int32Array(0), sequences: new Int32Array(0) } };
const plain = baselines(
  stage,
  { items: ITEMS, minShoppers: 1, unit: 'visitor' },
  new Contexts(everyRow(ITEMS), 'exclude'),
);
const history = {
  items: Int32Array.of(3, 5),
  unknown: new Int32Array(0),
  names: ['view_item', 'view_item'] as const,
  sessionStart: 0,
};

/** Share of the list's scores that each product has. */
async function sharesOf(list: RankedList | Promise<RankedList>): Promise<Map<number, number>> {
  const { items, scores } = await list;
  const sum = Array.from(scores).reduce((a, b) => a + b, 0);
  return new Map(Array.from(items, (item, i) => [item, scores[i] / sum]));
}

test('rules and session-kNN together: each divided by its sum, one to one', async () => {
  const [rules, knn] = await Promise.all([sharesOf(plain.rules(history, ITEMS)), sharesOf(plain.knn(history, ITEMS))]);
  expect(rules.size).toBeGreaterThan(2);
  expect([...rules.values()]).not.toEqual([...knn.values()]);
  const together = await sharesOf(plain['rules+knn'](history, ITEMS));
  expect(new Set(together.keys())).toEqual(new Set([...rules.keys(), ...knn.keys()]));
  for (const [item, share] of together) {
    expect(share).toBeCloseTo(((rules.get(item) ?? 0) + (knn.get(item) ?? 0)) / 2, 6);
  }
});

test('what is not known has no baseline: times, products', () => {
  expect(Object.keys(plain)).toEqual(['popular', 'markov', 'rules', 'knn', 'rules+knn']);
});
