import type { ChooseGpu } from '../kernels/scoring/ahead-scorer.ts';

/** The engine's thread with what the script of that part (workers/gpu-scan.ts) leaves behind. */
const thread = globalThis as { vitrineChooseGpu?: ChooseGpu; importScripts?: (address: string) => void };

/**
 * The code that scans on a GPU, from the script at `address`: few catalogues are large enough for it. It comes by
 * `importScripts`, which bundlers leave as it is and which needs no CORS, and which holds its thread: so the browser's cache
 * gets the script first. A worker that was started as a module has no such call: SIMD then goes on, and says why.
 */
export const gpuPartAt =
  (address: string): ChooseGpu =>
  async (exact, question) => {
    if (!(await globalThis.navigator?.gpu?.requestAdapter())) throw new Error('there is no WebGPU here');
    if (thread.vitrineChooseGpu === undefined) {
      await fetch(address, { mode: 'no-cors' }).catch(() => undefined);
      thread.importScripts?.(address);
    }
    if (thread.vitrineChooseGpu === undefined) throw new Error('its code could not be loaded');
    return thread.vitrineChooseGpu(exact, question);
  };
