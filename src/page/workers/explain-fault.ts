import { VitrineError } from '../../contract/errors.ts';
import type { WorkerFault } from './worker-fault.ts';

/** Why a worker failed, in words that are fetched when one has; a short word where they cannot be fetched. */
export async function explainFault(
  name: string,
  explain: (words: typeof import('./worker-fault.ts')) => WorkerFault | Promise<WorkerFault>,
): Promise<VitrineError> {
  try {
    const { code, message, ...rest } = await explain(await import('./worker-fault.ts'));
    return new VitrineError(code, message, rest);
  } catch (cause) {
    return new VitrineError('worker-failed', `The ${name} worker could not be started.`, { cause });
  }
}
