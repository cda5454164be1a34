import { beforeAll, expect, test } from 'vitest';
import { openCompute } from '../compute/testing/open-compute.ts';
import { joinSequences } from '../training/sequences.ts';
import { PureSvd, type PureSvdOptions } from './pure-svd.ts';

const ITEMS = 4;
const SEQUENCES = joinSequences([[1, 2], [1, 3], [1, 4], [2, 3], [1, 2, 4], [1]]);

beforeAll(async () => {
  await openCompute('cpu');
});

async function scoresOf(history: number[], options: Partial<PureSvdOptions>): Promise<number[]> {
  const model = new PureSvd({ decay: 1, ...options });
  for await (const _ of model.fit({ items: ITEMS, sequences: SEQUENCES }, { epochs: 30, seed: 1, patience: 99 }));
  const everyItem = Int32Array.from({ length: ITEMS }, (_, i) => i + 1);
  return [...(await model.score(joinSequences([history]), everyItem))];
}

test.each([0, 0.5, 1])('all singular vectors together give back what was met, scaled back by %d', async (unscaling) => {
  const scores = await scoresOf([1, 3], { width: ITEMS, unscaling });
  [1, 0, 1, 0].forEach((met, i) => {
    expect(scores[i]).toBeCloseTo(met, 4);
  });
});

test('scaling back raises what is popular against what is not', async () => {
  const shares = [0, 0.5, 1].map(async (unscaling) => {
    const [popular, , rare] = await scoresOf([2], { width: 2, scaling: -0.5, smoothing: 0, unscaling });
    return popular / rare;
  });
  const [none, half, all] = await Promise.all(shares);
  expect(half).toBeGreaterThan(none);
  expect(all).toBeGreaterThan(half);
});
