import { type ErrorCode, VitrineError } from '../contract/errors.ts';

/** The error of a pack that is not what it should be. @param what of it, as in "the pack cannot be used: …" */
export function corruptPack(what: string, cause?: unknown): VitrineError {
  return unusablePack('pack-corrupt', what, 'Check that the address leads to a whole file of `vitrine train`', cause);
}

const unusablePack = (code: ErrorCode, what: string, first: string, cause?: unknown): VitrineError =>
  new VitrineError(code, `The pack cannot be used: ${what}.`, {
    remedy: `${first}; else train it again by the version that the page uses (docs/pack.md).`,
    cause,
  });

/** The error of a pack that would take more memory than it may. @param bytes that it would take */
export const largePack = (bytes: number, most: number): VitrineError =>
  new VitrineError(
    'pack-too-large',
    `The pack would take ${megabytes(bytes)} of memory, and has ${megabytes(most)} at most.`,
    { remedy: `Train it with at most ${Math.floor((100 * most) / bytes)} % of its products, or a smaller width.` },
  );
const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** The error of a pack, or of a part of it, that is of another version. */
export const otherVersion = (part: string, version: unknown, readable: string): VitrineError =>
  unusablePack(
    'pack-version',
    `${part} is of version ${version}, and this Vitrine reads ${readable}`,
    'Where a cache still holds scripts of an older Vitrine, give them an address with its version',
  );
