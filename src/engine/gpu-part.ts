import type { ChooseGpu } from '../kernels/scoring/ahead-scorer.ts';
import type { ScriptParts } from './script-parts.ts';

/**
 * The code that scans on a GPU, by a script of its own: few catalogues are large enough for it. Where it cannot be loaded SIMD
 * goes on, and says why.
 */
export const gpuPart =
  (parts: ScriptParts): ChooseGpu =>
  async (exact, question) => {
    if (!(await globalThis.navigator?.gpu?.requestAdapter())) throw new Error('there is no WebGPU here');
    return (await parts.load('gpu-scan'))(exact, question);
  };
