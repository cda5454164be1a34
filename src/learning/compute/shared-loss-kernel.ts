import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type OwnCall, ownKernel, type Products } from './simd-backend.ts';

/** Name of the kernel in the tensor runtime's registry. */
export const SHARED_LOSS = 'SharedLoss';

/** Predictions that are worked on at a time: their logits stay in the processor's cache. */
const ROWS = 32;
/** Numbers between two rows of logits beyond their own: columns then do not share one place in the cache. */
const GAP = 16;
/** The bias of columns that fill up the last eight. */
const NEVER = -1e30;

/** The logits of one prediction's negatives, where they lie. */
export interface LogitRow {
  /** Which prediction this is. */
  prediction: number;
  products: Products;
  /** The whole memory as numbers. */
  floats: Float32Array;
  /** Address of the logits, and of what is added to them. */
  address: number;
  bias: number;
  /** Logits, and with those that fill up the last eight. */
  count: number;
  columns: number;
}

/** The loss of one prediction: it leaves a multiple of its slope along each logit in the logit's place. */
export type RowLoss = (
  row: LogitRow,
  ownLogit: number,
) => {
  loss: number;
  /** Slope along the own logit, turned around: above 0. */
  missing: number;
  /** What the numbers left in the row are to be multiplied with. */
  factor: number;
};

/** Cross-entropy: see `sharedSoftmaxLoss`. */
export const softmaxRow: RowLoss = ({ products, address, bias, columns }, ownLogit) => {
  const largest = products.shift(address, bias, columns);
  const sum = products.exponentials(address, largest, columns);
  const behind = largest + Math.log(sum) - ownLogit;
  const missing = 1 / (1 + Math.exp(-behind)); // chance that the negatives took
  return { loss: softplus(behind), missing, factor: missing / sum };
};

/** Factors of a product whose logarithm is taken at once. */
const TOGETHER = 8;

/** Generalised binary cross-entropy: see `sharedGbceLoss`. */
export const gbceRow =
  (power: number): RowLoss =>
  ({ products, floats, address, bias, count, columns }, ownLogit) => {
    const largest = products.shift(address, bias, columns);
    const down = Math.max(0, largest - 60); // exp(logit − down) stays finite, and so do products of some of them
    products.exponentials(address, down, columns);
    const one = Math.exp(-down);
    const start = address >> 2;
    let loss = 0;
    let product = 1;
    for (let i = 0; i < count; i++) {
      const value = floats[start + i];
      floats[start + i] = value / (value + one);
      product *= value + one;
      if (i % TOGETHER === TOGETHER - 1 || i === count - 1) {
        loss += Math.log(product);
        product = 1;
      }
    }
    const factor = 1 / (count + 1);
    loss += count * down + power * softplus(-ownLogit);
    return { loss: loss * factor, missing: (power * factor) / (1 + Math.exp(ownLogit)), factor };
  };

interface Attributes {
  /** See `Predictions` in training/predictions.ts. */
  predictions: { weight: Float32Array; bias: Float32Array; hidden: Int32Array };
  rowLoss: RowLoss;
}

/**
 * A loss of each prediction's own item against negatives that all share, and its gradients in one go, some predictions
 * at a time: [predictions, negatives] numbers never lie in memory. Widths are multiples of 8.
 * @returns loss [], gradients of states and positives [predictions, width], of negatives [negatives, width]
 */
function sharedLoss({
  inputs,
  attrs: { predictions: known, rowLoss },
  backend,
}: OwnCall<'states' | 'positives' | 'negatives', Attributes>): TensorInfo[] {
  const { weight, bias, hidden } = known;
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
  const [across, along, shift, logits, scaled, packed] = backend.scratch(
    columns * width,
    columns * width,
    columns,
    (ROWS * pitch) / 4,
    ROWS * width,
    ROWS * width,
  );
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
      const state = (at(states) + block + i * row) >> 2;
      const positive = (at(positives) + block + i * row) >> 2;
      let own = 0;
      for (let k = 0; k < width; k++) own += floats[state + k] * floats[positive + k];
      const logitRow = {
        prediction: first + i,
        products,
        floats,
        address: logits + i * pitch,
        bias: shift,
        count,
        columns,
      };
      const { loss, missing: slope, factor } = rowLoss(logitRow, own);
      const share = weight[first + i];
      total += share * loss;
      missing[i] = share * slope;
      factors[i] = share * factor;
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

export const sharedLossKernel = ownKernel(SHARED_LOSS, sharedLoss);
