import 'fake-indexeddb/auto';
import type { AddressInfo } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import * as chroma from '../../examples/candidates-chroma/candidates.mjs';
import { createEndpoint } from '../../examples/candidates-endpoint/endpoint.mjs';
import * as pgvector from '../../examples/candidates-pgvector/candidates.mjs';
import type { Product } from '../../src/contract/product.ts';
import type { RemoteShare } from '../../src/contract/remote.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { REST_MS } from '../../src/engine/lists/retrieval.ts';
import { createRemote } from '../../src/engine/remote/remote-candidates.ts';
import { readFurther } from '../../src/engine/sources/further/read-further.ts';
import { writeSection } from '../../src/pack/layout.ts';
import { writePack } from '../../src/pack/pack-file.ts';
import { SVD } from '../../src/pack/sections/svd.ts';
import { writeVectors } from '../../src/pack/sections/vectors.ts';
import { knn } from '../../src/trainer/fit/knn.ts';
import { popular } from '../../src/trainer/fit/popular.ts';
import { rules } from '../../src/trainer/fit/rules.ts';
import { randomOf } from '../harness/random.ts';
import { simulateShop } from '../shop/simulated-shop.ts';

const WIDTH = 64;
/** How far products lie from the centre of their kind, in each number of a vector of length 1. */
const SPREAD = 0.1;
const WEIGHTS = { svd: 1, rules: 1, knn: 1, popular: 0.01 };

export interface RecallOptions {
  products: number;
  visitors: number;
  seed: number;
  /** Address of a Chroma that runs. Default: pgvector in this process. */
  chroma?: string;
  onProgress: (text: string) => void;
}

/** An engine that has the shop's products, and how it finds candidates. */
interface Found {
  find: ReturnType<typeof pgvector.createFind>;
  close: () => Promise<void>;
}

export interface RecallResult {
  share: RemoteShare;
  /** Lists that the endpoint was too late for; they are not in the figures. */
  late: number;
  /** Of the best 50 by ranking all products in the page, the share among the best 50 of the candidates alone, and of both together. */
  recallAt50: { candidates: number; together: number };
  ndcgAt10: { everything: number; candidates: number; together: number };
  bytesSentAList: number;
}

/**
 * What candidates of an endpoint lose: each visitor's list is made by ranking all products in the page; of the endpoint's 200
 * candidates alone, ranked in the page; and by both together, as it is served.
 */
export async function measureRecall({ products: count, visitors, seed, chroma: address, onProgress }: RecallOptions) {
  const shop = simulateShop(count, seed);
  const vectors = vectorsOf(shop.products, seed);
  onProgress('the pack');
  const pack = packOf(shop.products, shop.sequences, vectors);
  onProgress('the database');
  const database = await (address ? inChroma(address, shop.products, vectors) : inPostgres(shop.products, vectors));
  let answered: string[] = [];
  const server = createEndpoint(async (query: Parameters<Found['find']>[0]) => {
    const candidates = await database.find(query);
    answered = candidates.map(({ id }: { id: string }) => id);
    return candidates;
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const visits = visitsOf(shop.products, visitors, seed + 1);
  const results: RecallResult[] = [];
  try {
    for (const share of ['recent', 'vector'] as const) {
      const open = async (remote: boolean) => {
        const engine = createEngine({ 'remote-candidates': createRemote, 'further-sources': readFurther });
        const database = `recall-${share}-${remote}`;
        await engine.open({ database, weights: WEIGHTS, ...(remote && { remote: { url, share } }) });
        await engine.loadPack(pack.slice(0));
        for (let from = 0; from < count; from += 10_000)
          await engine.stageProducts(shop.products.slice(from, from + 10_000));
        await engine.commitProducts();
        return engine;
      };
      const [everything, together] = [await open(false), await open(true)];
      const sums = { late: 0, counted: 0, candidates: 0, together: 0, ndcg: [0, 0, 0] };
      for (const [at, { known, next }] of visits.entries()) {
        if (at % 20 === 0) onProgress(`${share}: ${at} of ${visits.length} visitors`);
        for (const engine of [everything, together]) {
          await engine.erase();
          await engine.record(known.map((product) => ({ name: 'view_item', product, at: Date.now() })));
        }
        const before = (await together.status()).remote!.answers;
        const query = { limit: 50, explain: false };
        const both = await together.recommend({ ...query, sourceDeadline: 2_000 });
        if ((await together.status()).remote!.answers === before) {
          sums.late++;
          // It is not asked again before that.
          await new Promise((resolve) => setTimeout(resolve, REST_MS));
          continue;
        }
        const all = await everything.recommend(query);
        const alone = await everything.recommend({ ...query, among: answered, seen: 'exclude' });
        const [best, ...others] = [all, alone, both].map(({ items }) => items.map(({ id }) => id));
        const recallOf = (ids: string[]) => ids.filter((id) => best.includes(id)).length / best.length;
        sums.counted++;
        sums.candidates += recallOf(others[0]);
        sums.together += recallOf(others[1]);
        [best, ...others].forEach((ids, i) => {
          const place = ids.slice(0, 10).indexOf(next);
          sums.ndcg[i] += place < 0 ? 0 : 1 / Math.log2(place + 2);
        });
      }
      const mean = (sum: number) => Number((sum / sums.counted).toFixed(4));
      const { requests, bytesSent } = (await together.status()).remote!;
      results.push({
        share,
        late: sums.late,
        recallAt50: { candidates: mean(sums.candidates), together: mean(sums.together) },
        ndcgAt10: { everything: mean(sums.ndcg[0]), candidates: mean(sums.ndcg[1]), together: mean(sums.ndcg[2]) },
        bytesSentAList: Math.round(bytesSent / requests),
      });
      await everything.close();
      await together.close();
    }
  } finally {
    server.closeAllConnections();
    server.close();
    await database.close();
  }
  return results;
}

/** As an encoder would give them: products of a kind lie around one point. */
function vectorsOf(products: readonly Product[], seed: number): Float32Array {
  const { normal } = randomOf(seed);
  const centres = new Map<string, Float32Array>();
  const table = new Float32Array(products.length * WIDTH);
  products.forEach(({ categories }, i) => {
    const kind = categories![1];
    const centre = centres.get(kind) ?? Float32Array.from({ length: WIDTH }, () => normal() / Math.sqrt(WIDTH));
    centres.set(kind, centre);
    for (let k = 0; k < WIDTH; k++) table[i * WIDTH + k] = centre[k] + SPREAD * normal();
    const own = table.subarray(i * WIDTH, (i + 1) * WIDTH);
    const length = Math.hypot(...own);
    own.forEach((number, k) => {
      own[k] = number / length;
    });
  });
  return table;
}

function packOf(
  products: readonly Product[],
  sequences: ReturnType<typeof simulateShop>['sequences'],
  vectors: Float32Array,
): ArrayBuffer {
  const ids = products.map(({ id }) => id);
  const shoppers = Int32Array.from({ length: sequences.offsets.length - 1 }, (_, i) => i);
  const log = { productIds: ids, shopperIds: [], sequences, shoppers, times: null, names: null };
  const context = { items: ids.length, minShoppers: 1, unit: 'visitor' } as const;
  const table = new Float32Array((ids.length + 1) * WIDTH);
  table.set(vectors, WIDTH);
  const reading = new Float32Array(ids.length + 1).fill(1);
  const { fine: _, ...int8 } = writeVectors(table, WIDTH).tensors;
  const sections = {
    svd: writeSection(SVD, ids.length, { width: WIDTH, decay: 0.8 }, { reading }, int8),
    rules: rules.count(log, rules.defaults, context),
    knn: knn.count(log, knn.defaults, context),
    popular: popular.count(log, popular.defaults, context),
  };
  const manifest = {
    created: '2026-01-01T00:00:00.000Z',
    unit: 'visitor',
    minShoppers: 1,
    weights: WEIGHTS,
    metrics: {},
  } as const;
  return writePack({ manifest, productIds: ids, sections }).buffer;
}

/** The shop's products in PostgreSQL. Without an index: neighbours are compared one by one, and the figures are not of an index. */
async function inPostgres(products: readonly Product[], vectors: Float32Array): Promise<Found> {
  const database = await PGlite.create({ extensions: { vector } });
  await database.exec(pgvector.schema(WIDTH));
  await database.exec('DROP INDEX products_embedding');
  for (let from = 0; from < products.length; from += 2000) {
    const rows = products.slice(from, from + 2000).map((product, i) => ({
      id: product.id,
      record: product,
      categories: product.categories,
      brand: product.brand,
      price: product.price,
      embedding: `[${vectors.subarray((from + i) * WIDTH, (from + i + 1) * WIDTH).join()}]`,
    }));
    await database.query(
      `INSERT INTO products (id, record, categories, brand, price, embedding)
       SELECT id, record, categories, brand, price, embedding::vector
       FROM jsonb_to_recordset($1) AS row (id text, record jsonb, categories text[], brand text, price float8, embedding text)`,
      [rows],
    );
  }
  await database.exec('ANALYZE products');
  const find = pgvector.createFind({
    transaction: (work: (query: (sql: string, values?: unknown[]) => Promise<unknown[]>) => Promise<unknown>) =>
      database.transaction((transaction) => work(async (sql, values) => (await transaction.query(sql, values)).rows)),
  });
  return { find, close: () => database.close() };
}

/** The same in Chroma, with its index of neighbours as it makes it. */
async function inChroma(address: string, products: readonly Product[], vectors: Float32Array): Promise<Found> {
  // No time limit: a new index of many vectors takes its time.
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const { id } = await post(chroma.COLLECTIONS, { ...chroma.schema, name: `recall-${products.length}` });
  const rows = products.map((record, rank) => ({
    record,
    rank,
    vector: [...vectors.subarray(rank * WIDTH, (rank + 1) * WIDTH)],
  }));
  for (let from = 0; from < rows.length; from += 1000) {
    await post(`${chroma.COLLECTIONS}/${id}/upsert`, chroma.rowsOf(rows.slice(from, from + 1000)));
  }
  return { find: chroma.createFind(post, id), close: async () => undefined };
}

/** New visitors of the same shop: what each viewed, and what they viewed next. */
function visitsOf(products: readonly Product[], visitors: number, seed: number): { known: string[]; next: string }[] {
  const { items, offsets } = simulateShop(products.length, seed).sequences;
  return Array.from({ length: visitors }, (_, i) => {
    const ids = Array.from(items.subarray(offsets[i], offsets[i + 1]), (row) => products[row - 1].id);
    return { known: ids.slice(0, -1), next: ids[ids.length - 1] };
  }).filter(({ known, next }) => !known.includes(next));
}
