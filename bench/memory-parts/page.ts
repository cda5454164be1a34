import { CatalogueBuilder } from '../../src/catalogue/catalogue-builder.ts';
import { storeFeed } from '../../src/catalogue/stored-feed.ts';
import { readPack, writePack } from '../../src/pack/pack-file.ts';
import { measureMemory } from '../harness/memory.ts';
import { addresses } from '../shop/open-shop.ts';
import { importPackage } from '../shop/package.ts';
import { vectorBytes } from '../shop/vector-bytes.ts';

export interface Parts {
  /** Without the feed it is a shop of one product. */
  feed: boolean;
  /** Sections of the pack beside its products; `null`: no pack. */
  sections: readonly string[] | null;
  /** Places in the feed of the products viewed, each followed by a list. Default none. */
  visit?: readonly number[];
  /** Interactions stored after the visit, with a list at their end. Default none. */
  history?: number;
}

export interface Held {
  /** Bytes of the engine worker's heap and buffers: after the first list, after the visit, after the history. */
  counted: number[];
  /** Of the scorer's WebAssembly memory, which the browser does not count. */
  vectors: number;
}

/** Items that one GA4 payload may hold. */
const PAYLOAD = 200;
/** Milliseconds after which the engine has stored what it read, and counted what it put off. */
const SETTLED = 2000;

/** What the engine worker holds of a shop that has these parts only. */
export async function run(products: number, { feed, sections, visit, history }: Parts): Promise<Held> {
  const { createRecommender } = await importPackage();
  const shop = await createRecommender({
    products: feed ? addresses(products).products : [{ id: 'sku-0' }],
    ...(sections && { pack: await packOf(products, sections) }),
    database: 'bench-memory-parts',
    deadline: 60_000,
  });
  for (let ready = false; !ready; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const status = await shop.status();
    if (status.problems.length > 0) throw new Error(status.problems[0].message);
    ready = status.products === (feed ? products : 1) && (status.pack !== null) === (sections !== null);
  }
  const counted: number[] = [];
  const count = async (): Promise<void> => {
    await shop.recommend();
    await new Promise((resolve) => setTimeout(resolve, SETTLED));
    counted.push((await measureMemory()).workers);
  };
  await count();
  if (visit !== undefined) {
    for (const place of visit) {
      await shop.track({ name: 'view_item', items: [{ item_id: `sku-${place}` }] });
      await shop.recommend();
    }
    await count();
  }
  if (history !== undefined) {
    for (let stored = 0; stored < history; stored += PAYLOAD) {
      const items = Array.from({ length: PAYLOAD }, (_, i) => ({ item_id: `sku-${(stored + i) % products}` }));
      await shop.track({ name: 'view_item', items });
    }
    await count();
  }
  await shop.close();
  return { counted, vectors: sections?.includes('attention') ? await vectorBytes(products) : 0 };
}

/** Of the feed as it was read, the bytes of each of its parts. */
export async function feedBytes(products: number): Promise<Record<string, number>> {
  const rows: unknown[] = await (await fetch(addresses(products).products)).json();
  const builder = new CatalogueBuilder();
  for (const row of rows) builder.add(row);
  const { ids, records, prices, features } = storeFeed(builder.feed());
  const sum = (...arrays: ArrayBufferView[]): number => arrays.reduce((total, { byteLength }) => total + byteLength, 0);
  return {
    records: sum(...records.pages, records.starts),
    ids: sum(ids.bytes, ids.offsets),
    prices: sum(prices),
    features: sum(features.kinds, features.hashes, features.offsets, features.features),
  };
}

async function packOf(products: number, names: readonly string[]): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(await (await fetch(addresses(products).pack)).arrayBuffer());
  const { sections, ...rest } = readPack(bytes);
  return writePack({ ...rest, sections: Object.fromEntries(names.map((name) => [name, sections[name]])) }).buffer;
}
