import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { digestOf, nameOf, type ShardFile } from '../../pack/shards/shard-index.ts';
import { Connection } from '../storage/connection.ts';
import { ShardFiles } from './shard-files.ts';
import { ShardStore } from './shard-store.ts';

const INDEX = 'https://shop.example/shards/shop.json';
/** Room for three files of this size. */
const SIZE = 100;
const BUDGET = 350;

let connection: Connection;
let store: ShardStore;
let now: number;
beforeEach(() => {
  connection = new Connection(crypto.randomUUID(), () => undefined);
  store = new ShardStore(connection, BUDGET);
  now = 1;
  // Each use is later than the one before, however fast the machine.
  vi.spyOn(Date, 'now').mockImplementation(() => now++);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await connection.close();
});

const file = (first: number, size = SIZE): ArrayBuffer => new Uint8Array(size).fill(first).buffer;
const kept = async (...digests: string[]): Promise<boolean[]> => {
  const found = [];
  for (const digest of digests) found.push((await store.load(digest)) !== undefined);
  return found;
};

test('beyond the budget the file goes that was used longest ago, not the one that came first', async () => {
  for (const [at, digest] of ['a', 'b', 'c'].entries()) await store.save(digest, file(at));
  expect(new Uint8Array((await store.load('a'))!)).toEqual(new Uint8Array(file(0)));
  await store.save('d', file(3));
  expect(await kept('a', 'b', 'c', 'd')).toEqual([true, false, true, true]);
  // A reading above was a use: of the three that are left, `a` was used longest ago.
  await store.save('e', file(4));
  expect(await kept('a', 'c', 'd', 'e')).toEqual([false, true, true, true]);
});

test('a file that is larger than the budget is not kept, and pushes nothing out', async () => {
  await store.save('a', file(1));
  await store.save('large', file(2, BUDGET + 1));
  expect(await kept('a', 'large')).toEqual([true, false]);
});

test('a file that comes again takes its room once', async () => {
  for (let time = 0; time < 9; time++) await store.save('a', file(time));
  await store.save('b', file(9));
  await store.save('c', file(9));
  expect(await kept('a', 'b', 'c')).toEqual([true, true, true]);
  expect(new Uint8Array((await store.load('a'))!)[0]).toBe(8);
});

test('nothing is kept, and nothing thrown, where nothing may be stored', async () => {
  connection.permitted = false;
  await store.save('a', file(1));
  expect(await store.load('a')).toBeUndefined();
});

test('a shard that was pushed out is fetched again; one that was not comes from this browser', async () => {
  const shards = await Promise.all(
    [1, 2, 3, 4].map(async (first): Promise<ShardFile> => ({ digest: await digestOf(file(first)), bytes: SIZE })),
  );
  const onServer = new Map(shards.map((shard, i) => [nameOf(shard), file(i + 1)]));
  vi.stubGlobal('fetch', async (address: URL) => new Response(onServer.get(address.pathname.split('/').at(-1)!)));
  const files = new ShardFiles(INDEX, store);
  const read = async (at: number): Promise<void> => {
    expect(new Uint8Array(await files.read(shards[at], false))[0]).toBe(at + 1);
    // It is stored beside the list that it was read for.
    await vi.waitFor(async () => expect(await store.load(shards[at].digest)).toBeDefined(), { timeout: 30_000 });
  };
  for (const at of [0, 1, 2, 3]) await read(at);
  expect(files).toMatchObject({ requests: 4, bytes: 4 * SIZE });
  for (const at of [1, 2, 3]) await read(at);
  expect(files.requests).toBe(4);
  await read(0);
  expect(files).toMatchObject({ requests: 5, bytes: 5 * SIZE });
});

test('what is kept and is not what its digest says is fetched again', async () => {
  const shard = { digest: await digestOf(file(1)), bytes: SIZE };
  vi.stubGlobal('fetch', async () => new Response(file(1)));
  await store.save(shard.digest, file(7));
  const files = new ShardFiles(INDEX, store);
  expect(new Uint8Array(await files.read(shard, false))[0]).toBe(1);
  expect(files.requests).toBe(1);
});
