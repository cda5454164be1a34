import { backend, engine, type KernelConfig, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import { attentionKernels } from './attention-kernels.ts';
import { convolutionKernels } from './convolution-kernels.ts';
import { dropoutKernel } from './dropout-kernel.ts';
import { layerNormKernels } from './layer-norm-kernels.ts';
import { linearKernels } from './linear-kernels.ts';
import { recurrenceKernels } from './recurrence-kernels.ts';
import { sharedIdentityKernel } from './shared-identity-kernel.ts';
import { sharedLossKernel } from './shared-loss-kernel.ts';
import { SimdBackend } from './simd-backend.ts';

/** Kernels of ours for the WASM backend, for what takes the longest in a training step. */
export const ownKernels: readonly KernelConfig[] = [
  sharedIdentityKernel,
  sharedLossKernel,
  ...attentionKernels,
  ...convolutionKernels,
  dropoutKernel,
  ...linearKernels,
  ...layerNormKernels,
  ...recurrenceKernels,
];

/** Whether the present backend has them. */
export const hasOwnKernels = (): boolean => backend() instanceof SimdBackend;

/** Runs a kernel of ours; undefined where the backend is another one, and the caller has to compose it of operations. */
export function runOwnKernel(name: string, inputs: NamedTensorMap, attributes: object = {}): Tensor[] | undefined {
  if (!hasOwnKernels()) return undefined;
  const outputs = engine().runKernel(name, inputs, attributes as never);
  return Array.isArray(outputs) ? outputs : [outputs];
}
