import * as plain from '../../contract/validation/plain-data.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { corruptPack } from '../corrupt-pack.ts';
import { offsets as offsetsInto, readSection, type SectionLayout, u8, writeSection } from '../layout.ts';
import type { PackSection } from '../pack.ts';

const MAX_ID_LENGTH = 512;

const tensors = () => ({ ids: u8(-1), offsets: offsetsInto('ids', -1) });

/** The products' ids, in order of row. */
export const PRODUCTS: SectionLayout<object, ReturnType<typeof tensors>> & { readonly name: 'products' } = {
  name: 'products',
  options: plain.fields({}),
  tensors,
};

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
  return writeSection(PRODUCTS, ids.length, {}, { ids: text, offsets });
}

/** @throws VitrineError `pack-corrupt` */
export function readProductIds(section: PackSection): string[] {
  return [...readIdTable(section)];
}

/** The ids as they lie in the file. @throws VitrineError `pack-corrupt` */
export function readIdTable(section: PackSection): TextTable {
  const [, { ids: text, offsets }] = readSection(PRODUCTS, section, 0);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let i = 0; i + 1 < offsets.length; i++) {
    const bytes = text.subarray(offsets[i], offsets[i + 1]);
    if (bytes.length <= MAX_ID_LENGTH && isPlain(bytes)) continue;
    let id = '';
    try {
      id = decoder.decode(bytes);
    } catch {
      // It is not UTF-8, and so is none.
    }
    if (id === '' || id.length > MAX_ID_LENGTH || id !== id.trim())
      throw corruptPack(`product ${i + 1} has no valid id`);
  }
  try {
    const table = new TextTable(text, offsets);
    table.check();
    return table;
  } catch (cause) {
    throw corruptPack('two products have the same id', cause);
  }
}

/** Whether it is ASCII without a space or a control character: most ids are, and need no decoding to be valid. */
function isPlain(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] <= 0x20 || bytes[i] >= 0x7f) return false;
  return bytes.length > 0;
}
