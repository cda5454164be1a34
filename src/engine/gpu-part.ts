import type { ChooseGpu } from '../kernels/scoring/ahead-scorer.ts';
import { scriptPart } from './script-part.ts';

/**
 * The code that scans on a GPU, from the script at `address` (workers/gpu-scan.ts): few catalogues are large enough for it.
 * Where it cannot be loaded SIMD goes on, and says why.
 */
export const gpuPartAt =
  (address: string): ChooseGpu =>
  async (exact, question) => {
    if (!(await globalThis.navigator?.gpu?.requestAdapter())) throw new Error('there is no WebGPU here');
    return (await scriptPart<ChooseGpu>(address, 'vitrineChooseGpu'))(exact, question);
  };
