import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine, EngineNews } from '../../contract/engine.ts';
import type { Product } from '../../contract/product.ts';
import type { RecommendQuery } from '../../contract/recommendation.ts';
import { readPack } from '../../pack/pack-file.ts';
import { hashOfId, writeIdPages } from '../../pack/shards/id-pages.ts';
import { nameOf, readShardIndex, type ShardIndex, writeShardIndex } from '../../pack/shards/shard-index.ts';
import { writeShards } from '../../trainer/shards/write-shards.ts';
import { testRun } from '../../trainer/testing/run.ts';
import { createEngine } from '../engine.ts';
import { responsesPart } from '../responses.ts';
import { openSearch } from '../search/product-search.ts';
import { openShards } from './shards.ts';

const golden = resolve(import.meta.dirname, '../../pack/golden');
const products: Product[] = JSON.parse(readFileSync(resolve(golden, 'shop/products.json'), 'utf8'));
const pack = readPack(new Uint8Array(readFileSync(resolve(golden, 'v2/counted.safetensors'))));

/** What the server has, by name. */
let files: Map<string, Uint8Array<ArrayBuffer>>;
let index: ShardIndex;
/** Names that were asked for, the index left out. */
let asked: string[];
/** Answers instead of the server. */
let answer: ((name: string, whole: Response) => Response | Promise<Response>) | undefined;
let engine: Engine;
let news: EngineNews[];
let database: string;

const URL_OF_INDEX = 'https://shop.example/shards/shop.json';

beforeEach(async () => {
  files = new Map();
  const write = async (name: string, bytes: Uint8Array): Promise<void> => void files.set(name, new Uint8Array(bytes));
  const { index: text } = await writeShards({ pack, products }, '8', write, testRun());
  serve(text);
  answer = undefined;
  vi.stubGlobal('fetch', async (address: string | URL) => {
    const name = new URL(address).pathname.split('/').at(-1)!;
    if (name.endsWith('.shard')) asked.push(name);
    const bytes = files.get(name);
    const whole = bytes ? new Response(bytes) : new Response('gone', { status: 404 });
    return (name.endsWith('.shard') && (await answer?.(name, whole))) || whole;
  });
  database = crypto.randomUUID();
  await open();
});
afterEach(async () => {
  await engine.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function serve(text: string): void {
  files.set('shop.json', new TextEncoder().encode(text));
  index = readShardIndex(text);
  asked = [];
}

async function open(consent: 'granted' | 'denied' = 'granted'): Promise<void> {
  news = [];
  asked = [];
  engine = createEngine({ shards: openShards, search: openSearch, responses: responsesPart });
  await engine.open({ database, consent }, (told) => void news.push(told));
}

/** A list that waits for its shards as long as one may: two slow cores are enough. */
const recommend = (query: RecommendQuery = {}) => engine.recommend({ limit: 6, sourceDeadline: 2000, ...query });
/** Has all shards at hand. */
const everything = () =>
  vi.waitFor(
    async () => {
      await engine.products(products.map(({ id }) => id));
      expect((await engine.status()).shards!.atHand).toBe(index.shards.length);
    },
    { timeout: 60_000 },
  );
const load = () => engine.loadPack(URL_OF_INDEX);
const view = (product: string) => engine.record([{ name: 'view_item', product, at: Date.now() }]);
const problems = async () => (await engine.status()).problems.map(({ code, cause }) => `${code}: ${cause}`);
/** Number of the shard beside shard 0 that has a product. */
async function shardOf(id: string): Promise<number> {
  for (const [number, shard] of index.shards.entries()) {
    if (number === 0) continue;
    const stream = new Blob([files.get(nameOf(shard))!]).stream().pipeThrough(new DecompressionStream('gzip'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    if (new TextDecoder().decode(bytes.subarray(shard.pack)).includes(`"id":"${id}"`)) return number;
  }
  throw new Error(`${id} is in no shard`);
}
const nameOfShard = (number: number): string => nameOf(index.shards[number]);
const isShard = (name: string): boolean => index.shards.some((shard) => nameOf(shard) === name);
/** A product that few shoppers met: it is not in shard 0. */
const last = (): Product => {
  const head = new Set((index.first as Product[]).map(({ id }) => id));
  return products.findLast(({ id }) => !head.has(id) && pack.productIds.includes(id))!;
};

test('the first list needs the index and shard 0 alone, and says what it is made without', async () => {
  await load();
  const list = await recommend();
  expect(list.items).toHaveLength(6);
  expect(asked).toEqual([nameOfShard(0)]);
  const away = products.length - index.shards[0].products;
  expect(list.elsewhere).toEqual({
    products: away,
    message: `${away} of ${products.length} products that may fit are in shards that are not in this page yet.`,
  });
  const { shards } = await engine.status();
  expect(shards).toEqual({
    url: URL_OF_INDEX,
    shards: index.shards.length,
    atHand: 1,
    products: products.length,
    requests: 1,
    bytes: index.shards[0].bytes,
    failures: 0,
  });
});

test('a click on a product that is not here brings its page of ids and its shard, and the next list knows it', async () => {
  await load();
  const { id } = last();
  await view(id);
  const list = await recommend();
  const own = nameOfShard(await shardOf(id));
  expect(asked).toEqual([nameOfShard(0), expect.any(String), own]);
  expect(isShard(asked[1])).toBe(false);
  expect(list.fallback).toBe(false);
  expect((await engine.status()).shards).toMatchObject({ atHand: 2, requests: 3 });
  await recommend();
  expect(asked).toHaveLength(3);
});

test('a list of a category brings the shards of that category, whatever the case of its name', async () => {
  await load();
  const category = last().categories![0];
  const fits = (product: Product) => product.categories!.includes(category);
  const list = await recommend({ limit: 50, filter: { categories: [category.toUpperCase()] } });
  expect(list.items.length).toBeGreaterThan(5);
  expect(list.items.every(({ product }) => fits(product))).toBe(true);
  const here = products.filter(fits).length - (list.elsewhere?.products ?? 0);
  const soldOut = products.filter((product) => fits(product) && product.inStock === false).length;
  expect(list.items.length).toBeLessThanOrEqual(here);
  expect(list.items.length).toBeGreaterThanOrEqual(here - soldOut);
});

test('records of products are there wherever they are', async () => {
  await load();
  const ids = products.filter(({ inStock }) => inStock !== false).map(({ id }) => id);
  await everything();
  expect((await engine.products([...ids, 'nobody'])).map((product) => product?.id ?? null)).toEqual([...ids, null]);
  expect((await recommend()).elsewhere).toBeUndefined();
});

test('a search brings the shards whose categories its words name, and says what was not searched', async () => {
  await load();
  const { categories } = last();
  const result = await vi.waitFor(
    async () => {
      const found = await engine.search({ text: categories![0], limit: 50 });
      expect((await engine.status()).shards!.atHand).toBeGreaterThan(1);
      return found;
    },
    { timeout: 60_000 },
  );
  expect(result.items.length).toBeGreaterThan(0);
  const { atHand } = (await engine.status()).shards!;
  if (atHand < index.shards.length) expect(result.elsewhere!.products).toBeGreaterThan(0);
});

test('all shards together rank as the whole pack does, but for what two shards share', async () => {
  await load();
  await everything();
  const whole = createEngine({ responses: responsesPart });
  await whole.open({ database: crypto.randomUUID() });
  await whole.loadPack(new Uint8Array(readFileSync(resolve(golden, 'v2/counted.safetensors'))).buffer);
  await whole.stageProducts(products);
  await whole.commitProducts();
  // Products with equal scores stand in order of row, and rows are others here.
  const scores = async (of: Engine) => (await of.recommend({ limit: 10 })).items.map(({ score }) => score.toFixed(6));
  expect(await scores(engine)).toEqual(await scores(whole));
  await whole.close();
});

describe('what was fetched', () => {
  test('is not fetched again by the next page', async () => {
    await load();
    await view(last().id);
    const before = (await recommend()).items.map(({ id }) => id);
    await vi.waitFor(async () => expect(await storedFiles()).toHaveLength(3), { timeout: 30_000 });
    await engine.close();
    await open();
    await load();
    expect((await recommend()).items.map(({ id }) => id)).toEqual(before);
    expect(asked).toEqual([]);
    expect((await engine.status()).shards).toMatchObject({ requests: 0, bytes: 0, atHand: 2 });
    await engine.erase();
    expect(await storedFiles()).toEqual([]);
  });

  test('is not kept where the visitor does not allow it', async () => {
    await engine.close();
    database = crypto.randomUUID();
    await open('denied');
    await load();
    expect((await recommend()).items).toHaveLength(6);
    await engine.close();
    await open('denied');
    await load();
    expect(asked).toEqual([nameOfShard(0)]);
  });
});

const storedFiles = (): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(database);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const keys = request.result.transaction('feeds').objectStore('feeds').getAllKeys();
      keys.onsuccess = () => {
        request.result.close();
        resolve(keys.result.filter((key) => key !== 'shards'));
      };
    };
  });

describe('a shard', () => {
  const flipped = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    const other = bytes.slice();
    other[other.length >> 1] ^= 1;
    return other;
  };
  const bodyOf = async (whole: Response) => new Uint8Array(await whole.arrayBuffer());
  const html = { headers: { 'content-type': 'text/html' } };

  test.each<[string, (whole: Response) => Response | Promise<Response>, RegExp]>([
    ['that is not there', () => new Response('', { status: 404 }), /^pack-unreachable: .*status 404/],
    [
      'that is an HTML page',
      () => new Response('<!doctype html>', html),
      /^pack-corrupt: .*bytes instead of.*HTML page/,
    ],
    [
      'that is half there',
      async (whole) => new Response((await bodyOf(whole)).slice(0, 50)),
      /^pack-corrupt: .* 50 bytes instead of/,
    ],
    [
      'whose digest is wrong',
      async (whole) => new Response(flipped(await bodyOf(whole))),
      /^pack-corrupt: .*another digest/,
    ],
    [
      'that has no end',
      async (whole) => new Response(new Uint8Array(2 * (await bodyOf(whole)).length)),
      /^pack-corrupt: .*more than/,
    ],
    [
      'without a network',
      () => Promise.reject(new TypeError('Failed to fetch')),
      /^pack-unreachable: .*Failed to fetch/,
    ],
  ])(
    '%s: lists are made without it, that is told once, and it is asked for again later',
    async (_, broken, problem) => {
      await load();
      const { id } = last();
      const own = nameOfShard(await shardOf(id));
      answer = (name, whole) => (name === own ? broken(whole) : whole);
      // The clock stands still: however slow the machine, the time to ask again has not come.
      const now = performance.now();
      const clock = vi.spyOn(performance, 'now').mockReturnValue(now);
      await view(id);
      for (let time = 0; time < 3; time++) expect((await recommend()).items).toHaveLength(6);
      expect(await problems()).toEqual([expect.stringMatching(problem)]);
      expect(asked.filter((name) => name === own)).toHaveLength(1);
      expect((await engine.status()).shards).toMatchObject({ atHand: 1, failures: 1 });
      answer = undefined;
      clock.mockReturnValue(now + 11_000);
      expect((await recommend()).fallback).toBe(false);
      vi.restoreAllMocks();
    },
  );

  test('that never answers is not waited for; one that comes later is told to the page', async () => {
    await load();
    const { id } = last();
    const own = nameOfShard(await shardOf(id));
    let release = (): void => undefined;
    answer = (name, whole) =>
      name === own ? new Promise<Response>((resolve) => (release = () => resolve(whole))) : whole;
    await view(id);
    const list = await engine.recommend({ limit: 6, sourceDeadline: 20 });
    expect(list.items).toHaveLength(6);
    expect(news).toEqual([]);
    await vi.waitFor(() => expect(asked).toContain(own), { timeout: 30_000 });
    release();
    await vi.waitFor(() => expect(news).toEqual(['products']), { timeout: 30_000 });
    expect((await recommend()).fallback).toBe(false);
  });

  test('of another training is none of this index: it is told, and never mixed in', async () => {
    await load();
    const { id } = last();
    const number = await shardOf(id);
    const other = index.shards.findIndex(
      (shard, i) => i > 0 && i !== number && shard.digest !== index.shards[number].digest,
    );
    files.set(nameOfShard(number), files.get(nameOfShard(other))!);
    await view(id);
    expect((await recommend()).items).toHaveLength(6);
    expect(await problems()).toEqual([expect.stringMatching(/^pack-corrupt: /)]);
  });

  test('0 that is not there: lists are made of the records that the index has, and it is told', async () => {
    answer = (name, whole) => (name === nameOfShard(0) ? new Response('', { status: 503 }) : whole);
    await load();
    const list = await recommend();
    const first = new Set((index.first as Product[]).map(({ id }) => id));
    expect(list.items).toHaveLength(6);
    expect(list.items.every(({ id }) => first.has(id))).toBe(true);
    expect(await problems()).toEqual([expect.stringContaining('status 503')]);
    // What comes besides is ranked all the same.
    await view(last().id);
    expect((await recommend()).fallback).toBe(false);
  });

  test('whose content is not what it should be, though the index vouches for it, leaves the others alone', async () => {
    const { id } = last();
    const number = await shardOf(id);
    const rubbish = await gzipOf(new TextEncoder().encode('no pack and no feed'));
    const file = { ...index.shards[number], bytes: rubbish.length, unpacked: 19, pack: 7, digest: await sha(rubbish) };
    serve(writeShardIndex({ ...index, shards: index.shards.map((shard, i) => (i === number ? file : shard)) }));
    files.set(nameOf(file), rubbish);
    await load();
    await view(id);
    expect((await recommend()).items).toHaveLength(6);
    expect(await problems()).toEqual([expect.stringMatching(/^pack-corrupt: /)]);
  });
});

test('a page of ids that names shards that there are none of: lists are made without it, and that is told', async () => {
  const { id } = last();
  const [page] = writeIdPages(Uint32Array.of(hashOfId(id)), Uint16Array.of(9999));
  const file = { digest: await sha(page), bytes: page.length };
  serve(writeShardIndex({ ...index, pages: [file] }));
  files.set(nameOf(file), page);
  await load();
  await view(id);
  expect((await recommend()).items).toHaveLength(6);
  expect(await problems()).toEqual([expect.stringContaining('names shard 9999')]);
});

test('a search that cannot be used is refused as ever', async () => {
  await load();
  for (const query of [undefined, null, 7, { text: 7 }, { text: 'tea', filter: { categories: 'tea' } }])
    await expect(engine.search(query as never)).rejects.toMatchObject({ code: 'bad-options' });
});

const gzipOf = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(
    await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
  );
const sha = async (bytes: Uint8Array<ArrayBuffer>) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');

describe('the index', () => {
  test.each([
    ['is not there', undefined, 'pack-unreachable'],
    ['is an HTML page', '<!doctype html><title>Not found</title>', 'pack-corrupt'],
    ['is of a later version', '{"format":"vitrine-shards","version":9}', 'pack-version'],
    ['is something else', '[{"id":"p1"}]', 'pack-corrupt'],
  ])('that %s is refused, and a feed of the page serves', async (_, text, code) => {
    if (text === undefined) files.delete('shop.json');
    else files.set('shop.json', new TextEncoder().encode(text));
    await expect(load()).rejects.toMatchObject({ code });
    await engine.stageProducts(products);
    await engine.commitProducts();
    expect((await recommend()).items).toHaveLength(6);
  });

  test('cannot be checked without HTTPS, and that is said', async () => {
    vi.stubGlobal('crypto', { randomUUID: () => crypto.randomUUID() });
    await expect(load()).rejects.toMatchObject({ code: 'no-encryption', remedy: expect.stringContaining('HTTPS') });
  });
});

test('products of the page beside those of the shards are left out, and that is told', async () => {
  await load();
  await engine.stageProducts([{ id: 'mine', title: 'Mine' }]);
  await engine.commitProducts();
  expect(await engine.products(['mine'])).toEqual([null]);
  expect((await engine.status()).problems).toEqual([
    expect.objectContaining({ code: 'bad-options', message: expect.stringContaining('come with the shards') }),
  ]);
});
