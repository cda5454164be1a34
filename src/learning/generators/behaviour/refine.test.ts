import { beforeAll, describe, expect, test } from 'vitest';
import type { Sequences } from '../../../contract/sequences.ts';
import type { Compute } from '../../compute/backend.ts';
import { type Tensor, type Tensor2D, tensor, valueAndGrads } from '../../compute/tensors.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { gumbelChoice } from '../gumbel-choice.ts';
import { type TrainedBehaviour, trainBehaviour, withFirst } from './behaviour-generator.ts';
import { REFINEMENT_DEFAULTS, refineBehaviour } from './refine.ts';

let compute: Compute;
beforeAll(async () => {
  compute = await openCompute('cpu');
});

describe('a draw that the gradient passes', () => {
  const vectors = () =>
    tensor([
      [1, 0],
      [0, 1],
      [-1, 0],
    ]) as Tensor2D;
  const noise = (...values: number[]) => tensor(values, [1, 3]) as Tensor2D;
  const state = () => tensor([[2, 1]]) as Tensor2D;

  test('is one of the candidates: the one with the most logit and noise', () => {
    expect([...gumbelChoice(state(), vectors(), noise(0, 0, 0), 1).dataSync()]).toEqual([1, 0]);
    expect([...gumbelChoice(state(), vectors(), noise(0, 5, 0), 1).dataSync()]).toEqual([0, 1]);
  });

  test('has the gradient of the softmax in its place', () => {
    const { grads } = valueAndGrads((x: Tensor) => gumbelChoice(x as Tensor2D, vectors(), noise(0, 0, 0), 0.5))(
      [state()],
      tensor([[1, 0]]),
    );
    const soft = [4, 2, -4].map(Math.exp).map((share, _, all) => share / all.reduce((sum, other) => sum + other));
    // d/dx of the first number of Σ softmax(Cx / τ) c
    const mean = soft[0] - soft[2];
    const along = [1, 0, -1].map((first, i) => soft[i] * (first - mean) * 2);
    expect(grads[0].dataSync()[0]).toBeCloseTo(along[0] - along[2], 5);
    expect(grads[0].dataSync()[1]).toBeCloseTo(along[1], 5);
  });
});

const lists = Array.from({ length: 40 }, (_, i) => [1 + (i % 4), 1 + ((i + 1) % 4), 1 + ((i + 2) % 4)]);
const sequences: Sequences = {
  items: Int32Array.from(lists.flat()),
  offsets: Int32Array.from({ length: 41 }, (_, i) => i * 3),
};

async function likely(): Promise<TrainedBehaviour> {
  const data = { items: 4, visits: { sequences, times: null, names: null }, held: sequences };
  const training = trainBehaviour(data, { width: 8, epochs: 2, learningRate: 0.01, seed: 1 });
  for (;;) {
    const { done, value } = await training.next();
    if (done) return value;
  }
}

test('the adversarial phase moves the net and leaves item vectors alone; the best epoch is kept, no tensor stays', async () => {
  const behaviour = await likely();
  const before = compute.status().tensors;
  const distances = [0.3, 0.1, 0.2];
  const examined: Float32Array[] = [];
  const run = refineBehaviour(
    behaviour,
    withFirst(sequences, () => 5),
    async ({ tensors }) => {
      examined.push(tensors['0.query.weights'].data as Float32Array);
      return { quality: { distance: distances[examined.length - 1], diversity: 1, coverage: 1 }, samples: null };
    },
    { ...REFINEMENT_DEFAULTS, epochs: 3, stepsAnEpoch: 2, candidates: 8, hidden: 8 },
  );
  const totals: number[] = [];
  for (;;) {
    const { done, value } = await run.next();
    if (!done) {
      totals.push(value.losses.total);
      continue;
    }
    expect(value.tensors.items).toBe(behaviour.section.tensors.items);
    expect(value.tensors['0.query.weights'].data).toEqual(examined[1]);
    expect(value.tensors['0.query.weights'].data).not.toEqual(behaviour.section.tensors['0.query.weights'].data);
    break;
  }
  expect(totals.every(Number.isFinite)).toBe(true);
  expect(compute.status().tensors).toBe(before);
});
