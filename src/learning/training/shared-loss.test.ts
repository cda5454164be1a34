import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Compute } from '../compute/backend.ts';
import { mul, type Tensor, type Tensor2D, tensor, valueAndGrads } from '../compute/tensors.ts';
import { openCompute } from '../compute/testing/open-compute.ts';
import type { Predictions } from './predictions.ts';
import { Random } from './random.ts';
import { sharedGbceLoss, sharedSoftmaxLoss } from './shared-loss.ts';

const random = new Random(5);
const normal = (size: number, deviation = 1): Float32Array =>
  Float32Array.from({ length: size }, () => random.normal() * deviation);

interface Vectors {
  states: Float32Array;
  positives: Float32Array;
  negatives: Float32Array;
}

/** Own logit and logits of the negatives that are not hidden, of each prediction. */
function logitsOf({ states, positives, negatives }: Vectors, width: number, { weight, bias, hidden }: Predictions) {
  const dot = (a: Float32Array, i: number, b: Float32Array, j: number): number => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += a[i * width + k] * b[j * width + k];
    return sum;
  };
  const isHidden = new Set(
    Array.from({ length: hidden.length / 2 }, (_, i) => `${hidden[2 * i]} ${hidden[2 * i + 1]}`),
  );
  return Array.from(weight, (share, i) => ({
    share,
    own: dot(states, i, positives, i),
    others: Array.from(bias, (added, j) => dot(states, i, negatives, j) + added).filter(
      (_, j) => !isHidden.has(`${i} ${j}`),
    ),
  }));
}

type Logits = ReturnType<typeof logitsOf>;
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const CALIBRATION = { calibration: 0.75, items: 200 };

/** As the definitions say, number by number. */
const DEFINITIONS = {
  softmax: (logits: Logits) =>
    total(logits.map(({ share, own, others }) => share * (Math.log(total([own, ...others].map(Math.exp))) - own))),
  gbce: (logits: Logits) => {
    const power = 1 - 0.75 * (1 - NEGATIVES / 199);
    const chance = (logit: number): number => 1 / (1 + Math.exp(-logit));
    return total(
      logits.map(({ share, own, others }) => {
        const sum = power * Math.log(chance(own)) + total(others.map((logit) => Math.log(1 - chance(logit))));
        return (-share * sum) / (NEGATIVES + 1);
      }),
    );
  },
};

/** 37 predictions and 21 negatives: neither fills the last block, nor the last eight. */
const [PREDICTIONS, NEGATIVES] = [37, 21];
const predictions: Predictions = {
  weight: Float32Array.from({ length: PREDICTIONS }, (_, i) => (i % 5 === 4 ? 0 : 1 / PREDICTIONS)),
  bias: normal(NEGATIVES),
  hidden: Int32Array.of(0, 3, 0, 20, 5, 0, 33, 7, 36, 20),
};

describe.each([
  ['wasm', 8],
  ['wasm', 64],
  ['wasm', 12],
  ['cpu', 8],
] as const)('on %s, width %i', (backend, width) => {
  let compute: Compute;
  beforeAll(async () => {
    compute = await openCompute(backend);
  });
  afterAll(() => compute.close());

  const vectors: Vectors = {
    states: normal(PREDICTIONS * width, 1.5 / Math.sqrt(width)),
    positives: normal(PREDICTIONS * width),
    negatives: normal(NEGATIVES * width),
  };

  test.each(['softmax', 'gbce'] as const)(
    '%s: the value is as defined, and its gradients are the slopes',
    async (name) => {
      const definition = () => DEFINITIONS[name](logitsOf(vectors, width, predictions));
      const named = Object.values(vectors);
      const inputs = named.map((data) => tensor(data, [data.length / width, width])) as [Tensor2D, Tensor2D, Tensor2D];
      const loss = (...xs: [Tensor2D, Tensor2D, Tensor2D]): Tensor =>
        name === 'softmax' ? sharedSoftmaxLoss(...xs, predictions) : sharedGbceLoss(...xs, predictions, CALIBRATION);
      // Twice the loss: what comes from above is taken along.
      const twice = (...xs: Tensor[]): Tensor => mul(loss(...(xs as [Tensor2D, Tensor2D, Tensor2D])), 2);
      const { value, grads } = valueAndGrads(twice)(inputs);
      expect(value.dataSync()[0] / 2).toBeCloseTo(definition(), 5);
      grads.forEach((gradient, input) => {
        const computed = gradient.dataSync();
        const data = named[input];
        for (let place = 0; place < data.length; place += 53) {
          const kept = data[place];
          const at = (change: number): number => {
            data[place] = kept + change;
            return 2 * definition();
          };
          const slope = (at(1e-3) - at(-1e-3)) / (Math.fround(kept + 1e-3) - Math.fround(kept - 1e-3));
          data[place] = kept;
          expect(Math.abs(computed[place] - slope), `input ${input}, number ${place}`).toBeLessThan(1e-4);
        }
      });
    },
  );
});
