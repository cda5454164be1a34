import { VitrineError } from '../contract/errors.ts';

/** The error of a pack that is not what it should be. @param what of it, as in "the pack cannot be used: …" */
export function corruptPack(what: string, cause?: unknown): VitrineError {
  return new VitrineError('pack-corrupt', `The pack cannot be used: ${what}.`, {
    remedy:
      'Check that the address leads to a whole file of `vitrine train`, and train it again if it does; docs/pack.md says what each section must hold.',
    cause,
  });
}
