import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { Connection } from './connection.ts';
import { appendEvents, countInteractions } from './event-store.ts';
import { clearStores, dropOldest, MADE_AGAIN, pruningHelps } from './make-room.ts';
import { type Store, transact } from './transact.ts';

let databases = 0;
const open: Connection[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

/** A database of `count` interactions. */
async function stored(count: number): Promise<Connection> {
  const connection = new Connection(`make-room-${databases++}`, () => undefined);
  open.push(connection);
  const events = Array.from({ length: count }, (_, i) => ({ name: 'view_item' as const, product: `p${i}`, at: i }));
  await connection.run((database) => appendEvents(database, events, undefined));
  return connection;
}

test.each([
  [0, 0],
  [500, 0],
  [501, 1],
  [666, 166],
  [667, 166],
  [668, 167],
  [1_001, 250],
])('of %d interactions the oldest %d go: a quarter, and never one of the newest 500', async (count, gone) => {
  const connection = await stored(count);
  expect(await connection.run(dropOldest)).toBe(gone);
  expect(await connection.run(countInteractions)).toBe(count - gone);
  const first = await connection.run((database) =>
    transact(database, ['interactions'], 'readonly', (transaction) =>
      transaction.objectStore('interactions').getAllKeys(null, 1),
    ),
  );
  expect(first).toEqual(count > 0 ? [gone + 1] : []);
});

test('stores are emptied as asked, and no others', async () => {
  const connection = await stored(1);
  const stores: Store[] = ['feeds', 'indexes', 'states', 'pointers'];
  await connection.run((database) =>
    transact(database, stores, 'readwrite', (transaction) =>
      Promise.all(stores.map(async (name) => transaction.objectStore(name as 'feeds').put(1, 'key'))),
    ),
  );
  const left = () =>
    connection.run((database) =>
      transact(database, stores, 'readonly', (transaction) =>
        Promise.all(stores.map(async (name) => transaction.objectStore(name).count())),
      ),
    );
  await connection.run((database) => clearStores(database, MADE_AGAIN[0]));
  expect(await left()).toEqual([0, 0, 0, 1]);
  await connection.run((database) => clearStores(database, MADE_AGAIN[1]));
  expect(await left()).toEqual([0, 0, 0, 0]);
  expect(await connection.run(countInteractions)).toBe(1);
});

test.each([
  [{ usage: 110, quota: 100 }, true],
  [{ usage: 111, quota: 100 }, false],
  [{ usage: 50, quota: 100 }, true],
  [{ usage: 1e9 }, true],
  [{ quota: 0 }, true],
  [undefined, true],
])('where the browser says %o, it is %s that 11 bytes fewer can be enough', async (estimate, helps) => {
  vi.stubGlobal('navigator', { storage: { estimate: async () => estimate } });
  expect(await pruningHelps(11)).toBe(helps);
});

test.each([[undefined], [{}], [{ storage: {} }]])(
  'a browser that says nothing of its storage (navigator %o) is tried',
  async (navigator) => {
    vi.stubGlobal('navigator', navigator);
    expect(await pruningHelps(11)).toBe(true);
  },
);
