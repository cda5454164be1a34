import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { TextTable } from '../../src/kernels/compact/text-table.ts';
import { readPack } from '../../src/pack/pack-file.ts';
import { joinPacks } from '../../src/pack/shards/join-packs.ts';
import {
  digestOf,
  nameOf,
  readShardIndex,
  type ShardEntry,
  type ShardFile,
} from '../../src/pack/shards/shard-index.ts';

/** What a pack in shards holds. */
export interface ShardsSummary {
  created: string;
  products: number;
  /** Of the index itself. */
  bytes: number;
  /** Names of the sections that all shards have. */
  sections: readonly string[];
  shards: readonly { products: number; bytes: number; categories: readonly string[] }[];
  pages: number;
  pageBytes: number;
  /** Files that are not as the index tells, in sentences. A page does without them. */
  damaged: readonly string[];
}

/** Reads an index and every file that it tells of, as a page does. @throws VitrineError `pack-corrupt`, `pack-version` */
export async function shardsSummary(path: string): Promise<ShardsSummary> {
  const text = readFileSync(path, 'utf8');
  const { created, products, shards, pages } = readShardIndex(text);
  const damaged: string[] = [];
  let sections: string[] | undefined;
  const bytesOf = async (file: ShardFile): Promise<Buffer<ArrayBuffer>> => {
    const at = join(dirname(path), nameOf(file));
    if (!existsSync(at)) throw new Error('it is not there');
    const bytes = readFileSync(at);
    if (bytes.length !== file.bytes) throw new Error(`it has ${bytes.length} bytes instead of ${file.bytes}`);
    if ((await digestOf(new Uint8Array(bytes).buffer)) !== file.digest) throw new Error('it has another digest');
    return bytes;
  };
  const check = async (file: ShardFile, what: string, read: (bytes: Buffer<ArrayBuffer>) => void): Promise<void> => {
    try {
      read(await bytesOf(file));
    } catch (thrown) {
      damaged.push(`${what}, ${nameOf(file)}: ${(thrown as Error).message}`);
    }
  };
  for (const [number, shard] of shards.entries()) {
    await check(shard, `shard ${number}`, (bytes) => {
      const own = sectionsOf(shard, bytes);
      sections ??= own;
    });
  }
  for (const [number, page] of pages.entries()) await check(page, `page ${number} of the ids`, () => undefined);
  return {
    created,
    products,
    bytes: Buffer.byteLength(text),
    sections: sections ?? [],
    shards: shards.map((shard) => ({ ...shard, categories: Object.keys(shard.categories) })),
    pages: pages.length,
    pageBytes: pages.reduce((sum, { bytes }) => sum + bytes, 0),
    damaged,
  };
}

/** @throws Error that says what is wrong */
function sectionsOf({ unpacked, pack, products }: ShardEntry, zipped: Uint8Array): string[] {
  const bytes = new Uint8Array(gunzipSync(zipped));
  if (bytes.length !== unpacked) throw new Error(`it unpacks to ${bytes.length} bytes instead of ${unpacked}`);
  const { manifest, productIds, sections } = readPack(bytes.subarray(0, pack));
  joinPacks([{ manifest, ids: TextTable.of(productIds), sections }]);
  const feed: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(pack)));
  if (!Array.isArray(feed) || feed.length !== products) throw new Error(`its feed does not have ${products} products`);
  return Object.keys(sections);
}

/** Shards that are shown one by one. */
const SHOWN = 20;

export function shardsInText({
  created,
  products,
  bytes,
  sections,
  shards,
  pages,
  pageBytes,
  damaged,
}: ShardsSummary): string {
  const [head, ...others] = shards;
  const sizes = others.map((shard) => shard.bytes).sort((a, b) => a - b);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const lines = [
    `${products} products in ${others.length} shards, written ${created}`,
    `index ${bytes} bytes; in every page ${head.products} products in ${head.bytes} bytes`,
    `a shard has ${sizes[sizes.length >> 1] ?? 0} bytes (median; ${sizes[0] ?? 0} to ${sizes.at(-1) ?? 0}), all together ${all}`,
    `where products are: ${pages} pages, ${pageBytes} bytes together`,
    `sections ${sections.join(', ')}`,
    '',
    ...others.slice(0, SHOWN).map((shard, i) => {
      const names = shard.categories.slice(0, 4).join(', ');
      return `${String(i + 1).padStart(6)}  ${String(shard.products).padStart(6)} products ${String(shard.bytes).padStart(9)} bytes  ${names}`;
    }),
    ...(others.length > SHOWN ? [`        … ${others.length - SHOWN} more (--json has all)`] : []),
    ...(damaged.length === 0
      ? []
      : [
          '',
          `${damaged.length} files are not as the index tells:`,
          ...damaged.slice(0, SHOWN).map((line) => `  ${line}`),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}
