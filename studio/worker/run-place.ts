import { Compute } from '../../src/learning/compute/backend.ts';
import { LentCompute } from '../../src/trainer/lent-compute.ts';
import { reportSteps, type StepProgress } from '../../src/trainer/progress.ts';
import type { RunContext } from '../../src/trainer/run-context.ts';
import type { RunFolder } from '../../src/trainer/run-folder.ts';

/** Where a run of the trainer takes place, and who hears of it. */
export interface RunPlace {
  tell: (progress: StepProgress) => void;
  signal: AbortSignal;
  folder: RunFolder;
  /** Address of the tensor runtime. */
  wasm: string;
}

/** Runs a task of the trainer in this thread. The tensor runtime is closed at its end. */
export async function inContext<TResult>(
  { tell, signal, folder, wasm }: RunPlace,
  work: (run: RunContext) => Promise<TResult>,
): Promise<TResult> {
  const compute = new LentCompute(() =>
    Compute.open({ wasm: async () => (await fetch(wasm, { signal })).arrayBuffer() }),
  );
  try {
    return await work({ progress: reportSteps(tell), signal, seed: 1, folder, compute });
  } finally {
    await compute.close();
  }
}
