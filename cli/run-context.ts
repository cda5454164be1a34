import { VitrineError } from '../src/contract/errors.ts';
import { LentCompute } from '../src/trainer/lent-compute.ts';
import { NodeFolder } from '../src/trainer/node/node-folder.ts';
import { openTensorRuntime } from '../src/trainer/node/tensor-runtime.ts';
import type { RunContext } from '../src/trainer/run-context.ts';
import { createProgress } from './progress.ts';

/** What a command says of its run, and what a caller brings instead of this process's own. */
export interface RunSetting {
  seed: number;
  /** Path of the folder where checkpoints lie. */
  work: string;
  given?: Partial<RunContext> | undefined;
}

/**
 * Runs a command's work in this process: bars on standard error, Ctrl-C ends it, checkpoints lie in a folder, and tensors
 * are computed by the GPU or by WASM.
 * @throws VitrineError `aborted` where it was interrupted
 */
export async function inContext<TResult>(
  { seed, work, given }: RunSetting,
  run: (context: RunContext) => Promise<TResult>,
): Promise<TResult> {
  const interrupt = new AbortController();
  const onInterrupt = () => interrupt.abort();
  const signal = given?.signal ?? interrupt.signal;
  const compute = given?.compute ?? new LentCompute(() => openTensorRuntime());
  process.once('SIGINT', onInterrupt);
  try {
    return await run({ progress: createProgress(), seed, folder: new NodeFolder(work), ...given, compute, signal });
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    throw new VitrineError('aborted', `Interrupted. What was done so far is kept in ${work}.`, {
      remedy: 'Run the same command again to go on from there.',
    });
  } finally {
    process.off('SIGINT', onInterrupt);
    if (given?.compute === undefined) await compute.close();
  }
}
