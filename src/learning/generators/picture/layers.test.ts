import { beforeAll, expect, test } from 'vitest';
import { conv2d, mul, reshape, sum, type Tensor, type Tensor4D, tensor } from '../../compute/tensors.ts';
import { expectGradients } from '../../compute/testing/expect-gradients.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { convolution } from '../../models/layers/convolution.ts';
import { Random } from '../../training/random.ts';
import {
  along,
  fold,
  join,
  leakyRelu,
  maxPool,
  mirror,
  move,
  namingLoss,
  pixelNorm,
  toPixels,
  unfold,
} from './layers.ts';

beforeAll(async () => {
  await openCompute('cpu');
});

const random = new Random(9);
const normal = (...shape: number[]): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    shape,
  );

/** A scalar that depends on every number of `y` differently; made of operations that have gradients. */
function weighed(y: Tensor): Tensor {
  const weights = tensor(
    Float32Array.from({ length: y.size }, (_, i) => Math.sin(i + 1)),
    y.shape,
  );
  return along(flat(y) as never, flat(weights) as never);
}
const flat = (x: Tensor): Tensor => reshape(x, [1, x.size]);

test('convolution: gradients are the slopes, by input, kernel and bias', () => {
  const inputs = [normal(2, 4, 4, 2), normal(3, 3, 2, 3), normal(3)];
  expectGradients((x, kernel, bias) => weighed(convolution(x, kernel, bias)), inputs);
});

test('convolution is a plain one with zeros around', () => {
  const [x, kernel] = [normal(1, 4, 4, 2), normal(3, 3, 2, 3)];
  const plain = conv2d(x as Tensor4D, kernel as Tensor4D, 1, 'same').dataSync();
  expect(convolution(x, kernel, tensor([0, 0, 0])).dataSync()).toEqual(plain);
});

test('pixel normalisation, pixels, slopes, joins: gradients are the slopes', () => {
  expectGradients((x) => weighed(pixelNorm(x as Tensor4D)), [normal(2, 2, 2, 3)]);
  expectGradients((x) => weighed(toPixels(x as Tensor4D)), [normal(1, 2, 2, 3)]);
  expectGradients((x) => weighed(leakyRelu(x)), [tensor([1, -1, 0.5, -2])]);
  expectGradients((a, b) => weighed(join(a as never, b as never)), [normal(2, 3), normal(2, 1)]);
  expectGradients((a, b) => weighed(along(a as never, b as never)), [normal(2, 3), normal(2, 3)]);
});

test('a normalised pixel has mean square 1', () => {
  const y = pixelNorm(normal(2, 2, 2, 5) as Tensor4D);
  for (const value of sum(mul(y, y), -1).dataSync()) expect(value / 5).toBeCloseTo(1, 4);
});

test('naming: cross-entropy and its slopes', () => {
  const kinds = tensor([0, 1, 0, 1, 0, 0], [2, 3]);
  expectGradients((logits) => namingLoss(logits as never, kinds as never), [normal(2, 3)]);
  expect(namingLoss(tensor([0, 9, 0, 9, 0, 0], [2, 3]) as never, kinds as never).dataSync()[0]).toBeLessThan(0.01);
});

test('folding keeps every pixel, and unfolding undoes it', () => {
  const x = normal(2, 4, 6, 3) as Tensor4D;
  expect(fold(x).shape).toEqual([2, 2, 3, 12]);
  expect(unfold(fold(x)).dataSync()).toEqual(x.dataSync());
  // One folded pixel holds the square of four above each other.
  const numbered = tensor(
    Float32Array.from({ length: 16 }, (_, i) => i),
    [1, 4, 4, 1],
  ) as Tensor4D;
  expect([...fold(numbered).dataSync().slice(0, 4)]).toEqual([0, 1, 4, 5]);
});

test('moving and mirroring: pixels where they belong, gradients the slopes', () => {
  const x = tensor([1, 2, 3, 4], [1, 2, 2, 1]) as Tensor4D;
  expect([...move(x, 1, 0).dataSync()]).toEqual([2, 1, 4, 3]);
  expect([...move(x, 0, -1).dataSync()]).toEqual([3, 4, 1, 2]);
  expect([...move(x, 0, 0).dataSync()]).toEqual([1, 2, 3, 4]);
  expect([...mirror(x).dataSync()]).toEqual([2, 1, 4, 3]);
  expectGradients((x) => weighed(mirror(move(x as Tensor4D, 1, -1))), [normal(2, 3, 3, 2)]);
});

test('pooling: the largest of four, gradients the slopes', () => {
  const numbers = tensor([1, 5, 2, 0, 3, 4, -1, -2], [1, 2, 4, 1]) as Tensor4D;
  expect([...maxPool(numbers).dataSync()]).toEqual([5, 2]);
  expectGradients((x) => weighed(maxPool(x as Tensor4D)), [normal(2, 4, 2, 3)]);
});
