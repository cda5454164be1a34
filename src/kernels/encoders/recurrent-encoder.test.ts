import { beforeAll, expect, test } from 'vitest';
import { type Tensor2D, tensor } from '../../learning/compute/tensors.ts';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { layerNorm } from '../../learning/models/layers/layer-norm.ts';
import { linear } from '../../learning/models/layers/linear.ts';
import { recur } from '../../learning/models/layers/recurrence.ts';
import { Random } from '../../learning/training/random.ts';
import { recurrentShapes } from '../../pack/sections/gru4rec.ts';
import { LAYER_NORM_EPSILON } from './layer-norm.ts';
import { RecurrentEncoder } from './recurrent-encoder.ts';

const sizes = { width: 12, longest: 9, epsilon: LAYER_NORM_EPSILON };
const random = new Random(13);
const normal = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal() * 0.4);
const shapes = recurrentShapes(sizes.width);
const weights = Object.fromEntries(
  Object.entries(shapes).map(([name, shape]) => [name, normal(shape.reduce((a, b) => a * b, 1))]),
);
const vectors = Array.from({ length: sizes.longest }, () => normal(sizes.width));

beforeAll(async () => {
  await openCompute('cpu');
});

const statesOf = (encoder: RecurrentEncoder, from: readonly Float32Array[]): number[][] =>
  from.map((vector) => [...encoder.append(vector)]);

test('gives the states of the tensor model, up to 1e-4, read one item at a time', async () => {
  const scaled = Float32Array.from(vectors.flatMap((vector) => [...vector]).map((x) => x * Math.sqrt(sizes.width)));
  const named = (name: string) => tensor(weights[name], [...shapes[name]]);
  const x = tensor(scaled, [sizes.longest, sizes.width]) as Tensor2D;
  const inputs = linear(x, named('input.weights') as Tensor2D, named('input.bias'));
  const recurrent = named('recurrent.weights') as Tensor2D;
  const bare = recur(inputs, recurrent, named('recurrent.bias'), 1, sizes.longest);
  const expected = await layerNorm(bare, named('norm.gain'), named('norm.bias')).data();
  const states = statesOf(new RecurrentEncoder(sizes, weights), vectors).flat();
  expect(Math.max(...states.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-4);
});

test('going back and reading other items leaves no trace of what was there', () => {
  const encoder = new RecurrentEncoder(sizes, weights);
  statesOf(encoder, vectors);
  encoder.truncate(3);
  expect(encoder.length).toBe(3);
  const other = [...vectors.slice(0, 3), ...vectors.slice(6)];
  expect(statesOf(encoder, other.slice(3))).toEqual(statesOf(new RecurrentEncoder(sizes, weights), other).slice(3));
});

test('a full memory is refused', () => {
  const encoder = new RecurrentEncoder(sizes, weights);
  statesOf(encoder, vectors);
  expect(() => encoder.append(vectors[0])).toThrow(RangeError);
});
