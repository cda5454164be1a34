import { VitrineError } from '../../contract/errors.ts';
import { aborted, quiet } from '../workers/limits.ts';
import { ProgressQueue } from './progress-queue.ts';

/** What long work gets from its teller. */
export interface Telling<TProgress> {
  /** To be yielded to the caller. */
  tell: (progress: TProgress) => void;
  /**
   * Says how the work is called off once it is under way.
   * @throws VitrineError `aborted` where nobody waits for it any more
   */
  begin: (cancel: () => void) => void;
}

/**
 * Long work as a loop of its caller's: progress is yielded, the report is the return value. Leaving the loop, or an abort,
 * calls the work off.
 * @param what the caller waits for, as an error tells it: `train()`
 */
export async function* toldAsItGoes<TProgress, TReport>(
  what: string,
  signal: AbortSignal | undefined,
  work: (telling: Telling<TProgress>) => Promise<TReport>,
): AsyncGenerator<TProgress, TReport, void> {
  const queue = new ProgressQueue<TProgress>();
  const onAbort = (): void => queue.end(aborted(what, signal?.reason));
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  let cancel = (): void => undefined;
  let left = false;
  const begin = (callOff: () => void): void => {
    if (left) throw aborted(what, signal?.reason);
    cancel = callOff;
  };
  const report = quiet(work({ tell: (progress) => queue.push(progress), begin }));
  report.then(
    () => queue.end(),
    (thrown) => queue.end(VitrineError.from(thrown)),
  );
  let finished = false;
  try {
    yield* queue;
    finished = true;
    return await report;
  } finally {
    left = true;
    signal?.removeEventListener('abort', onAbort);
    if (!finished) cancel();
  }
}
