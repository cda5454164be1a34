import { beforeAll, expect, test } from 'vitest';
import { reshape, type Tensor, type Tensor2D, tensor, valueAndGrads } from '../../compute/tensors.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { Random } from '../../training/random.ts';
import { causalAttention, joinHeads, splitHeads } from './attention.ts';
import { chooseRows, divergence, sample, squash } from './latent.ts';
import { layerNorm } from './layer-norm.ts';
import { linear } from './linear.ts';
import { recur } from './recurrence.ts';

beforeAll(async () => {
  await openCompute('cpu');
});

const random = new Random(5);
const normal = (...shape: number[]): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    shape,
  );

/** The inputs at `moving` get gradients; each is compared with the slope of `f` at every single number. */
function expectGradients(f: (...inputs: Tensor[]) => Tensor, inputs: Tensor[], moving = inputs.map((_, i) => i)): void {
  const withMoving = (values: Tensor[]): Tensor =>
    f(...inputs.map((input, i) => (moving.includes(i) ? values[moving.indexOf(i)] : input)));
  const { grads } = valueAndGrads((...values: Tensor[]) => withMoving(values) as never)(moving.map((i) => inputs[i]));
  const at = (index: number, place: number, change: number): number => {
    const values = moving.map((i) => inputs[i]);
    const data = Float32Array.from(values[index].dataSync());
    data[place] += change;
    values[index] = tensor(data, values[index].shape);
    return withMoving(values).dataSync()[0];
  };
  grads.forEach((gradient, index) => {
    const computed = gradient.dataSync();
    for (let place = 0; place < computed.length; place++) {
      const slope = (at(index, place, 1e-2) - at(index, place, -1e-2)) / 2e-2;
      expect(Math.abs(computed[place] - slope), `input ${moving[index]}, number ${place}`).toBeLessThan(5e-3);
    }
  });
}

/** A scalar that depends on every number of `y` differently. */
function weighed(y: Tensor): Tensor {
  const weights = Float32Array.from({ length: y.size }, (_, i) => Math.sin(i + 1));
  const row = reshape(y, [1, y.size]) as Tensor2D;
  return reshape(linear(row, tensor(weights, [y.size, 1]) as Tensor2D, tensor([0])), []);
}

test('linear: gradients are the slopes, where the layer widens and where it narrows', () => {
  for (const [from, to] of [
    [3, 5],
    [5, 3],
  ]) {
    expectGradients(
      (x, w, b) => weighed(linear(x as never, w as never, b)),
      [normal(4, from), normal(from, to), normal(to)],
    );
  }
});

test('layerNorm: gradients are the slopes', () => {
  expectGradients((x, g, b) => weighed(layerNorm(x as never, g, b)), [normal(3, 6), normal(6), normal(6)]);
});

test('causalAttention: gradients are the slopes', () => {
  expectGradients(
    (q, k, v) => weighed(causalAttention(q as never, k as never, v as never)),
    [normal(2, 4, 3), normal(2, 4, 3), normal(2, 4, 3)],
  );
});

test('causalAttention: a later position changes no earlier one', () => {
  const [q, k, v] = [normal(1, 4, 3), normal(1, 4, 3), normal(1, 4, 3)];
  const changed = (x: Tensor): Tensor => {
    const data = Float32Array.from(x.dataSync());
    data.fill(7, 9);
    return tensor(data, x.shape);
  };
  const before = causalAttention(q as never, k as never, v as never).dataSync();
  const after = causalAttention(changed(q) as never, changed(k) as never, changed(v) as never).dataSync();
  expect([...after.slice(0, 9)]).toEqual([...before.slice(0, 9)]);
  expect([...after.slice(9)]).not.toEqual([...before.slice(9)]);
});

test('recur: gradients are the slopes', () => {
  expectGradients(
    (a, u, b) => weighed(recur(a as never, u as never, b, 2, 3)),
    [normal(2 * 3, 3 * 4), normal(4, 3 * 4), normal(3 * 4)],
  );
});

test('squash, sample, divergence, chooseRows: gradients are the slopes', () => {
  expectGradients((x, b) => weighed(squash(x as never, b)), [normal(3, 4), normal(4)]);
  expectGradients(
    (m, s, e) => weighed(sample(m as never, s as never, e as never)),
    [normal(2, 3), normal(2, 3), normal(2, 3)],
    [0, 1],
  );
  expectGradients((m, s) => divergence(m as never, s as never), [normal(2, 3), normal(2, 3)]);
  const choice = tensor(Float32Array.of(1, 0, 0, 1, 0, 1), [3, 2]);
  expectGradients((c, x) => weighed(chooseRows(c as never, x as never)), [choice, normal(2, 3)], [1]);
});

test('divergence from the standard normal distribution: 0 for itself, above 0 for others', () => {
  const zero = tensor(new Float32Array(4), [1, 4]) as Tensor2D;
  expect(divergence(zero, zero).dataSync()[0]).toBeCloseTo(0, 6);
  expect(divergence(normal(1, 4) as Tensor2D, zero).dataSync()[0]).toBeGreaterThan(0.1);
});

test('heads: joining what was split gives it back', () => {
  const x = normal(2 * 3, 4);
  expect(joinHeads(splitHeads(x, 2, 3, 2), 2, 3, 2).dataSync()).toEqual(x.dataSync());
});
