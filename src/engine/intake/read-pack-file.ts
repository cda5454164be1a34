import { Digest } from '../../kernels/compact/digest.ts';
import type { PackPart } from '../../pack/pack.ts';
import { PackReader } from '../../pack/pack-file.ts';
import { fetchPieces } from './fetch-pieces.ts';

/** Bytes that a pack may take. Reading it takes up to twice as many. */
const MOST_BYTES = 512 * 1024 * 1024;

export interface PackFile {
  pack: PackPart;
  bytes: number;
  /** Tells packs apart: weights that were fine-tuned from one fit no other. */
  digest: string;
}

/**
 * Reads a pack as it arrives.
 * @param source absolute address, or bytes
 * @param onPart called with the complete sections, whenever one is completed
 * @throws VitrineError `pack-unreachable`, `pack-corrupt`, `pack-version`, `pack-too-large`, or what `onPart` throws
 */
export async function readPackFile(
  source: string | ArrayBuffer,
  onPart: (part: PackPart) => Promise<void> = async () => undefined,
): Promise<PackFile> {
  const reader = new PackReader(MOST_BYTES);
  const digest = new Digest();
  let bytes = 0;
  const pieces =
    typeof source === 'string' ? fetchPieces(source, 'pack', 'pack-unreachable') : [new Uint8Array(source)];
  for await (const piece of pieces) {
    bytes += piece.length;
    digest.update(piece);
    if (reader.push(piece) && reader.part !== undefined) await onPart(reader.part);
  }
  return { pack: reader.end(), bytes, digest: digest.text };
}
