import { VitrineError } from '../../contract/errors.ts';

/** The error of a task or message that does not fit into its round. */
export function refused(what: string, cause?: unknown): VitrineError {
  return new VitrineError('federated-refused', `The round of federated learning cannot go on. ${what}.`, {
    remedy: 'Take part in another round. Where it happens again, compare the server with docs/federated.md.',
    cause,
  });
}
