import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type OwnCall, ownKernel } from './simd-backend.ts';

/** Names of the kernels in the tensor runtime's registry. */
export const LINEAR = 'Linear';
export const LINEAR_INPUT_GRADIENT = 'LinearInputGradient';
export const LINEAR_WEIGHT_GRADIENT = 'LinearWeightGradient';

/** Rows of the weights' gradient that are worked on at a time: both factors' parts stay in the processor's cache. */
const ROWS = 128;

/** x · weights + bias. x [rows, m], weights [m, n], bias [n] → [rows, n], where n is a multiple of 8 */
function linear({ inputs: { x, weights, bias }, backend }: OwnCall<'x' | 'weights' | 'bias'>): TensorInfo {
  const { products } = backend;
  const [rows, m] = x.shape;
  const n = bias.shape[0];
  const out = backend.makeOutput([rows, n], 'float32');
  const [packed] = backend.scratch(m * n);
  const floats = backend.floats();
  const [from, to] = [bias, out].map((tensor) => backend.placeOf(tensor));
  for (let row = 0; row < rows; row++) floats.copyWithin(to + row * n, from, from + n);
  products.pack(backend.addressOf(weights), 4 * n, 4, m, n, packed);
  products.multiply(backend.addressOf(x), 4 * m, 4, packed, 4 * to, 4 * n, rows, m, n, 1);
  return out;
}

/** dy · weightsᵀ. dy [rows, n], weights [m, n] → [rows, m], where m is a multiple of 8 */
function inputGradient({ inputs: { dy, weights }, backend }: OwnCall<'dy' | 'weights'>): TensorInfo {
  const { products } = backend;
  const [rows, n] = dy.shape;
  const m = weights.shape[0];
  const out = backend.makeOutput([rows, m], 'float32');
  const [packed] = backend.scratch(m * n);
  products.pack(backend.addressOf(weights), 4, 4 * n, n, m, packed);
  products.multiply(backend.addressOf(dy), 4 * n, 4, packed, backend.addressOf(out), 4 * m, rows, n, m, 0);
  return out;
}

/** xᵀ · dy, and the sums of dy's columns. x [rows, m], dy [rows, n] → [m, n] and [n], where n is a multiple of 8 */
function weightGradient({ inputs: { x, dy }, backend }: OwnCall<'x' | 'dy'>): TensorInfo[] {
  const { products } = backend;
  const [rows, m] = x.shape;
  const n = dy.shape[1];
  const product = backend.makeOutput([m, n], 'float32');
  const sums = backend.makeOutput([n], 'float32');
  const [packed] = backend.scratch(ROWS * n);
  for (let first = 0; first < rows; first += ROWS) {
    const count = Math.min(ROWS, rows - first);
    products.pack(backend.addressOf(dy) + 4 * first * n, 4 * n, 4, count, n, packed);
    const from = backend.addressOf(x) + 4 * first * m;
    products.multiply(from, 4, 4 * m, packed, backend.addressOf(product), 4 * n, m, count, n, first === 0 ? 0 : 1);
  }
  sumColumns(backend.floats(), backend.placeOf(dy), rows, n, backend.placeOf(sums));
  return [product, sums];
}

/** Places among `floats`: of the matrix, and of the sums. */
export function sumColumns(floats: Float32Array, from: number, rows: number, columns: number, to: number): void {
  floats.fill(0, to, to + columns);
  for (let row = 0, at = from; row < rows; row++) {
    for (let column = 0; column < columns; column++) floats[to + column] += floats[at++];
  }
}

export const linearKernels = [
  ownKernel(LINEAR, linear),
  ownKernel(LINEAR_INPUT_GRADIENT, inputGradient),
  ownKernel(LINEAR_WEIGHT_GRADIENT, weightGradient),
];
