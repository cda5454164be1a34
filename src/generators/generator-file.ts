import * as v from 'valibot';
import { VitrineError } from '../contract/errors.ts';
import type { PackSection } from '../pack/pack.ts';
import { readSafetensors, writeSafetensors } from '../pack/safetensors.ts';

/** Generators that have a file of their own. */
export type GeneratorKind = 'picture';

/** A generator as it is shipped beside the page: a safetensors file with its options in the header. */
export interface GeneratorFile extends PackSection {
  kind: GeneratorKind;
  /** ISO date. */
  created: string;
  /** What was measured when it was made, on validation. */
  metrics: Record<string, number>;
}

const METADATA = 'vitrine-generator';
const VERSION = 1;
const finite = v.pipe(v.number(), v.finite());
const ManifestSchema = v.object({
  version: v.literal(VERSION),
  kind: v.picklist(['picture']),
  created: v.pipe(v.string(), v.isoTimestamp()),
  metrics: v.record(v.string(), finite),
  options: v.record(v.string(), v.unknown()),
});

export function writeGenerator({ tensors, ...manifest }: GeneratorFile): Uint8Array<ArrayBuffer> {
  return writeSafetensors({ metadata: { [METADATA]: JSON.stringify({ version: VERSION, ...manifest }) }, tensors });
}

/**
 * Reads a file that nobody vouches for. What options and tensors hold is checked by the generator.
 * @throws VitrineError `pack-corrupt`
 */
export function readGenerator(bytes: Uint8Array<ArrayBuffer>, kind: GeneratorKind): GeneratorFile {
  const { metadata, tensors } = readSafetensors(bytes);
  const json = metadata[METADATA];
  if (json === undefined) throw corrupt('it is no generator of ours');
  let manifest: unknown;
  try {
    manifest = JSON.parse(json);
  } catch (cause) {
    throw corrupt('its manifest is not JSON', cause);
  }
  const result = v.safeParse(ManifestSchema, manifest);
  if (!result.success) throw corrupt(`its manifest is wrong at ${v.getDotPath(result.issues[0]) ?? 'the top'}`);
  if (result.output.kind !== kind) throw corrupt(`it is a generator of the kind ${result.output.kind}`);
  const { version: _, ...file } = result.output;
  return { ...file, tensors };
}

function corrupt(what: string, cause?: unknown): VitrineError {
  return new VitrineError('pack-corrupt', `The generator cannot be read: ${what}.`, {
    remedy: 'Check that the address leads to a file written by `vitrine train-pictures` of this version.',
    cause,
  });
}
