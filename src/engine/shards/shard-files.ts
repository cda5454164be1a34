import type { VitrineError } from '../../contract/errors.ts';
import { corruptPack } from '../../pack/corrupt-pack.ts';
import { digestOf, nameOf, type ShardFile } from '../../pack/shards/shard-index.ts';
import type { ShardStore } from './shard-store.ts';

/** Milliseconds after which a request is given up. Lists wait less long. */
const DEADLINE = 20_000;

/** Files beside an index: from this browser's store, else fetched; what comes is what the index tells of, or is refused. */
export class ShardFiles {
  requests = 0;
  bytes = 0;
  readonly #index: string;
  readonly #store: ShardStore;

  /** @param index its address */
  constructor(index: string, store: ShardStore) {
    this.#index = index;
    this.#store = store;
  }

  /**
   * @param again whether it could not be used before: then no cache of the browser's answers
   * @throws VitrineError `pack-corrupt`, or the browser's own error where there is no answer
   */
  async read(file: ShardFile, again: boolean): Promise<ArrayBuffer> {
    const kept = again ? undefined : await this.#store.load(file.digest);
    if (kept && (await digestOf(kept)) === file.digest) return kept;
    const bytes = await this.#fetch(file, again);
    void this.#store.save(file.digest, bytes);
    return bytes;
  }

  async #fetch(file: ShardFile, again: boolean): Promise<ArrayBuffer> {
    this.requests++;
    const response = await fetch(new URL(nameOf(file), this.#index), {
      signal: AbortSignal.timeout(DEADLINE),
      ...(again && { cache: 'reload' }),
    });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    const bytes = new Uint8Array(file.bytes);
    const reader = response.body.getReader();
    let filled = 0;
    try {
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        this.bytes += piece.value.length;
        if (filled + piece.value.length > file.bytes) throw misfit(response, `more than ${file.bytes} bytes`);
        bytes.set(piece.value, filled);
        filled += piece.value.length;
      }
    } finally {
      // The rest of what is refused would be downloaded in vain.
      reader.cancel().catch(() => undefined);
    }
    if (filled < file.bytes) throw misfit(response, `${filled} bytes instead of ${file.bytes}`);
    if ((await digestOf(bytes.buffer)) !== file.digest) throw misfit(response, 'another digest than the index says');
    return bytes.buffer;
  }
}

function misfit({ url, headers }: Response, what: string): VitrineError {
  const type = headers.get('content-type') ?? '';
  return corruptPack(`${url} has ${what}${type.includes('html') ? '; it is an HTML page' : ''}`);
}

/**
 * What gzip compressed, which has so many bytes.
 * @throws VitrineError `pack-corrupt`
 */
export async function unpack(zipped: ArrayBuffer, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const unpacked = new Uint8Array(bytes);
  let filled = 0;
  try {
    const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'));
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      unpacked.set(value, filled);
      filled += value.length;
    }
  } catch (cause) {
    throw corruptPack('a shard cannot be unpacked', cause);
  }
  if (filled < bytes) throw corruptPack(`a shard unpacks to ${filled} bytes instead of ${bytes}`);
  return unpacked;
}
