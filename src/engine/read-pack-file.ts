import { VitrineError } from '../contract/errors.ts';
import { Digest } from '../kernels/compact/digest.ts';
import type { PackPart } from '../pack/pack.ts';
import { PackReader } from '../pack/pack-file.ts';

export interface PackFile {
  pack: PackPart;
  bytes: number;
  /** Tells packs apart: weights that were fine-tuned from one fit no other. */
  digest: string;
}

/**
 * Reads a pack as it arrives.
 * @param source absolute address, or bytes
 * @param onPart told what is complete so far, whenever a section is
 * @throws VitrineError `pack-unreachable`, `pack-corrupt`, `pack-version`, or what `onPart` throws
 */
export async function readPackFile(
  source: string | ArrayBuffer,
  onPart: (part: PackPart) => void = () => undefined,
): Promise<PackFile> {
  const reader = new PackReader();
  const digest = new Digest();
  let bytes = 0;
  for await (const piece of typeof source === 'string' ? fetchPack(source) : [new Uint8Array(source)]) {
    bytes += piece.length;
    digest.update(piece);
    if (reader.push(piece) && reader.part !== undefined) onPart(reader.part);
  }
  return { pack: reader.end(), bytes, digest: digest.text };
}

async function* fetchPack(url: string): AsyncGenerator<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const response = await fetch(url);
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    reader = response.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } catch (cause) {
    throw new VitrineError('pack-unreachable', `The pack at ${url} could not be fetched: ${String(cause)}`, {
      remedy: 'Check the address, and that its server allows this page to read it (CORS).',
      cause,
    });
  } finally {
    // Also where the pack turned out corrupt: the rest would be downloaded in vain.
    reader?.cancel().catch(() => undefined);
  }
}
