import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Compute } from '../compute/backend.ts';
import { mul, type Tensor, type Tensor2D, tensor, valueAndGrads } from '../compute/tensors.ts';
import type { Predictions } from './predictions.ts';
import { Random } from './random.ts';
import { sharedSoftmaxLoss } from './softmax-loss.ts';

const WASM = new URL('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url);
const random = new Random(5);
const normal = (size: number, deviation = 1): Float32Array =>
  Float32Array.from({ length: size }, () => random.normal() * deviation);

interface Vectors {
  states: Float32Array;
  positives: Float32Array;
  negatives: Float32Array;
}

/** As the definition says, number by number; a hidden negative is left out. */
function expectedLoss({ states, positives, negatives }: Vectors, width: number, predictions: Predictions): number {
  const dot = (a: Float32Array, i: number, b: Float32Array, j: number): number => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += a[i * width + k] * b[j * width + k];
    return sum;
  };
  const { weight, bias, hidden } = predictions;
  const isHidden = new Set(
    Array.from({ length: hidden.length / 2 }, (_, i) => `${hidden[2 * i]} ${hidden[2 * i + 1]}`),
  );
  let loss = 0;
  weight.forEach((share, i) => {
    const own = dot(states, i, positives, i);
    let total = Math.exp(own);
    bias.forEach((added, j) => {
      if (!isHidden.has(`${i} ${j}`)) total += Math.exp(dot(states, i, negatives, j) + added);
    });
    loss += share * (Math.log(total) - own);
  });
  return loss;
}

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
    compute = await Compute.open({ backends: [backend], wasm: (file) => readFile(new URL(file, WASM)) });
  });
  afterAll(() => compute.close());

  const vectors: Vectors = {
    states: normal(PREDICTIONS * width, 1.5 / Math.sqrt(width)),
    positives: normal(PREDICTIONS * width),
    negatives: normal(NEGATIVES * width),
  };

  test('the value is cross-entropy, and its gradients are the slopes', async () => {
    const named = Object.values(vectors);
    const inputs = named.map((data) => tensor(data, [data.length / width, width]));
    // Twice the loss: what comes from above is taken along.
    const loss = (...xs: Tensor[]): never =>
      mul(sharedSoftmaxLoss(...(xs as [Tensor2D, Tensor2D, Tensor2D]), predictions), 2) as never;
    const { value, grads } = valueAndGrads(loss)(inputs);
    expect(value.dataSync()[0] / 2).toBeCloseTo(expectedLoss(vectors, width, predictions), 5);
    grads.forEach((gradient, input) => {
      const computed = gradient.dataSync();
      const data = named[input];
      for (let place = 0; place < data.length; place += 7) {
        const kept = data[place];
        const at = (change: number): number => {
          data[place] = kept + change;
          return 2 * expectedLoss(vectors, width, predictions);
        };
        const slope = (at(1e-3) - at(-1e-3)) / (Math.fround(kept + 1e-3) - Math.fround(kept - 1e-3));
        data[place] = kept;
        expect(Math.abs(computed[place] - slope), `input ${input}, number ${place}`).toBeLessThan(1e-4);
      }
    });
  });
});
