import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { LentCompute } from '../lent-compute.ts';
import { type ProgressReporter, reportSteps, silent } from '../progress.ts';
import type { RunContext } from '../run-context.ts';
import { MemoryFolder } from '../run-folder.ts';

/** A run for tests in Node: in memory, on the plain CPU backend, without progress reports. */
export function testRun(given: Partial<RunContext> = {}): RunContext {
  return {
    progress: silent,
    signal: new AbortController().signal,
    seed: 1,
    folder: new MemoryFolder(),
    compute: new LentCompute(() => openCompute('cpu')),
    ...given,
  };
}

/** Aborts when a step says for the n-th time how far it is: the first is its beginning. */
export function abortedAt(count: number): { progress: ProgressReporter; signal: AbortSignal } {
  const controller = new AbortController();
  let left = count;
  const progress = reportSteps(({ ended, total }) => {
    if (!ended && total > 1 && --left === 0) controller.abort();
  });
  return { progress, signal: controller.signal };
}
