import { VitrineError } from '../contract/errors.ts';
import type { PackSection } from './pack.ts';
import { checkOffsets, readTensor } from './section.ts';

const MAX_ID_LENGTH = 512;

/** Ids as one text with offsets. */
export function writeProductIds(ids: readonly string[]): PackSection {
  const encoder = new TextEncoder();
  const encoded = ids.map((id) => encoder.encode(id));
  const offsets = new Uint32Array(ids.length + 1);
  encoded.forEach(({ length }, i) => {
    offsets[i + 1] = offsets[i] + length;
  });
  const text = new Uint8Array(offsets[ids.length]);
  encoded.forEach((bytes, i) => {
    text.set(bytes, offsets[i]);
  });
  return {
    options: {},
    tensors: { ids: { shape: [text.length], data: text }, offsets: { shape: [offsets.length], data: offsets } },
  };
}

/** @throws VitrineError `pack-corrupt` */
export function readProductIds(section: PackSection): string[] {
  const text = readTensor(section, 'ids', [Uint8Array], [-1]);
  const offsets = readTensor(section, 'offsets', [Uint32Array], [-1]);
  checkOffsets('products/offsets', offsets, text.length);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const ids = Array.from({ length: offsets.length - 1 }, (_, i) => {
    try {
      return decoder.decode(text.subarray(offsets[i], offsets[i + 1]));
    } catch (cause) {
      throw corrupt(`the id of product ${i + 1} is not UTF-8`, cause);
    }
  });
  const bad = ids.findIndex((id) => id === '' || id.length > MAX_ID_LENGTH || id !== id.trim());
  if (bad >= 0) throw corrupt(`product ${bad + 1} has no valid id`);
  if (new Set(ids).size !== ids.length) throw corrupt('two products have the same id');
  return ids;
}

function corrupt(what: string, cause?: unknown): VitrineError {
  return new VitrineError('pack-corrupt', `The pack cannot be read: ${what}.`, {
    remedy: 'Check that the address leads to a file written by `vitrine train`, and train it again if it does.',
    cause,
  });
}
