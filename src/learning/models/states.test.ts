import { beforeAll, expect, test } from 'vitest';
import { openCompute } from '../compute/testing/open-compute.ts';
import { models } from './index.ts';
import { ITEMS } from './named-weights.ts';

beforeAll(async () => {
  await openCompute('cpu');
});

test.each(['attention', 'gru4rec', 'als', 'svd', 'lightgcn'])(
  '%s: scores are states times item vectors',
  async (name) => {
    const sequences = { items: Int32Array.of(1, 2, 3, 4, 2, 3, 4, 5, 1, 5), offsets: Int32Array.of(0, 4, 8, 10) };
    const model = models.find((entry) => entry.name === name)!.create({ width: 4 });
    for await (const _ of model.fit({ items: 5, sequences }, { epochs: 1, patience: 1, seed: 1 }));
    const histories = { items: Int32Array.of(1, 2, 5), offsets: Int32Array.of(0, 2, 3, 3) };
    const candidates = Int32Array.of(1, 2, 3, 4, 5);
    const states = await model.states!(histories);
    const scores = await model.score(histories, candidates);
    const vectors = model.weights()[ITEMS].data;
    const expected = [0, 1, 2].flatMap((history) =>
      [...candidates].map((item) =>
        [0, 1, 2, 3].reduce((sum, k) => sum + states[history * 4 + k] * vectors[item * 4 + k], 0),
      ),
    );
    expected.forEach((score, i) => {
      expect(scores[i]).toBeCloseTo(score, 5);
    });
    expect([...states.subarray(8)]).toEqual([0, 0, 0, 0]);
  },
);
