import { afterEach, expect, test, vi } from 'vitest';
import type { Product } from '../../contract/product.ts';
import { startRecommender } from '../facade/create-recommender.ts';
import type { ScriptedFault } from '../testing/double-script.ts';
import { type Doubles, startDoubles, stopClock } from '../testing/engine-double.ts';

const product = (row: number): Product => ({
  id: `p${row}`,
  title: `Product ${row}`,
  categories: ['a', 'b'],
  price: row,
});
const catalogue = (count: number): Product[] => Array.from({ length: count }, (_, row) => product(row));

const closing: (() => Promise<void> | void)[] = [];
const DEADLINE = 60_000;

afterEach(async () => {
  vi.useRealTimers();
  for (const close of closing.splice(0)) await close();
});

function start(fault?: ScriptedFault): { shop: ReturnType<typeof startRecommender>; doubles: Doubles } {
  const doubles = startDoubles(fault ? { fault } : {});
  const shop = startRecommender({ deadline: DEADLINE }, doubles.setup);
  closing.push(() => shop.close(), doubles.close);
  return { shop, doubles };
}

test('100,000 products cross in pieces: the page reads at most 1,024 rows in one turn, and each row once', async () => {
  const doubles = startDoubles();
  let inTurn = 0;
  let most = 0;
  let read = 0;
  const engine = () => {
    const worker = doubles.setup.engine();
    // The next piece waits for an answer, and an answer comes in a turn of its own.
    worker.addEventListener('message', () => {
      inTurn = 0;
    });
    return worker;
  };
  const shop = startRecommender({ deadline: DEADLINE }, { ...doubles.setup, engine });
  closing.push(() => shop.close(), doubles.close);
  const rows = catalogue(100_000).map(({ id, ...row }) => ({
    ...row,
    get id() {
      read += 1;
      inTurn += 1;
      most = Math.max(most, inTurn);
      return id;
    },
  }));
  expect(await shop.setProducts(rows)).toMatchObject({ taken: 100_000, refused: 0 });
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(1024);
  expect(read).toBe(100_000);
  expect((await shop.status()).products).toBe(100_000);
});

test('rows of an async iterable arrive in order, however they come', async () => {
  const { shop } = start();
  async function* rows() {
    for (let row = 0; row < 700; row++) {
      if (row % 97 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      yield product(row);
    }
  }
  expect(await shop.setProducts(rows())).toMatchObject({ taken: 700 });
  const list = await shop.recommend({ limit: 500 });
  expect(list.items.map(({ id }) => id)).toEqual(catalogue(500).map(({ id }) => id));
});

test('an async iterable is not lost with the worker that was reading it', async () => {
  stopClock();
  const { shop, doubles } = start({ at: 'commitProducts', kind: 'die', lives: [0] });
  async function* rows() {
    yield* catalogue(300);
  }
  const report = shop.setProducts(rows());
  // Reading a feed may take twelve times as long as other calls.
  await doubles.silence(1, 6 * DEADLINE);
  await expect(report).resolves.toMatchObject({ taken: 300 });
  expect(doubles.starts()).toBe(2);
});

test('a feed that breaks off leaves the catalogue as it was', async () => {
  const { shop } = start();
  await shop.setProducts(catalogue(10));
  async function* broken() {
    yield product(99);
    throw new Error('network');
  }
  await expect(shop.setProducts(broken())).rejects.toMatchObject({ code: 'feed-unreadable' });
  expect((await shop.status()).products).toBe(10);
});

test('a newer feed replaces one under way, and an abort ends it', async () => {
  const { shop } = start();
  let returned = false;
  async function* endless() {
    try {
      for (let row = 0; ; row++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        yield product(row);
      }
    } finally {
      returned = true;
    }
  }
  const older = shop.setProducts(endless());
  const newer = shop.setProducts(catalogue(5));
  await expect(newer).resolves.toMatchObject({ taken: 5 });
  await expect(older).rejects.toMatchObject({ code: 'aborted' });
  const controller = new AbortController();
  const third = shop.setProducts(endless(), { signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  await expect(third).rejects.toMatchObject({ code: 'aborted' });
  await expect.poll(() => returned).toBe(true);
  expect((await shop.status()).products).toBe(5);
});

test('an abort ends a feed that the engine reads itself, and the catalogue stays as it was', async () => {
  const { shop, doubles } = start();
  await shop.setProducts(catalogue(5));
  const before = doubles.discards();
  const controller = new AbortController();
  const loading = shop.setProducts('/endless.json', { signal: controller.signal });
  // The engine reads it by now.
  await shop.status();
  controller.abort();
  await expect(loading).rejects.toMatchObject({ code: 'aborted' });
  // At least once: what came before may be discarded only now.
  await expect.poll(() => doubles.discards()).toBeGreaterThan(before);
  await expect(shop.recommend()).resolves.toMatchObject({ items: { length: 5 } });
});

test('rows that cannot be cloned are copied as plain data, or refused one by one', async () => {
  const { shop } = start();
  const reactive = new Proxy(product(1), {});
  const cyclic: Record<string, unknown> = { id: 'cyclic', onClick: () => undefined };
  cyclic.self = cyclic;
  expect(await shop.setProducts([product(0), reactive, cyclic as never])).toMatchObject({ taken: 2, refused: 1 });
});
