import { expect, test } from 'vitest';
import { tabulate } from '../../../engine/ranking/candidate-table.ts';
import type { KnownHistory } from '../../evaluation/interaction-log.ts';
import { ndcgOf } from './choices.ts';
import { Contexts, everyRow } from './ranker.ts';
import { tuneWeights } from './tune-weights.ts';

const history: KnownHistory = {
  items: Int32Array.of(2, 2, 7),
  names: ['view_item', 'view_item', 'view_item'],
  sessionStart: 0,
  unknown: Int32Array.of(4),
};

test('what a visitor met is not shown to them, known or not, and to the next one again', () => {
  const shown = everyRow(5);
  const contexts = new Contexts(shown, 'exclude');
  const allowed = () =>
    contexts.with(history, (context) => [1, 2, 3, 4, 5, 7].filter((row) => context.allowed.has(row)));
  expect(allowed()).toEqual([1, 3, 5]);
  expect(allowed()).toEqual([1, 3, 5]);
  const others = { ...history, items: Int32Array.of(1), unknown: new Int32Array(0) };
  expect(contexts.with(others, ({ allowed }) => [2, 3, 4, 5].every((row) => allowed.has(row)))).toBe(true);
  expect(new Contexts(shown, 'include').with(history, ({ allowed }) => allowed.has(4))).toBe(true);
});

test('a context is lent until the answer is there', async () => {
  const contexts = new Contexts(everyRow(5), 'exclude');
  let answer = (_: string): void => undefined;
  const pending = contexts.with(history, ({ allowed }) => {
    return new Promise<string>((resolve) => {
      answer = resolve;
    }).then((said) => [said, allowed.has(2)]);
  });
  answer('ranked');
  expect(await pending).toEqual(['ranked', false]);
  const others = { ...history, items: Int32Array.of(1), unknown: new Int32Array(0) };
  expect(contexts.with(others, ({ allowed }) => allowed.has(2))).toBe(true);
});

test('all that was wanted is asked of a list, found or not', () => {
  const scores = Float32Array.of(5, 1, 3, 2);
  const [first, second, third] = [1, 1 / Math.log2(3), 1 / 2];
  expect(ndcgOf(scores, { chosen: Int32Array.of(0), missed: 0 }, 10)).toBeCloseTo(1, 12);
  expect(ndcgOf(scores, { chosen: Int32Array.of(2, 0), missed: 0 }, 10)).toBeCloseTo(1, 12);
  const own = (first + third) / (first + second + third);
  expect(ndcgOf(scores, { chosen: Int32Array.of(0, 3), missed: 1 }, 10)).toBeCloseTo(own, 12);
  expect(ndcgOf(scores, { chosen: Int32Array.of(1), missed: 0 }, 3)).toBe(0);
});

test('weights are tuned on all that was wanted, not on the first of it', async () => {
  const list = (...items: number[]) => ({
    items: Int32Array.from(items),
    scores: Float32Array.of(3, 2, 1),
    because: () => -1,
  });
  const table = tabulate([
    { source: 'knn', candidates: list(1, 2, 3) },
    { source: 'ease', candidates: list(4, 5, 6) },
  ]);
  const rowsOf = (...items: number[]): Int32Array => Int32Array.from(items, (item) => table.items.indexOf(item));
  const found = [{ table, history: history.items, chosen: rowsOf(1, 4, 5, 6), missed: 0 }];
  const weights = await tuneWeights(['knn', 'ease'], { asked: 1, found }, 10, async () => undefined);
  expect(weights.ease).toBeGreaterThan(weights.knn!);
});
