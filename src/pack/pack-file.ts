import * as v from 'valibot';
import { VitrineError } from '../contract/errors.ts';
import { SOURCE_NAMES } from '../contract/recommendation.ts';
import type { Pack, PackManifest, PackSection } from './pack.ts';
import { readProductIds, writeProductIds } from './product-ids.ts';
import { readSafetensors, type SafetensorsFile, writeSafetensors } from './safetensors.ts';

/** The key of the header's metadata under which the manifest lies, as JSON. */
const MANIFEST_KEY = 'vitrine';
const VERSION = 1;
/** The section that every pack has. */
const PRODUCTS = 'products';
/** Names of sections and of their tensors; a tensor's name in the file is `section/tensor`. */
const NAME = /^[a-z0-9][a-z0-9_.-]{0,99}$/i;

const finite = v.pipe(v.number(), v.finite());
const weight = v.pipe(finite, v.minValue(0));
const ManifestSchema = v.object({
  format: v.literal('vitrine-pack'),
  version: v.literal(VERSION),
  created: v.pipe(v.string(), v.isoTimestamp()),
  unit: v.picklist(['visitor', 'session']),
  minShoppers: v.pipe(v.number(), v.integer(), v.minValue(1)),
  weights: v.partial(v.object(v.entriesFromList(SOURCE_NAMES, weight))),
  metrics: v.record(v.string(), finite),
  sections: v.record(v.string(), v.record(v.string(), v.unknown())),
});

export function writePack({ manifest, productIds, sections }: Pack): Uint8Array<ArrayBuffer> {
  const options = Object.entries(sections).map(([name, section]) => [name, section.options]);
  const file: SafetensorsFile = {
    metadata: { [MANIFEST_KEY]: JSON.stringify({ ...manifest, sections: Object.fromEntries(options) }) },
    tensors: {},
  };
  for (const [name, section] of Object.entries({ ...sections, [PRODUCTS]: writeProductIds(productIds) })) {
    for (const [tensor, value] of Object.entries(section.tensors)) file.tensors[`${name}/${tensor}`] = value;
  }
  return writeSafetensors(file);
}

/**
 * Reads a pack that nobody vouches for, in time and memory linear in its size. What a section holds is checked by
 * the room that uses it.
 * @throws VitrineError `pack-corrupt` or `pack-version`.
 */
export function readPack(bytes: Uint8Array<ArrayBuffer>): Pack {
  const file = readSafetensors(bytes);
  const { sections: options, ...manifest } = readManifest(file.metadata[MANIFEST_KEY]);
  const sections = new Map<string, PackSection>();
  for (const name of [PRODUCTS, ...Object.keys(options)]) {
    if (!NAME.test(name)) throw corrupt(`a section has the name ${JSON.stringify(name.slice(0, 100))}`);
    sections.set(name, { options: options[name] ?? {}, tensors: {} });
  }
  for (const [name, tensor] of Object.entries(file.tensors)) {
    const [sectionName, tensorName, ...rest] = name.split('/');
    const section = sections.get(sectionName);
    if (section === undefined || tensorName === undefined || rest.length > 0 || !NAME.test(tensorName)) {
      throw corrupt(`tensor ${JSON.stringify(name.slice(0, 100))} belongs to no section of the manifest`);
    }
    section.tensors[tensorName] = tensor;
  }
  const productIds = readProductIds(sections.get(PRODUCTS)!);
  sections.delete(PRODUCTS);
  return { manifest, productIds, sections: Object.fromEntries(sections) };
}

function readManifest(json: string | undefined): PackManifest & { sections: Record<string, Record<string, unknown>> } {
  if (json === undefined) throw corrupt('it is a safetensors file, but not one of ours');
  let manifest: unknown;
  try {
    manifest = JSON.parse(json);
  } catch (cause) {
    throw corrupt('its manifest is not JSON', cause);
  }
  const version = v.safeParse(v.object({ format: v.literal('vitrine-pack'), version: v.number() }), manifest);
  if (version.success && version.output.version !== VERSION) {
    throw new VitrineError(
      'pack-version',
      `The pack is of format version ${version.output.version}; this Vitrine reads version ${VERSION}.`,
      { remedy: 'Train the pack again with the `vitrine` of the version that the page uses.' },
    );
  }
  const result = v.safeParse(ManifestSchema, manifest);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw corrupt(`its manifest is wrong at ${v.getDotPath(issue) ?? 'the top'}: ${issue.message}`);
}

function corrupt(what: string, cause?: unknown): VitrineError {
  return new VitrineError('pack-corrupt', `The pack cannot be read: ${what}.`, {
    remedy: 'Check that the address leads to a file written by `vitrine train`, and train it again if it does.',
    cause,
  });
}
