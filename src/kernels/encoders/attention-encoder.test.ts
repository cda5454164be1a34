import { beforeAll, expect, test } from 'vitest';
import { type Tensor2D, tensor } from '../../learning/compute/tensors.ts';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { encode } from '../../learning/models/attention-encoder.ts';
import { Random } from '../../learning/training/random.ts';
import { encoderShapes } from '../../pack/sections/attention.ts';
import { AttentionEncoder } from './attention-encoder.ts';
import { LAYER_NORM_EPSILON } from './layer-norm.ts';

const sizes = { width: 16, blocks: 2, heads: 2, expansion: 3, longest: 9, epsilon: LAYER_NORM_EPSILON };
const random = new Random(11);
const normal = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal() * 0.5);
const shapes = encoderShapes(sizes);
const weights = Object.fromEntries(
  Object.entries(shapes).map(([name, shape]) => [name, normal(shape.reduce((a, b) => a * b, 1))]),
);
const vectors = Array.from({ length: sizes.longest }, () => normal(sizes.width));

beforeAll(async () => {
  await openCompute('cpu');
});

function statesOf(encoder: AttentionEncoder, from: readonly Float32Array[]): number[][] {
  return from.map((vector) => [...encoder.append(vector)]);
}

test('gives the states of the tensor encoder, up to 1e-4, read one item at a time', async () => {
  const scaled = Float32Array.from(
    vectors.flatMap((vector) => [...vector]),
    (value) => value * Math.sqrt(sizes.width),
  );
  const tensors = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, tensor(weights[name], [...shape])]),
  );
  const x = tensor(scaled, [sizes.longest, sizes.width]) as Tensor2D;
  const expected = await encode(x, 1, sizes.longest, tensors, sizes, (y) => y).data();
  const states = statesOf(new AttentionEncoder(sizes, weights), vectors).flat();
  expect(Math.max(...states.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-4);
});

test('going back and reading other items leaves no trace of what was there', () => {
  const encoder = new AttentionEncoder(sizes, weights);
  statesOf(encoder, vectors);
  encoder.truncate(3);
  expect(encoder.length).toBe(3);
  const other = [...vectors.slice(0, 3), ...vectors.slice(6)];
  expect(statesOf(encoder, other.slice(3))).toEqual(statesOf(new AttentionEncoder(sizes, weights), other).slice(3));
});

test('a full table is refused', () => {
  const encoder = new AttentionEncoder(sizes, weights);
  statesOf(encoder, vectors);
  expect(() => encoder.append(vectors[0])).toThrow(RangeError);
});
