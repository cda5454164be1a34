import { expect, test } from 'vitest';
import type { BackendName } from '../../../contract/neural.ts';
import type { Compute } from '../../compute/backend.ts';
import { type Tensor, tensor, valueAndGrads } from '../../compute/tensors.ts';
import { openCompute } from '../../compute/testing/open-compute.ts';
import { Random } from '../../training/random.ts';
import { causalAttention } from './attention.ts';
import { convolution } from './convolution.ts';
import { dropoutOf } from './dropout.ts';
import { layerNorm } from './layer-norm.ts';
import { linear } from './linear.ts';
import { recur } from './recurrence.ts';

const open = (backend: BackendName): Promise<Compute> => openCompute(backend);

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Value and gradients of a layer for drawn inputs of these shapes; what comes from above differs from place to place. */
function run(layer: (...inputs: never[]) => Tensor, shapes: readonly (readonly number[])[]): Float32Array[] {
  const random = new Random(7);
  const drawn = (shape: readonly number[]): Tensor =>
    tensor(
      Float32Array.from({ length: sizeOf(shape) }, () => random.normal()),
      [...shape],
    );
  const inputs = shapes.map(drawn);
  const value = layer(...(inputs as never[]));
  const { grads } = valueAndGrads((...xs: Tensor[]) => layer(...(xs as never[])) as never)(
    inputs,
    drawn(value.shape) as never,
  );
  return [value, ...grads].map((t) => t.dataSync() as Float32Array);
}

test.each([
  ['linear, eight columns at a time', linear, [[37, 5], [5, 16], [16]]],
  ['linear, wide and long', linear, [[300, 64], [64, 72], [72]]],
  ['linear, other widths', linear, [[37, 6], [6, 5], [5]]],
  ['layerNorm', layerNorm, [[37, 24], [24], [24]]],
  [
    'attention, short windows',
    causalAttention,
    [
      [9, 5, 16],
      [9, 5, 16],
      [9, 5, 16],
    ],
  ],
  [
    'attention, one position',
    causalAttention,
    [
      [3, 1, 8],
      [3, 1, 8],
      [3, 1, 8],
    ],
  ],
  [
    'attention, long windows',
    causalAttention,
    [
      [2, 50, 24],
      [2, 50, 24],
      [2, 50, 24],
    ],
  ],
  [
    'attention, other widths',
    causalAttention,
    [
      [3, 6, 5],
      [3, 6, 5],
      [3, 6, 5],
    ],
  ],
  ['convolution, eight channels at a time', convolution, [[2, 7, 5, 16], [3, 3, 16, 24], [24]]],
  ['convolution, other channels', convolution, [[3, 4, 6, 3], [3, 3, 3, 5], [5]]],
  ['recurrence', (a: never, u: never, b: never) => recur(a, u, b, 5, 7), [[5 * 7, 3 * 8], [8, 3 * 8], [3 * 8]]],
] as const)('%s: kernels of ours give what the composed operations give', async (_, layer, shapes) => {
  const composed = await open('cpu');
  const expected = run(layer as never, shapes);
  composed.close();
  const own = await open('wasm');
  const made = run(layer as never, shapes);
  own.close();
  made.forEach((values, output) => {
    expect(values).toHaveLength(expected[output].length);
    const off = values.map((value, i) => Math.abs(value - expected[output][i]) / (1 + Math.abs(value)));
    expect(Math.max(...off), `output ${output}`).toBeLessThan(2e-5);
  });
});

test.each([
  ['wasm', [125, 64]],
  ['wasm', [11, 7]],
  ['cpu', [125, 64]],
] as const)('dropout on %s: the mean stays, and the gradient leaves out the same numbers', async (backend, shape) => {
  const compute = await open(backend);
  const x = tensor(new Float32Array(sizeOf(shape)).fill(2), [...shape]);
  const leaveOut = dropoutOf(0.4, new Random(3));
  const { value, grads } = valueAndGrads((x: Tensor) => leaveOut(x))(
    [x],
    tensor(new Float32Array(x.size).fill(1), [...shape]),
  );
  const [kept, slopes] = [value.dataSync(), grads[0].dataSync()];
  expect([...new Set(kept)].sort()).toEqual([0, expect.closeTo(2 / 0.6, 1)]);
  expect([...slopes]).toEqual(Array.from(kept, (number) => Math.fround(number / 2)));
  const out = kept.filter((number) => number === 0).length / kept.length;
  expect(Math.abs(out - 0.4)).toBeLessThan(kept.length > 1000 ? 0.03 : 0.2);
  expect([...leaveOut(x).dataSync()]).not.toEqual([...kept]);
  compute.close();
});
