import { expect, test } from 'vitest';
import type { Model } from '../../../learning/models/model.ts';
import { measureInParts } from './measure-in-parts.ts';

/** Finds a target in the first ten where it is even, and at its place after a history that starts with it. */
const model: Pick<Model, 'measure'> = {
  async measure({ items, offsets }, targets) {
    const mean = (of: (target: number, i: number) => number): number =>
      targets.reduce((sum, target, i) => sum + of(target, i), 0) / targets.length;
    return {
      recall10: mean((target) => 1 - (target % 2)),
      ndcg10: mean((target, i) => Number(items[offsets[i]] === target)),
      loss: mean((target) => target),
    };
  },
};

test.each([1, 999, 1000, 2345])('%i histories in parts are measured as they are together', async (count) => {
  const targets = Int32Array.from({ length: count }, (_, i) => 1 + ((i * i) % 7));
  const histories = {
    items: Int32Array.from({ length: 2 * count }, (_, at) => 1 + (((at / 2) * (at / 2)) % 5)),
    offsets: Int32Array.from({ length: count + 1 }, (_, i) => 2 * i),
  };
  const told: number[] = [];
  const parts = await measureInParts(model, histories, targets, async (done, total) => {
    told.push(done / total);
  });
  const together = await model.measure(histories, targets);
  expect(parts.recall10).toBeCloseTo(together.recall10, 9);
  expect(parts.ndcg10).toBeCloseTo(together.ndcg10, 9);
  expect(parts.loss).toBeCloseTo(together.loss, 9);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
});
