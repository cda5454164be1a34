import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type OwnCall, ownKernel, type SimdBackend } from './simd-backend.ts';

/** Names of the kernels in the tensor runtime's registry. */
export const ATTENTION = 'CausalAttention';
export const ATTENTION_GRADIENT = 'CausalAttentionGradient';

/** Addresses of one window, and of room to work in. */
interface Window {
  length: number;
  width: number;
  /** Columns of its shares: the length, filled up to a multiple of 8. */
  columns: number;
  /** [columns, width]; zeros after the length. */
  room: number;
  /** A matrix as `multiply` reads it. [columns, width] */
  packed: number;
  /** Gradient of the shares. [length, columns] */
  slopes: number;
}

/**
 * Causal scaled dot-product attention, window by window. query, key and value [windows, length, width], where the width
 * is a multiple of 8.
 * @returns [windows, length, width], and the shares [windows, length, columns]
 */
function attention({ inputs: { query, key, value }, backend }: OwnCall<'query' | 'key' | 'value'>): TensorInfo[] {
  const { products } = backend;
  const [windows, length, width] = query.shape;
  const columns = Math.ceil(length / 8) * 8;
  const out = backend.makeOutput(query.shape, 'float32');
  const shares = backend.makeOutput([windows, length, columns], 'float32');
  const window = roomFor(backend, length, width, columns);
  const floats = backend.floats();
  const scale = 1 / Math.sqrt(width);
  for (let w = 0; w < windows; w++) {
    const from = 4 * w * length * width;
    const share = backend.addressOf(shares) + 4 * w * length * columns;
    timesTransposed(backend, floats, window, backend.addressOf(query) + from, backend.addressOf(key) + from, share);
    for (let row = 0; row < length; row++) shareOut(floats, (share >> 2) + row * columns, row + 1, columns, scale);
    products.pack(backend.addressOf(value) + from, 4 * width, 4, length, width, window.packed);
    const to = backend.addressOf(out) + from;
    products.multiply(share, 4 * columns, 4, window.packed, to, 4 * width, length, length, width, 0);
  }
  return [out, shares];
}

/** @returns gradients of query, key and value [windows, length, width] */
function attentionGradient({ inputs, backend }: OwnCall<'dy' | 'query' | 'key' | 'value' | 'shares'>): TensorInfo[] {
  const { products } = backend;
  const [windows, length, width] = inputs.query.shape;
  const columns = inputs.shares.shape[2];
  const [dQuery, dKey, dValue] = [0, 1, 2].map(() => backend.makeOutput(inputs.query.shape, 'float32'));
  const window = roomFor(backend, length, width, columns);
  const floats = backend.floats();
  const scale = 1 / Math.sqrt(width);
  const row = 4 * width;
  const along = window.slopes;
  for (let w = 0; w < windows; w++) {
    const at = (tensor: TensorInfo) => backend.addressOf(tensor) + w * length * row;
    const share = backend.addressOf(inputs.shares) + 4 * w * length * columns;
    timesTransposed(backend, floats, window, at(inputs.dy), at(inputs.value), along);
    for (let i = 0; i < length; i++)
      slopes(floats, (share >> 2) + i * columns, (along >> 2) + i * columns, i + 1, columns, scale);
    products.pack(at(inputs.key), row, 4, length, width, window.packed);
    products.multiply(along, 4 * columns, 4, window.packed, at(dQuery), row, length, length, width, 0);
    products.pack(at(inputs.query), row, 4, length, width, window.packed);
    products.multiply(along, 4, 4 * columns, window.packed, at(dKey), row, length, length, width, 0);
    products.pack(at(inputs.dy), row, 4, length, width, window.packed);
    products.multiply(share, 4, 4 * columns, window.packed, at(dValue), row, length, length, width, 0);
  }
  return [dQuery, dKey, dValue];
}

function roomFor(backend: SimdBackend, length: number, width: number, columns: number): Window {
  const [room, packed, slopes] = backend.scratch(columns * width, columns * width, length * columns);
  backend.floats().fill(0, room >> 2, packed >> 2);
  return { length, width, columns, room, packed, slopes };
}

/** a · bᵀ of one window. a and b [length, width], to [length, columns] */
function timesTransposed(
  { products }: SimdBackend,
  floats: Float32Array,
  { length, width, columns, room, packed }: Window,
  a: number,
  b: number,
  to: number,
): void {
  floats.copyWithin(room >> 2, b >> 2, (b >> 2) + length * width);
  products.pack(room, 4, 4 * width, width, columns, packed);
  products.multiply(a, 4 * width, 4, packed, to, 4 * columns, length, width, columns, 0);
}

/** Softmax over the first `seen` of a row's numbers, times `scale`; 0 after them. */
function shareOut(floats: Float32Array, start: number, seen: number, columns: number, scale: number): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = start; i < start + seen; i++) largest = Math.max(largest, floats[i]);
  let sum = 0;
  for (let i = start; i < start + seen; i++) {
    floats[i] = Math.exp((floats[i] - largest) * scale);
    sum += floats[i];
  }
  for (let i = start; i < start + seen; i++) floats[i] /= sum;
  floats.fill(0, start + seen, start + columns);
}

/** The gradient of `shareOut`, in place of the shares' gradient. */
function slopes(
  floats: Float32Array,
  shares: number,
  start: number,
  seen: number,
  columns: number,
  scale: number,
): void {
  let along = 0;
  for (let i = 0; i < seen; i++) along += floats[shares + i] * floats[start + i];
  for (let i = 0; i < seen; i++) floats[start + i] = floats[shares + i] * (floats[start + i] - along) * scale;
  floats.fill(0, start + seen, start + columns);
}

export const attentionKernels = [ownKernel(ATTENTION, attention), ownKernel(ATTENTION_GRADIENT, attentionGradient)];
