import { beforeAll, expect, test } from 'vitest';
import { reshape, type Tensor, type Tensor2D, tensor } from '../../compute/tensors.ts';
import { expectGradients } from '../../compute/testing/expect-gradients.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { along } from '../../generators/picture/layers.ts';
import { Random } from '../../training/random.ts';
import { means, partsOf, unit } from './layers.ts';
import { channelMoments, cosines, crossEntropy, normaliseBatch } from './training-layers.ts';

beforeAll(async () => {
  await openCompute('cpu');
});

const random = new Random(4);
const normal = (...shape: number[]): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    shape,
  );
/** A scalar that depends on every number of `y` differently. */
const weighed = (y: Tensor): Tensor =>
  along(
    reshape(y, [1, y.size]) as Tensor2D,
    tensor(
      Float32Array.from({ length: y.size }, (_, i) => Math.sin(i + 1)),
      [1, y.size],
    ) as Tensor2D,
  );

test('a batch is normalised by channel, and its gradients are the slopes', async () => {
  const x = normal(2, 2, 3, 2) as never;
  const { mean, scale } = channelMoments(normaliseBatch(x, tensor([2, 3]), tensor([5, -1])));
  expect(Array.from(await mean.data())).toEqual([expect.closeTo(5, 4), expect.closeTo(-1, 4)]);
  expect(Array.from(await scale.data())).toEqual([expect.closeTo(1 / 2, 3), expect.closeTo(1 / 3, 3)]);
  expectGradients(
    (x, gain, shift) => weighed(normaliseBatch(x as never, gain, shift)),
    [x, tensor([1.2, 0.7]), tensor([0.1, -0.2])],
  );
});

test('means over the parts of a picture; the middle line of an odd side belongs to both of its parts', async () => {
  const x = tensor(
    Float32Array.from({ length: 9 }, (_, i) => i),
    [1, 3, 3, 1],
  ) as never;
  expect(Array.from(await means(x, partsOf(3, 1)).data())).toEqual([expect.closeTo(4)]);
  expect(Array.from(await means(x, partsOf(3, 2)).data())).toEqual([2, 3, 5, 6].map((value) => expect.closeTo(value)));
  expectGradients((x) => weighed(means(x as never, partsOf(3, 2))), [normal(2, 3, 3, 2)]);
});

test('rows at length 1, their cosines, and cross-entropy: gradients are the slopes', () => {
  expectGradients((x) => weighed(unit(x as never)), [normal(3, 4)]);
  expectGradients((x) => weighed(cosines(x as never)), [normal(3, 2)]);
  // The second row has no target, and counts nothing.
  const targets = tensor([0.9, 0.1, 0, 0, 0, 1], [3, 2]) as never;
  expectGradients((x) => crossEntropy(x as never, targets), [normal(3, 2)]);
});
