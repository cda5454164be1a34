import { hashOf } from '../../kernels/compact/text-table.ts';
import { corruptPack } from '../corrupt-pack.ts';

/**
 * In which shard a product is, without the ids: pairs of a hash of 32 bits and a shard of 16, in order of the hashes, cut into pages
 * of about as many pairs. A million products take 6 MB in all, and a page of them some 12 kB: a click on a product that is in none of
 * the shards at hand costs one page. Of a million ids about a hundred have the hash of another; then both shards are named.
 */

/** Pairs of a page. */
const PAIRS = 2048;
const HASH_BYTES = 4;
const PAIR_BYTES = 6;

const encoder = new TextEncoder();

/** Ids are the same in each of their Unicode forms. */
export function hashOfId(id: string): number {
  const bytes = encoder.encode(id.normalize());
  return hashOf(bytes, 0, bytes.length);
}

/** The page where a hash stands. @param pages number of them */
export const pageOf = (hash: number, pages: number): number => Math.floor((hash / 2 ** 32) * pages);

/** @param hashes of the products' ids, @param shards in which they are, in the same order */
export function writeIdPages(hashes: Uint32Array, shards: Uint16Array): Uint8Array<ArrayBuffer>[] {
  const count = Math.max(1, Math.ceil(hashes.length / PAIRS));
  const order = Uint32Array.from(hashes.keys()).sort((a, b) => hashes[a] - hashes[b]);
  const pages: number[][] = Array.from({ length: count }, () => []);
  for (const place of order) pages[pageOf(hashes[place], count)].push(place);
  return pages.map((places) => {
    const view = new DataView(new ArrayBuffer(places.length * PAIR_BYTES));
    places.forEach((place, i) => {
      view.setUint32(i * HASH_BYTES, hashes[place], true);
      view.setUint16(places.length * HASH_BYTES + i * (PAIR_BYTES - HASH_BYTES), shards[place], true);
    });
    return new Uint8Array(view.buffer);
  });
}

/**
 * The shards that a page, of which nothing is known, names for a hash.
 * @param most shards of the index
 * @throws VitrineError `pack-corrupt`
 */
export function shardsIn(page: ArrayBuffer, hash: number, most: number): number[] {
  const count = page.byteLength / PAIR_BYTES;
  if (!Number.isInteger(count)) throw corruptPack(`a page of its ids has ${page.byteLength} bytes`);
  const view = new DataView(page);
  let low = 0;
  for (let high = count; low < high; ) {
    const middle = (low + high) >> 1;
    if (view.getUint32(middle * HASH_BYTES, true) < hash) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (; low < count && view.getUint32(low * HASH_BYTES, true) === hash; low++) {
    const shard = view.getUint16(count * HASH_BYTES + low * (PAIR_BYTES - HASH_BYTES), true);
    if (shard >= most) throw corruptPack(`a page of its ids names shard ${shard} of ${most}`);
    if (!found.includes(shard)) found.push(shard);
  }
  return found;
}
