import { expect, test } from 'vitest';
import { tabulate } from '../ranking/candidate-table.ts';
import { createWeightedMean } from '../ranking/weighted-mean.ts';
import { beside } from './beside.ts';

const found = (source: string, scores: Record<number, number>) => ({
  source,
  candidates: {
    items: Int32Array.from(Object.keys(scores), Number),
    scores: Float32Array.from(Object.values(scores)),
    because: () => -1,
  },
});
const ranker = beside(createWeightedMean({ rules: 1 }), 'remote', 0.25);
const history = new Int32Array(0);

test('scores are shares of both, and so is what each source gave', () => {
  const table = tabulate([found('rules', { 1: 3, 2: 1 }), found('remote', { 2: 1, 3: 1 })]);
  const scores = ranker.score(table, history);
  expect([...scores]).toEqual([0.75 * 0.75, 0.75 * 0.25 + 0.25 * 0.5, 0.25 * 0.5].map(Math.fround));
  const shares = ranker.attribute(table, history, Int32Array.of(0, 1, 2));
  expect([...shares].map((share) => Number(share.toFixed(3)))).toEqual([1, 0, 0.6, 0.4, 0, 1]);
});

test('where the ranker knows nothing, the endpoint places all; where the endpoint found nothing, the ranker does', () => {
  expect([...ranker.score(tabulate([found('remote', { 4: 3, 5: 1 })]), history)]).toEqual([0.75, 0.25]);
  expect([...ranker.score(tabulate([found('rules', { 4: 3, 5: 1 })]), history)]).toEqual([0.75, 0.25]);
});

test('a ranker that gives no numbers is not covered up', () => {
  const broken = beside(
    { score: ({ items }) => new Float32Array(items.length).fill(Number.NaN), attribute: () => new Float32Array(0) },
    'remote',
    0.25,
  );
  expect([...broken.score(tabulate([found('remote', { 4: 3 })]), history)]).toEqual([Number.NaN]);
});
