import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Compute } from '../compute/backend.ts';
import { openCompute } from '../compute/testing/open-compute.ts';
import { Random } from '../training/random.ts';
import { joinSequences } from '../training/sequences.ts';
import { RankingTally } from './ranking-quality.ts';
import { measureByVectors, scoreByVectors } from './vector-scores.ts';

let compute: Compute;
beforeAll(async () => {
  compute = await openCompute('cpu');
});
afterAll(() => compute.close());

test('many histories together are measured as one by one, those of whom nothing is known too', async () => {
  const [items, width, count] = [30, 4, 300];
  const random = new Random(1);
  const table = Float32Array.from({ length: (items + 1) * width }, () => random.normal());
  const histories = joinSequences(
    Array.from({ length: count }, (_, i) => Array.from({ length: i % 4 }, () => 1 + random.below(items))),
  );
  const targets = Int32Array.from({ length: count }, () => 1 + random.below(items));
  const weights = Float32Array.from({ length: count }, () => random.unit());
  const vectorOf = (history: Int32Array) =>
    history.length === 0 ? null : table.subarray(history[0] * width, (history[0] + 1) * width);

  const tally = new RankingTally();
  const rows = Int32Array.from({ length: items + 1 }, (_, row) => row);
  const scores = scoreByVectors(table, width, histories, rows, vectorOf);
  targets.forEach((target, i) => {
    const own = scores.subarray(i * rows.length, (i + 1) * rows.length);
    tally.add(own, target, histories.items.subarray(histories.offsets[i], histories.offsets[i + 1]), weights[i]);
  });
  const one = tally.result();
  const together = await measureByVectors(table, width, histories, targets, weights, vectorOf);
  expect(one.ndcg10).toBeGreaterThan(0);
  expect(together.ndcg10).toBeCloseTo(one.ndcg10, 6);
  expect(together.recall10).toBeCloseTo(one.recall10, 6);
  expect(together.loss).toBeCloseTo(one.loss, 5);
});
