import { expect, test } from 'vitest';
import { joinSequences } from '../../learning/training/sequences.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { noisyLog } from './noisy-log.ts';

const BUDGET = { epsilon: 8, delta: 1e-6 };
const ITEMS = 40;

function logOf(lists: number[][], shoppers = lists.map((_, i) => i)): InteractionLog {
  return {
    productIds: Array.from({ length: ITEMS }, (_, i) => `p${i + 1}`),
    shopperIds: [...new Set(shoppers)].map((shopper) => `shopper ${shopper}`),
    sequences: joinSequences(lists),
    shoppers: Int32Array.from(shoppers),
    times: null,
    names: null,
  };
}

/** How often each two products stand together. */
function pairsIn({ productIds, sequences: { items, offsets } }: InteractionLog): Record<string, number> {
  const pairs: Record<string, number> = {};
  for (let i = 0; i + 1 < offsets.length; i++) {
    const ids = Array.from(items.subarray(offsets[i], offsets[i + 1]), (item) => productIds[item - 1]).sort();
    if (ids.length > 1) pairs[ids.join()] = (pairs[ids.join()] ?? 0) + 1;
  }
  return pairs;
}

const noNoise = () => ({ sample: () => 0 });
const popular = Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? [1, 2] : [2, 1]));

test('without noise it has the pairs as often as shoppers met them, in both orders, and products as often as they were met', () => {
  const found = noisyLog(logOf([...popular, ...popular.map(() => [3])]), BUDGET, 1, noNoise);
  expect(pairsIn(found)).toEqual({ 'p1,p2': 400 });
  const { items } = found.sequences;
  expect(found.productIds).toEqual(['p1', 'p2', 'p3']);
  expect(items.filter((item) => item === 3)).toHaveLength(400);
  const firsts = Array.from(found.sequences.offsets.subarray(0, 400), (at) => items[at]);
  expect(firsts.filter((item) => item === 1)).toHaveLength(200);
});

test('what one shopper alone did is not told, however often they did it', () => {
  const lonely = Array.from({ length: 500 }, () => [7, 8]);
  const log = logOf([...popular, ...lonely], [...popular.keys(), ...lonely.map(() => 1000)]);
  for (let i = 0; i < 20; i++) {
    const found = noisyLog(log, BUDGET, 1);
    expect(found.productIds).not.toContain('p7');
    expect(pairsIn(found)).not.toHaveProperty('p7,p8');
  }
});

test('one shopper counts for few products and pairs', () => {
  const all = Array.from({ length: ITEMS }, (_, i) => i + 1);
  const log = logOf(Array.from({ length: 300 }, () => all));
  const deviations: number[] = [];
  const found = noisyLog(log, BUDGET, 1, (deviation) => {
    deviations.push(deviation);
    return noNoise();
  });
  // Of 40 products each shopper counts for 15, of their pairs for 30.
  expect(found.sequences.items.length).toBeLessThanOrEqual(300 * 60);
  expect(deviations[1] / deviations[0]).toBeCloseTo(Math.sqrt(30 / 15), 9);
});

test('a smaller ε has more noise, and tells less', () => {
  const deviations = [8, 2, 0.5].map((epsilon) => {
    let first = 0;
    noisyLog(logOf(popular), { ...BUDGET, epsilon }, 1, (deviation) => {
      first ||= deviation;
      return noNoise();
    });
    return first;
  });
  expect(deviations).toEqual(deviations.toSorted((a, b) => a - b));
  expect(noisyLog(logOf(popular.slice(0, 20)), { ...BUDGET, epsilon: 0.5 }, 1).productIds).toEqual([]);
});

test('two logs of the same shoppers differ: the noise is nobody’s seed', () => {
  const [one, other] = [noisyLog(logOf(popular), BUDGET, 1), noisyLog(logOf(popular), BUDGET, 1)].map(pairsIn);
  const again = pairsIn(noisyLog(logOf(popular), BUDGET, 1));
  expect(new Set([one['p1,p2'], other['p1,p2'], again['p1,p2']]).size).toBeGreaterThan(1);
});
