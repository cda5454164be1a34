import type { Product } from '../../contract/product.ts';
import type { Pack } from '../../pack/pack.ts';
import { writePack } from '../../pack/pack-file.ts';
import { hashOfId, writeIdPages } from '../../pack/shards/id-pages.ts';
import { digestOf, nameOf, type ShardEntry, type ShardFile, writeShardIndex } from '../../pack/shards/shard-index.ts';

/** Products whose records stand in the index itself. */
const FIRST = 48;

/** Takes shard after shard, and holds none of them: a shop of any size is written in the memory of one shard. */
export class ShardWriter {
  readonly #write: (name: string, bytes: Uint8Array) => Promise<void>;
  readonly #shards: ShardEntry[] = [];
  readonly #hashes: number[] = [];
  readonly #owners: number[] = [];
  #created = '';
  #first: readonly Product[] = [];

  /** @param write takes one file; the index, which `end` gives, is to be written when they all are there */
  constructor(write: (name: string, bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /**
   * Writes the next shard.
   * @param pack of the products of the shard; of the first shard, which every page reads, with all that does not grow with the products
   * @param products the most popular first; those of the first shard are in others too
   */
  async add(pack: Pack, products: readonly Product[]): Promise<void> {
    const number = this.#shards.length;
    if (number === 0) {
      this.#created = pack.manifest.created;
      this.#first = products.slice(0, FIRST);
    } else {
      for (const { id } of products) {
        this.#hashes.push(hashOfId(id));
        this.#owners.push(number);
      }
    }
    const packed = writePack(pack);
    const feed = new TextEncoder().encode(JSON.stringify(products));
    const zipped = await gzip([packed, feed]);
    const categories = new Map<string, number>();
    for (const { categories: own = [] } of products) {
      for (const category of new Set(own)) categories.set(category, (categories.get(category) ?? 0) + 1);
    }
    this.#shards.push({
      ...(await this.#file(zipped)),
      unpacked: packed.length + feed.length,
      pack: packed.length,
      products: products.length,
      categories: Object.fromEntries(categories),
    });
  }

  /** @returns the index */
  async end(): Promise<string> {
    const pages: ShardFile[] = [];
    for (const page of writeIdPages(Uint32Array.from(this.#hashes), Uint16Array.from(this.#owners)))
      pages.push(await this.#file(page));
    return writeShardIndex({
      created: this.#created,
      products: this.#hashes.length,
      shards: this.#shards,
      pages,
      first: this.#first,
    });
  }

  async #file(bytes: Uint8Array<ArrayBuffer>): Promise<ShardFile> {
    const file = { digest: await digestOf(bytes.buffer), bytes: bytes.length };
    await this.#write(nameOf(file), bytes);
    return file;
  }
}

async function gzip(pieces: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  const zipped = new Blob(pieces).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(zipped).arrayBuffer());
}
