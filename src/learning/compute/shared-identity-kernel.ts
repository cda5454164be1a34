import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from './simd-backend.ts';

/**
 * A tensor that is the same: it shares the numbers, which never change. The backend's own copies them, and a training
 * step keeps some fifty tensors for its gradients in this way.
 */
export const sharedIdentityKernel: KernelConfig = {
  kernelName: 'Identity',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend }) => {
    const { dataId, shape, dtype } = inputs.x as TensorInfo;
    (backend as SimdBackend).incRef(dataId);
    return { dataId, shape, dtype };
  },
};
