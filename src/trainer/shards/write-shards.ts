import { VitrineError } from '../../contract/errors.ts';
import type { Product } from '../../contract/product.ts';
import type { Pack } from '../../pack/pack.ts';
import { restoreVectors } from '../../pack/sections/vectors.ts';
import { cutPack } from '../../pack/shards/cut-pack.ts';
import { MOST_SHARDS } from '../../pack/shards/shard-index.ts';
import { type RunContext, runStep } from '../run-context.ts';
import type { Matrix } from '../vectors/read-npy.ts';
import { assignShards } from './assign-shards.ts';
import { ShardWriter } from './shard-writer.ts';

/** Products of a shard where the shop gives no number of shards: some 100 kB, so that a page has a dozen of them at hand. */
const PRODUCTS_A_SHARD = 1000;

export interface ShardsReport {
  /** Beside the one that every page reads. */
  shards: number;
  products: number;
  /** Products of the pack that the feed lacks: no list can show them, and they are in no shard. */
  unlisted: number;
}

/** How many shards a text asks for. @throws VitrineError `bad-options` */
export function shardsAsked(asked: string, products: number): number {
  const count = asked === 'auto' ? Math.max(1, Math.round(products / PRODUCTS_A_SHARD)) : Number(asked);
  if (Number.isInteger(count) && count >= 1 && count < MOST_SHARDS) return count;
  throw new VitrineError('bad-options', `A pack cannot be cut into ${asked} shards.`, {
    remedy: `Give auto, or a whole number from 1 to ${MOST_SHARDS - 1}.`,
  });
}

/**
 * Cuts a pack and the feed of its shop into shards.
 * @param asked how many: a number, or `auto`
 * @param write takes one file of many
 * @returns the index, which is to be written when all files are there
 * @throws VitrineError `bad-options`, `aborted`, or what `write` throws
 */
export async function writeShards(
  { pack, products }: { pack: Pack; products: readonly Product[] },
  asked: string,
  write: (name: string, bytes: Uint8Array) => Promise<void>,
  run: Pick<RunContext, 'progress' | 'signal'>,
): Promise<{ index: string; report: ShardsReport }> {
  const count = shardsAsked(asked, products.length);
  if (products.length === 0) {
    throw new VitrineError('bad-options', 'The feed has no products.', { remedy: 'Name the feed with --products.' });
  }
  const rowOf = new Map(pack.productIds.map((id, place) => [id.normalize(), place + 1]));
  const rows = products.map(({ id }) => rowOf.get(id.normalize()) ?? 0);
  const popularity = countsOf(pack, rows);
  const shards = assignShards({ products, vectors: vectorsOf(pack, rows), popularity }, count);
  const mostPopular = (places: readonly number[]) => [...places].sort((a, b) => popularity[b] - popularity[a] || a - b);
  const head = mostPopular([...products.keys()]).slice(0, Math.ceil(products.length / count));
  const pinned = new Set(head.flatMap((place) => rows[place] || []));
  const writer = new ShardWriter(write);
  await runStep(run, 'write shards', async (advance) => {
    const add = async (places: readonly number[], common: boolean) => {
      const own = places.flatMap((place) => rows[place] || []);
      const cut = cutPack(pack, common ? { rows: own, common } : { rows: own, common, pinned });
      await writer.add(
        cut,
        places.map((place) => products[place]),
      );
    };
    await add(head, true);
    for (const [number, places] of shards.entries()) {
      await add(mostPopular(places), false);
      await advance(number + 1, shards.length);
    }
  });
  const listed = rows.filter((row) => row > 0).length;
  return {
    index: await writer.end(),
    report: { shards: shards.length, products: products.length, unlisted: pack.productIds.length - listed },
  };
}

/** How often each product was met. */
function countsOf({ sections }: Pack, rows: readonly number[]): number[] {
  const { data } = sections.popular?.tensors.allTime ?? {};
  return rows.map((row) => (row > 0 && data ? data[row] : 0));
}

/** Sections whose vectors lie near where visitors look at products together, the best first. */
const NEAR = ['attention', 'gru4rec', 'als', 'svd', 'lightgcn'];

/** A vector of each product; the others, which are new, have none that points anywhere. */
function vectorsOf({ sections }: Pack, rows: readonly number[]): Matrix | undefined {
  const name = NEAR.find((known) => sections[known]);
  if (name === undefined) return undefined;
  const width = Number(sections[name].options.width);
  const { data } = restoreVectors(sections[name], width);
  const own = new Float32Array(rows.length * width);
  rows.forEach((row, place) => {
    if (row > 0) own.set(data.subarray(row * width, (row + 1) * width), place * width);
  });
  return { rows: rows.length, width, data: own };
}
