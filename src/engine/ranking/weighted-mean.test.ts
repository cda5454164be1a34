import { expect, test } from 'vitest';
import type { SourceName } from '../../contract/recommendation.ts';
import { tabulate } from './candidate-table.ts';
import { createWeightedMean } from './weighted-mean.ts';

const HISTORY = Int32Array.of(1);

function found(source: SourceName, scores: Record<number, number>) {
  const items = Int32Array.from(Object.keys(scores), Number);
  return {
    source,
    candidates: { items, scores: Float32Array.from(Object.values(scores)), because: (place: number) => place },
  };
}

test('a table has one row an item, whoever found it, and leaves out sources that found nothing', () => {
  const table = tabulate([found('rules', { 3: 2, 5: 1 }), found('content', {}), found('knn', { 5: 4 })]);
  expect(table.sources).toEqual(['rules', 'knn']);
  expect([...table.items]).toEqual([3, 5]);
  expect([...table.scores]).toEqual([2, 0, 1, 4]);
  expect([...table.masses]).toEqual([3, 4]);
  expect([0, 1].flatMap((row) => [0, 1].map((column) => table.because(row, column)))).toEqual([0, -1, 1, 0]);
});

test('each source gives by its weight and its share of its own list, and is told so', () => {
  const table = tabulate([found('rules', { 3: 30, 5: 10 }), found('knn', { 5: 0.1 })]);
  const ranker = createWeightedMean({ rules: 1, knn: 3 });
  const scores = ranker.score(table, HISTORY);
  expect(scores[0]).toBeCloseTo(0.75 / 4);
  expect(scores[1]).toBeCloseTo((0.25 + 3) / 4);
  const shares = ranker.attribute(table, HISTORY, Int32Array.of(1));
  expect(shares[0]).toBeCloseTo(0.25 / 3.25);
  expect(shares[1]).toBeCloseTo(3 / 3.25);
});

test('where a source found nothing, the weights of the rest are scaled up', () => {
  const table = tabulate([found('rules', { 3: 1, 5: 1 })]);
  expect([...createWeightedMean({ rules: 1, knn: 9 }).score(table, HISTORY)]).toEqual([0.5, 0.5]);
});
