import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type OwnCall, ownKernel } from './simd-backend.ts';

/** Name of the kernel in the tensor runtime's registry. */
export const DROPOUT = 'Dropout';

/** Which numbers are left out follows from the seed alone. */
interface Attributes {
  /** Chance that a number is left out. */
  rate: number;
  seed: number;
}

function dropout({ inputs: { x }, attrs: { rate, seed }, backend }: OwnCall<'x', Attributes>): TensorInfo {
  const out = backend.makeOutput(x.shape, 'float32');
  const count = x.shape.reduce((product, size) => product * size, 1);
  const threshold = Math.round(rate * 2 ** 32);
  backend.products.dropout(backend.addressOf(x), backend.addressOf(out), count, seed, threshold, 1 / (1 - rate));
  return out;
}

export const dropoutKernel = ownKernel(DROPOUT, dropout);
