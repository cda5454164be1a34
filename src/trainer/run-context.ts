import { VitrineError } from '../contract/errors.ts';
import type { LentCompute } from './lent-compute.ts';
import type { ProgressReporter, StepFigures } from './progress.ts';
import type { RunFolder } from './run-folder.ts';

/** What all of a run has in common, whoever started it: the command line, a page, a cluster. Handed once. */
export interface RunContext {
  progress: ProgressReporter;
  /** Ends the run at its next step, with an error `aborted`. Where there are checkpoints, the next run goes on from them. */
  signal: AbortSignal;
  /** Of all that is random, but for the noise that hides shoppers in a pack: the same seed and data give the same result. */
  seed: number;
  folder: RunFolder;
  compute: LentCompute;
}

/** Says how much of a step is done, the best figure so far and those of the moment; to be awaited. @throws VitrineError `aborted` */
export type Advance = (done: number, total: number, best?: number, figures?: StepFigures) => Promise<void>;

/** Milliseconds after which a step lets messages in, such as an abort. */
const TURN = 50;

/** Runs one step of the work. @throws VitrineError `aborted` */
export async function runStep<TResult>(
  { progress, signal }: Pick<RunContext, 'progress' | 'signal'>,
  name: string,
  work: (advance: Advance) => TResult | Promise<TResult>,
): Promise<TResult> {
  const step = progress.begin(name);
  let turn = performance.now();
  try {
    throwIfAborted(signal);
    step.advance(0, 1);
    return await work(async (done, total, best, figures) => {
      step.advance(done, total, best, figures);
      if (performance.now() - turn >= TURN) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        turn = performance.now();
      }
      throwIfAborted(signal);
    });
  } finally {
    step.end();
  }
}

/** Runs a part of the work that has steps of its own. */
export async function runPart<TResult>(
  context: RunContext,
  name: string,
  work: (context: RunContext) => Promise<TResult>,
): Promise<TResult> {
  const part = context.progress.begin(name);
  try {
    return await work({ ...context, progress: part });
  } finally {
    part.end();
  }
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new VitrineError('aborted', 'The run was aborted.', { cause: signal.reason });
}
