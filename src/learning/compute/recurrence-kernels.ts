import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type OwnCall, ownKernel } from './simd-backend.ts';

/** Names of the kernels in the tensor runtime's registry. */
export const RECURRENCE = 'Recurrence';
export const RECURRENCE_GRADIENT = 'RecurrenceGradient';

/** Numbers that a position leaves behind for the gradient, in widths: r, z, n and what r opens. */
const KEPT = 4;
/** An exponent that leaves nothing of a gate, and is finite. */
const STEEPEST = 80;

interface Attributes {
  windows: number;
}

/**
 * A gated recurrent unit over whole windows: see `recur`. The width is a multiple of 8.
 * @returns states [windows · length, width], and what the gradient needs [windows · length, 4 · width]
 */
function recurrence({
  inputs: { inputs, recurrent, bias },
  attrs: { windows },
  backend,
}: OwnCall<'inputs' | 'recurrent' | 'bias', Attributes>): TensorInfo[] {
  const { products } = backend;
  const [width, gates] = recurrent.shape;
  const [tokens] = inputs.shape;
  const length = tokens / windows;
  const states = backend.makeOutput([tokens, width], 'float32');
  const kept = backend.makeOutput([tokens, KEPT * width], 'float32');
  const [packed, open, before, turned] = backend.scratch(
    width * gates,
    windows * gates,
    windows * width,
    windows * 2 * width,
  );
  const floats = backend.floats();
  const [given, state, keep, added] = [inputs, states, kept, bias].map((tensor) => backend.placeOf(tensor));
  const [b, h, negated] = [open, before, turned].map((address) => address >> 2);
  products.pack(backend.addressOf(recurrent), 4 * gates, 4, width, gates, packed);
  floats.fill(0, h, h + windows * width);
  for (let position = 0; position < length; position++) {
    for (let window = 0; window < windows; window++) floats.copyWithin(b + window * gates, added, added + gates);
    products.multiply(before, 4 * width, 4, packed, open, 4 * gates, windows, width, gates, 1);
    for (let window = 0; window < windows; window++) {
      const a = given + (window * length + position) * gates;
      for (let k = 0; k < 2 * width; k++) {
        floats[negated + window * 2 * width + k] = Math.min(STEEPEST, -floats[a + k] - floats[b + window * gates + k]);
      }
    }
    products.exponentials(turned, 0, windows * 2 * width);
    for (let window = 0; window < windows; window++) {
      const token = window * length + position;
      const a = given + token * gates + 2 * width;
      const left = keep + token * KEPT * width;
      for (let k = 0; k < width; k++) {
        const r = 1 / (1 + floats[negated + window * 2 * width + k]);
        const own = floats[b + window * gates + 2 * width + k];
        floats[left + k] = r;
        floats[left + width + k] = 1 / (1 + floats[negated + window * 2 * width + width + k]);
        floats[left + 3 * width + k] = own;
        floats[left + 2 * width + k] = Math.min(STEEPEST, -2 * (floats[a + k] + r * own));
      }
    }
    for (let window = 0; window < windows; window++) {
      const token = window * length + position;
      const left = keep + token * KEPT * width;
      products.exponentials(4 * (left + 2 * width), 0, width);
      for (let k = 0; k < width; k++) {
        const n = 2 / (1 + floats[left + 2 * width + k]) - 1; // tanh
        const next = n + floats[left + width + k] * (floats[h + window * width + k] - n);
        floats[left + 2 * width + k] = n;
        floats[h + window * width + k] = next;
        floats[state + token * width + k] = next;
      }
    }
  }
  return [states, kept];
}

/** @returns gradients of inputs [windows · length, 3 · width], recurrent [width, 3 · width] and bias [3 · width] */
function recurrenceGradient({
  inputs,
  attrs: { windows },
  backend,
}: OwnCall<'dy' | 'recurrent' | 'states' | 'kept', Attributes>): TensorInfo[] {
  const { products } = backend;
  const [width, gates] = inputs.recurrent.shape;
  const [tokens] = inputs.dy.shape;
  const length = tokens / windows;
  const dInputs = backend.makeOutput([tokens, gates], 'float32');
  const dRecurrent = backend.makeOutput([width, gates], 'float32');
  const dBias = backend.makeOutput([gates], 'float32');
  const sizes = [width * gates, windows * gates, windows * gates, windows * width];
  const [turned, slopes, packed, dStates] = backend.scratch(...sizes);
  const floats = backend.floats();
  const at = (tensor: TensorInfo) => backend.placeOf(tensor);
  const [dy, state, keep, dInput, dOpen] = [inputs.dy, inputs.states, inputs.kept, dInputs, dBias].map(at);
  products.pack(backend.addressOf(inputs.recurrent), 4, 4 * gates, gates, width, turned);
  floats.fill(0, dStates >> 2, (dStates >> 2) + windows * width);
  floats.fill(0, at(dRecurrent), at(dRecurrent) + width * gates);
  floats.fill(0, dOpen, dOpen + gates);
  for (let position = length - 1; position >= 0; position--) {
    for (let window = 0; window < windows; window++) {
      const token = window * length + position;
      const left = keep + token * KEPT * width;
      const dh = (dStates >> 2) + window * width;
      const slope = (slopes >> 2) + window * gates;
      const to = dInput + token * gates;
      for (let k = 0; k < width; k++) {
        const r = floats[left + k];
        const z = floats[left + width + k];
        const n = floats[left + 2 * width + k];
        const h = position === 0 ? 0 : floats[state + (token - 1) * width + k];
        const dState = floats[dh + k] + floats[dy + token * width + k];
        const dKept = dState * z;
        const dN = (dState - dKept) * (1 - n * n);
        const dR = dN * floats[left + 3 * width + k] * r * (1 - r);
        const dZ = dKept * (h - n) * (1 - z);
        floats[to + k] = dR;
        floats[to + width + k] = dZ;
        floats[to + 2 * width + k] = dN;
        floats[slope + k] = dR;
        floats[slope + width + k] = dZ;
        floats[slope + 2 * width + k] = dN * r;
        floats[dOpen + k] += dR;
        floats[dOpen + width + k] += dZ;
        floats[dOpen + 2 * width + k] += dN * r;
        floats[dh + k] = dKept;
      }
    }
    if (position === 0) break;
    const before = backend.addressOf(inputs.states) + 4 * (position - 1) * width; // of the first window
    products.pack(slopes, 4 * gates, 4, windows, gates, packed);
    const product = backend.addressOf(dRecurrent);
    products.multiply(before, 4, 4 * length * width, packed, product, 4 * gates, width, windows, gates, 1);
    products.multiply(slopes, 4 * gates, 4, turned, dStates, 4 * width, windows, gates, width, 1);
  }
  return [dInputs, dRecurrent, dBias];
}

export const recurrenceKernels = [
  ownKernel(RECURRENCE, recurrence),
  ownKernel(RECURRENCE_GRADIENT, recurrenceGradient),
];
