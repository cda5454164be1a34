import { VitrineError } from '../../contract/errors.ts';
import { aborted, quiet } from '../workers/limits.ts';
import { ProgressQueue } from './progress-queue.ts';

/** What long work reports to. */
export interface ProgressSink<TProgress> {
  /** Yields it to the caller. */
  publish: (progress: TProgress) => void;
  /**
   * Sets how the work is cancelled once it is under way.
   * @throws VitrineError `aborted` where nobody waits for it any more
   */
  begin: (cancel: () => void) => void;
}

/**
 * Long work as an asynchronous generator: progress is yielded, the report is the return value. Leaving the loop, or an
 * abort, cancels the work.
 * @param what the caller waits for, as error messages name it: `train()`
 */
export async function* progressGenerator<TProgress, TReport>(
  what: string,
  signal: AbortSignal | undefined,
  work: (sink: ProgressSink<TProgress>) => Promise<TReport>,
): AsyncGenerator<TProgress, TReport, void> {
  const queue = new ProgressQueue<TProgress>();
  const onAbort = (): void => queue.end(aborted(what, signal?.reason));
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  let cancel = (): void => undefined;
  let left = false;
  const begin = (cancelWork: () => void): void => {
    if (left) throw aborted(what, signal?.reason);
    cancel = cancelWork;
  };
  const report = quiet(work({ publish: (progress) => queue.push(progress), begin }));
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
