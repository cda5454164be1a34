import { VitrineError } from '../src/contract/errors.ts';

/**
 * Runs long work that Ctrl-C ends at its next step.
 * @param kept where what was done so far lies
 * @throws VitrineError `aborted` where it was interrupted
 */
export async function interruptible<TResult>(
  kept: string,
  work: (signal: AbortSignal) => Promise<TResult>,
): Promise<TResult> {
  const interrupt = new AbortController();
  const onInterrupt = () => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  try {
    return await work(interrupt.signal);
  } catch (thrown) {
    if (!interrupt.signal.aborted) throw thrown;
    throw new VitrineError('aborted', `Interrupted. What was done so far is kept in ${kept}.`, {
      remedy: 'Run the same command again to go on from there.',
    });
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
