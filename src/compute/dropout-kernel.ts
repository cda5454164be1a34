import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from './simd-backend.ts';

/** Name of the kernel in the tensor runtime's registry. */
export const DROPOUT = 'Dropout';

interface Call {
  inputs: { x: TensorInfo };
  /** Chance that a number is left out; which ones follows from the seed alone. */
  attrs: { rate: number; seed: number };
  backend: SimdBackend;
}

function dropout({ inputs: { x }, attrs: { rate, seed }, backend }: Call): TensorInfo {
  const out = backend.makeOutput(x.shape, 'float32');
  const count = x.shape.reduce((product, size) => product * size, 1);
  const threshold = Math.round(rate * 2 ** 32);
  backend.products.dropout(backend.addressOf(x), backend.addressOf(out), count, seed, threshold, 1 / (1 - rate));
  return out;
}

export const dropoutKernel: KernelConfig = {
  kernelName: DROPOUT,
  backendName: 'wasm',
  kernelFunc: (call) => dropout(call as unknown as Call),
};
