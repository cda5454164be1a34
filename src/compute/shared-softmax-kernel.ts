import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from './simd-backend.ts';

/** Name of the kernel in the tensor runtime's registry. */
export const SHARED_SOFTMAX = 'SharedSoftmax';

/** Predictions that are worked on at a time: their logits stay in the processor's cache. */
const ROWS = 32;
/** Numbers between two rows of logits beyond their own: columns then do not share one place in the cache. */
const GAP = 16;
/** The bias of columns that fill up the last eight. */
const NEVER = -1e30;

interface Call {
  inputs: Record<'states' | 'positives' | 'negatives', TensorInfo>;
  /** See `Predictions` in training/predictions.ts. */
  attrs: { weight: Float32Array; bias: Float32Array; hidden: Int32Array };
  backend: SimdBackend;
}

/**
 * The loss of `sharedSoftmaxLoss` and its gradients in one go, some predictions at a time: [predictions, negatives]
 * numbers never lie in memory. Widths are multiples of 8.
 * @returns loss [], gradients of states and positives [predictions, width], of negatives [negatives, width]
 */
function sharedSoftmax({ inputs, attrs: { weight, bias, hidden }, backend }: Call): TensorInfo[] {
  const { products } = backend;
  const { states, positives, negatives } = inputs;
  const [predictions, width] = states.shape;
  const [count] = negatives.shape;
  const columns = Math.ceil(count / 8) * 8;
  const row = 4 * width;
  const pitch = 4 * (columns + GAP);
  const [loss, dStates, dPositives, dNegatives] = [[], states.shape, positives.shape, negatives.shape].map((shape) =>
    backend.makeOutput(shape, 'float32'),
  );
  const sizes = [columns * row, columns * row, 4 * columns, ROWS * pitch, ROWS * row, ROWS * row];
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  let end = backend.scratch(bytes);
  const [across, along, shift, logits, scaled, packed] = sizes.map((size) => {
    end += size;
    return end - size;
  });
  const at = (tensor: TensorInfo) => backend.addressOf(tensor);
  const floats = backend.floats(); // after the last allocation
  floats.fill(NEVER, (shift >> 2) + count, (shift >> 2) + columns);
  floats.set(bias, shift >> 2);
  const whole = count - (count % 8);
  if (whole > 0) products.pack(at(negatives), 4, row, width, whole, across);
  const last = (across >> 2) + whole * width;
  floats.fill(0, last, (across >> 2) + columns * width);
  for (let place = whole * width; place < count * width; place++) {
    const [negative, k] = [Math.floor(place / width), place % width];
    floats[last + k * 8 + negative - whole] = floats[(at(negatives) >> 2) + place];
  }
  products.pack(at(negatives), row, 4, count, width, along);

  let total = 0;
  let next = 0;
  for (let first = 0; first < predictions; first += ROWS) {
    const rows = Math.min(ROWS, predictions - first);
    const block = first * row;
    products.multiply(at(states) + block, row, 4, across, logits, pitch, rows, width, columns, 0);
    for (; next < hidden.length && hidden[next] < first + rows; next += 2) {
      floats[(logits + (hidden[next] - first) * pitch) / 4 + hidden[next + 1]] = NEVER;
    }
    const factors = new Float64Array(rows);
    const missing = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      const address = logits + i * pitch;
      const largest = products.shift(address, shift, columns);
      const sum = products.exponentials(address, largest, columns);
      const state = (at(states) + block + i * row) >> 2;
      const positive = (at(positives) + block + i * row) >> 2;
      let own = 0;
      for (let k = 0; k < width; k++) own += floats[state + k] * floats[positive + k];
      const behind = largest + Math.log(sum) - own;
      const share = weight[first + i];
      total += share * softplus(behind);
      missing[i] = share / (1 + Math.exp(-behind)); // chance that the negatives took, weighed
      factors[i] = missing[i] / sum;
      const to = (scaled + i * row) >> 2;
      const gradient = (at(dPositives) + block + i * row) >> 2;
      for (let k = 0; k < width; k++) {
        floats[to + k] = floats[state + k] * factors[i];
        floats[gradient + k] = -missing[i] * floats[state + k];
      }
    }
    products.multiply(logits, pitch, 4, along, at(dStates) + block, row, rows, count, width, 0);
    for (let i = 0; i < rows; i++) {
      const gradient = (at(dStates) + block + i * row) >> 2;
      const positive = (at(positives) + block + i * row) >> 2;
      for (let k = 0; k < width; k++) {
        floats[gradient + k] = floats[gradient + k] * factors[i] - missing[i] * floats[positive + k];
      }
    }
    products.pack(scaled, row, 4, rows, width, packed);
    products.multiply(logits, 4, pitch, packed, at(dNegatives), row, count, rows, width, first === 0 ? 0 : 1);
  }
  floats[at(loss) >> 2] = total;
  return [loss, dStates, dPositives, dNegatives];
}

/** log(1 + exp(x)) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export const sharedSoftmaxKernel: KernelConfig = {
  kernelName: SHARED_SOFTMAX,
  backendName: 'wasm',
  kernelFunc: (call) => sharedSoftmax(call as unknown as Call),
};
