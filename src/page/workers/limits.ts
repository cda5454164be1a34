import { VitrineError } from '../../contract/errors.ts';

/** What ends a call before its answer. */
export interface Limits {
  /** Milliseconds. */
  deadline: number;
  signal?: AbortSignal;
  /** What the caller waits for, as the error tells it: `recommend()`. */
  what: string;
}

/**
 * Runs `work` and settles by the deadline or the abort, whatever the work does.
 * @param work learns from `expired()` that nobody waits any more, so that it starts nothing new.
 */
export function within<TResult>(limits: Limits, work: (expired: () => boolean) => Promise<TResult>): Promise<TResult> {
  const { deadline, signal, what } = limits;
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = (outcome: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      outcome();
    };
    const onAbort = (): void => settle(() => reject(aborted(what, signal?.reason)));
    const timer = setTimeout(() => {
      settle(() => reject(late(what, deadline)));
    }, deadline);
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort);
    work(() => settled).then(
      (result) => settle(() => resolve(result)),
      (thrown) => settle(() => reject(VitrineError.from(thrown))),
    );
  });
}

export function late(what: string, deadline: number): VitrineError {
  return new VitrineError('deadline', `${what} had no answer within ${deadline} ms.`, {
    remedy: 'Try again, or raise the option `deadline`.',
  });
}

export const closed = (): VitrineError =>
  new VitrineError('closed', 'The recommender was closed.', { remedy: 'Make another with `createRecommender`.' });

export function aborted(what: string, reason: unknown): VitrineError {
  return new VitrineError('aborted', `${what} was aborted.`, { cause: reason });
}

/** The same promise, never reported as unhandled: whoever awaits it still gets its rejection. */
export function quiet<TPromise extends Promise<unknown>>(promise: TPromise): TPromise {
  promise.catch(() => undefined);
  return promise;
}
