import { VitrineError } from '../contract/errors.ts';
import { digestOf } from '../history/tensor-digest.ts';
import type { Pack } from '../pack/pack.ts';
import { readPack } from '../pack/pack-file.ts';

export interface PackFile {
  pack: Pack;
  bytes: number;
  /** Tells packs apart: weights that were fine-tuned from one fit no other. */
  digest: string;
}

/** @param source absolute address, or bytes. @throws VitrineError `pack-unreachable`, `pack-corrupt`, `pack-version`. */
export async function readPackFile(source: string | ArrayBuffer): Promise<PackFile> {
  const bytes = new Uint8Array(typeof source === 'string' ? await fetchPack(source) : source);
  return { pack: readPack(bytes), bytes: bytes.byteLength, digest: digestOf(bytes) };
}

async function fetchPack(url: string): Promise<ArrayBuffer> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.arrayBuffer();
  } catch (cause) {
    throw new VitrineError('pack-unreachable', `The pack at ${url} could not be fetched: ${String(cause)}`, {
      remedy: 'Check the address, and that its server allows this page to read it (CORS).',
      cause,
    });
  }
}
