import { expect, test } from 'vitest';
import { Random } from '../../learning/training/random.ts';
import { joinSequences } from '../../learning/training/sequences.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { abortedAt, testRun } from '../testing/run.ts';
import { attack } from './attack.ts';

const PRODUCTS = 60;
const SHOPPERS = 240;
const random = new Random(2);
/** Half of each walk is what many do, the other half is the shopper's own. */
const walks = Array.from({ length: SHOPPERS }, (_, shopper) => [
  ...Array.from({ length: 4 }, (_, step) => 1 + ((shopper + step) % 6)),
  ...random.shuffle(Array.from({ length: PRODUCTS - 6 }, (_, i) => 7 + i)).slice(0, 6),
]);
const log: InteractionLog = {
  productIds: Array.from({ length: PRODUCTS }, (_, i) => `p${i + 1}`),
  shopperIds: walks.map((_, i) => `shopper ${i}`),
  sequences: joinSequences(walks),
  shoppers: Int32Array.from(walks.keys()),
  times: null,
  names: null,
};

test('a private pack tells who is in it and what they did; one for publication tells far less of both', async () => {
  const open = await attack({ log }, { minShoppers: 1, shadows: 4 }, testRun());
  const published = await attack({ log }, { shadows: 4 }, testRun());
  expect(open.members + open.others).toBe(SHOPPERS);
  expect(open.membership['windows of 3'].auc).toBeGreaterThan(0.95);
  expect(open.membership['likelihood ratio'].auc).toBeGreaterThan(0.9);
  const share = ({ reconstruction: found }: typeof open) =>
    found['of one shopper, read back'] / found['of one shopper'];
  expect(share(open)).toBeGreaterThan(0.9);
  expect(published.reconstruction['of one shopper']).toBe(open.reconstruction['of one shopper']);
  expect(share(published)).toBeLessThan(0.05);
  for (const { auc } of Object.values(published.membership)) expect(auc).toBeLessThan(0.75);
  expect(open.accuracy['ndcg@10']).toBeGreaterThan(0);
  expect(published.accuracy.questions).toBe(SHOPPERS);
  // There is no chance in a private pack.
  expect(open.accuracy.draws).toEqual([open.accuracy['ndcg@10']]);
  const { draws } = published.accuracy;
  expect(draws.length).toBeGreaterThan(1);
  expect(published.accuracy['ndcg@10']).toBeCloseTo(draws.reduce((a, b) => a + b) / draws.length, 5);
}, 60_000);

test('without shadows there is no likelihood ratio; too few shoppers are refused; it can be aborted', async () => {
  const { membership } = await attack({ log }, { epsilon: 8, shadows: 0 }, testRun());
  expect(Object.keys(membership)).not.toContain('likelihood ratio');
  const few = { ...log, shopperIds: log.shopperIds.slice(0, 3) };
  await expect(attack({ log: few }, {}, testRun())).rejects.toMatchObject({ code: 'bad-options' });
  await expect(attack({ log }, { shadows: 2 }, testRun(abortedAt(2)))).rejects.toMatchObject({ code: 'aborted' });
}, 60_000);
