import { VitrineError } from '../contract/errors.ts';
import * as plain from '../contract/validation/plain-data.ts';
import type { PackSection } from './pack.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** What has a file of its own: generators, and the encoder of pictures. */
const KINDS = ['picture', 'latent-picture', 'describer', 'picture-encoder'] as const;
export type GeneratorKind = (typeof KINDS)[number];

/** A generator or an encoder as it is shipped beside the page: a safetensors file with its options in the header. */
export interface GeneratorFile extends PackSection {
  kind: GeneratorKind;
  /** ISO date. */
  created: string;
  /** What was measured when it was made, on validation. */
  metrics: Record<string, number>;
}

const METADATA = 'vitrine-generator';
const VERSION = 1;
const Manifest = plain.fields({
  version: plain.oneOf([VERSION]),
  kind: plain.oneOf(KINDS),
  created: plain.date,
  metrics: plain.record(plain.finite),
  options: plain.record(plain.anything),
});

export function writeGenerator({ tensors, ...manifest }: GeneratorFile): Uint8Array<ArrayBuffer> {
  return writeSafetensors({ metadata: { [METADATA]: JSON.stringify({ version: VERSION, ...manifest }) }, tensors });
}

/**
 * Reads a file that nobody vouches for. What options and tensors hold is checked by the generator.
 * @param kinds what it may be
 * @throws VitrineError `pack-corrupt`
 */
export function readGenerator(bytes: Uint8Array<ArrayBuffer>, ...kinds: readonly GeneratorKind[]): GeneratorFile {
  const { metadata, tensors } = readSafetensors(bytes);
  const json = metadata[METADATA];
  if (json === undefined) throw corrupt('it is none of ours');
  let manifest: unknown;
  try {
    manifest = JSON.parse(json);
  } catch (cause) {
    throw corrupt('its manifest is not JSON', cause);
  }
  const { version: _, ...file } = plain.read(Manifest, manifest, (what) => corrupt(`of its manifest, ${what}`));
  if (!kinds.includes(file.kind)) throw corrupt(`it is of the kind ${file.kind}`);
  return { ...file, tensors };
}

function corrupt(what: string, cause?: unknown): VitrineError {
  return new VitrineError('pack-corrupt', `The file of the generator cannot be read: ${what}.`, {
    remedy: 'Check that the address leads to a file written by this version of `vitrine`.',
    cause,
  });
}
