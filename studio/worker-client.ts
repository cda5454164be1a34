import type { Remote } from 'comlink';
import { remote } from '../src/contract/wire.ts';
import type { Bench, Workbench } from './workbench.ts';

/** The studio's worker, started. Calls to it reject with a VitrineError. */
export interface StartedWorkbench {
  workbench: Remote<Workbench>;
  /** What was kept from an earlier visit. */
  bench: Bench;
}

/**
 * Starts the worker and lays out what was kept.
 * @param wasm address of the tensor runtime's SIMD file, of this origin
 */
export async function startWorkbench(wasm: string): Promise<StartedWorkbench> {
  const worker = new Worker(new URL('./worker/studio.worker.ts', import.meta.url), { type: 'module', name: 'studio' });
  const workbench = remote<Workbench>(worker);
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) =>
      reject(new Error(event.message || 'The studio’s worker did not start.')),
    );
  });
  return { workbench, bench: await Promise.race([workbench.open(wasm), failed]) };
}
