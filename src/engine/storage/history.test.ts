import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { deleteDB, openDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import type { VitrineError } from '../../contract/errors.ts';
import { type Interaction, SESSION_GAP_MS } from '../../contract/interaction.ts';
import { Cache } from './cache.ts';
import { FineTunedWeights } from './fine-tuned-weights.ts';
import { History } from './history.ts';

let databases = 0;
const open: History[] = [];
const others: string[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(open.splice(0).map((history) => history.close()));
});

function visit(name: string) {
  const problems: VitrineError[] = [];
  const history = new History(name, {
    onProblem: (problem) => problems.push(problem),
    onOthers: (change) => others.push(change),
    onDurable: () => undefined,
  });
  open.push(history);
  return { history, problems };
}
const REQUESTS = ['add', 'put', 'getAll', 'openKeyCursor'] as const;
const freshName = () => `test-${databases++}`;
const view = (product: string, at = 1_000): Interaction => ({ name: 'view_item', product, at });
const products = (history: History) => history.entries.map(({ product }) => product);

test('what two tabs append lies in one order with the same sessions, in both and after a reload', async () => {
  const step = fc.record({
    tab: fc.nat(1),
    gap: fc.constantFrom(0, 1_000, SESSION_GAP_MS, SESSION_GAP_MS + 1, -10 * SESSION_GAP_MS),
    count: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const name = freshName();
      const tabs = [visit(name).history, visit(name).history];
      const expected: { product: string; seq: number; session: number }[] = [];
      let at = 1_000_000_000;
      let session = 1;
      for (const { tab, gap, count } of steps) {
        at += gap;
        if (expected.length > 0 && Math.abs(gap) > SESSION_GAP_MS) session++;
        const batch = Array.from({ length: count }, (_, i) => view(`p${expected.length + i}`, at));
        await tabs[tab].append(batch);
        for (const { product } of batch) expected.push({ product, seq: expected.length + 1, session });
        expect(tabs[tab].entries).toMatchObject(expected);
      }
      const later = visit(name).history;
      await later.loaded();
      expect(later.entries).toMatchObject(expected);
      expect(later.entries).toHaveLength(expected.length);
      expect(await later.count()).toBe(expected.length);
      for (const history of [...tabs, later]) await history.close();
    }),
    { numRuns: 40 },
  );
});

test('a second tab hears of what the first one appended and erased', async () => {
  const name = freshName();
  others.length = 0;
  const [first, second] = [visit(name).history, visit(name).history];
  await Promise.all([first.loaded(), second.loaded()]);
  await first.append([view('a'), view('b')]);
  await expect.poll(() => products(second)).toEqual(['a', 'b']);
  await first.erase();
  await expect.poll(() => products(second)).toEqual([]);
  expect(others).toEqual(['interaction', 'erase']);
  await second.append([view('c')]);
  expect(second.entries[0].seq).toBe(3);
});

test('what a tab appends before it hears that another one erased stays', async () => {
  const name = freshName();
  const [first, second] = [visit(name).history, visit(name).history];
  await first.append([view('a')]);
  await expect.poll(() => products(second)).toEqual(['a']);
  const erasing = first.erase();
  const appending = second.append([view('b')]);
  await Promise.all([erasing, appending]);
  await expect.poll(() => [products(first), products(second)]).toEqual([['b'], ['b']]);
});

test('erase leaves no record in any store', async () => {
  const name = freshName();
  const { history } = visit(name);
  await history.append([view('a')]);
  await new FineTunedWeights(history.connection).save('pack', { w: { shape: [1], data: Float32Array.of(1) } });
  await history.erase();
  expect(history.entries).toEqual([]);
  const database = await openDB(name);
  for (const store of database.objectStoreNames) expect(await database.count(store), store).toBe(0);
  database.close();
});

test('without IndexedDB history lives in memory, says so once, and can be erased', async () => {
  const own = globalThis.indexedDB;
  Reflect.deleteProperty(globalThis, 'indexedDB');
  try {
    const { history, problems } = visit(freshName());
    await history.append([view('a')]);
    await history.append([view('b')]);
    expect(history.durable).toBe(false);
    expect(products(history)).toEqual(['a', 'b']);
    expect(history.entries.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(problems.map(({ code }) => code)).toEqual(['storage']);
    await history.erase();
    expect(history.entries).toEqual([]);
  } finally {
    globalThis.indexedDB = own;
  }
});

test('a connection that is lost is opened again, and the interaction is stored', async () => {
  const name = freshName();
  const { history, problems } = visit(name);
  await history.append([view('a')]);
  await history.connection.run(async (database) => database.close());
  await history.append([view('b')]);
  expect(history.durable).toBe(true);
  expect(problems).toEqual([]);
  const later = visit(name).history;
  await later.loaded();
  expect(products(later)).toEqual(['a', 'b']);
});

test('a database of a later version is left alone: history lives in memory', async () => {
  const name = freshName();
  const future = await openDB(name, 999);
  future.close();
  const { history, problems } = visit(name);
  await history.append([view('a')]);
  expect(history.durable).toBe(false);
  expect(problems).toHaveLength(1);
  expect((await openDB(name)).version).toBe(999);
});

test('the old tab yields to a later version, and goes on in memory', async () => {
  const name = freshName();
  const { history, problems } = visit(name);
  await history.append([view('a')]);
  const later = await openDB(name, 999);
  await history.append([view('b')]);
  expect(history.durable).toBe(false);
  expect(products(history)).toEqual(['a', 'b']);
  expect(problems.map(({ code }) => code)).toEqual(['storage']);
  later.close();
});

test('damaged records are set aside; those around them stay', async () => {
  const name = freshName();
  await visit(name).history.append([view('a'), view('b')]);
  const database = await openDB(name);
  await database.put('interactions', { seq: 3, name: 'nonsense', product: 'x' });
  await database.put('interactions', { seq: 4, text: 'x'.repeat(100) });
  database.close();
  const { history, problems } = visit(name);
  await history.append([view('c', 2_000)]);
  expect(products(history)).toEqual(['a', 'b', 'c']);
  expect(history.entries[2]).toMatchObject({ seq: 5, session: 1 });
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['storage']));
});

test('a database as version 1 wrote it opens (the golden form)', async () => {
  const name = freshName();
  const golden = await openDB(name, 1, {
    upgrade(database) {
      database.createObjectStore('interactions', { keyPath: 'seq', autoIncrement: true });
      database.createObjectStore('weights', { keyPath: 'generation', autoIncrement: true });
      database.createObjectStore('pointers');
    },
  });
  await golden.add('interactions', { name: 'purchase', product: '茶', at: 5, quantity: 2, list: 'l1', session: 4 });
  golden.close();
  const { history } = visit(name);
  await history.loaded();
  expect(history.entries).toEqual([
    { seq: 1, name: 'purchase', product: '茶', at: 5, quantity: 2, list: 'l1', session: 4 },
  ]);
  await history.append([view('b', 5)]);
  expect(history.entries[1]).toMatchObject({ seq: 2, session: 4 });
});

test('a full quota deletes weights, then the oldest interactions, and stores the new one', async () => {
  const name = freshName();
  const { history, problems } = visit(name);
  await history.append(Array.from({ length: 100 }, (_, i) => view(`p${i}`)));
  await new FineTunedWeights(history.connection).save('pack', { w: { shape: [1], data: Float32Array.of(1) } });
  const add = IDBObjectStore.prototype.add;
  let failures = 3;
  IDBObjectStore.prototype.add = function (...args) {
    if (failures-- > 0) throw new DOMException('full', 'QuotaExceededError');
    return add.apply(this, args);
  };
  try {
    await history.append([view('new')]);
  } finally {
    IDBObjectStore.prototype.add = add;
  }
  expect(history.durable).toBe(true);
  expect(history.entries.at(-1)?.product).toBe('new');
  expect(history.entries[0].product).not.toBe('p0');
  expect(problems).toHaveLength(3);
  const later = visit(name).history;
  await later.loaded();
  expect(products(later)).toEqual(products(history));
  expect(await new FineTunedWeights(later.connection).load('pack')).toBeUndefined();
});

test('one append reads no more of a long history than of a short one', async () => {
  const name = freshName();
  await visit(name).history.append(Array.from({ length: 10_000 }, (_, i) => view(`p${i}`)));
  const { history } = visit(name);
  await history.loaded();
  expect(history.entries).toHaveLength(10_000);
  const { getAll } = IDBObjectStore.prototype;
  let requests = 0;
  let read = 0;
  IDBObjectStore.prototype.getAll = function (...args) {
    requests++;
    const request = getAll.apply(this, args);
    request.addEventListener('success', () => {
      read += request.result.length;
    });
    return request;
  };
  const generation = history.generation;
  try {
    await history.append([view('one')]);
  } finally {
    IDBObjectStore.prototype.getAll = getAll;
  }
  expect({ requests, read }).toEqual({ requests: 1, read: 0 });
  expect(history.generation).toBe(generation);
});

test('where room is made, what can be made again goes first, caches before weights', async () => {
  const name = freshName();
  const { history } = visit(name);
  await history.append(Array.from({ length: 8 }, (_, i) => view(`p${i}`)));
  await new FineTunedWeights(history.connection).save('pack', { w: { shape: [1], data: Float32Array.of(1) } });
  await new Cache(history.connection, 'feeds').save('/feed.json', { rows: 3 });
  await new Cache(history.connection, 'states').save('sessions', new Map());
  const counts = async () => {
    const database = await openDB(name);
    const stores = ['feeds', 'states', 'weights', 'pointers', 'interactions'];
    const counted = await Promise.all(stores.map((store) => database.count(store)));
    database.close();
    return counted;
  };
  const steps: number[][] = [await counts()];
  for (let step = 0; step < 3; step++) {
    await history.connection.run((database) => makeRoom(database, 0.25));
    steps.push(await counts());
  }
  expect(steps).toEqual([
    [1, 1, 1, 1, 8],
    [0, 0, 1, 1, 8],
    [0, 0, 0, 0, 8],
    [0, 0, 0, 0, 6],
  ]);
});

test('fine-tuned weights: the newest whole ones of this pack', async () => {
  const name = freshName();
  const { history } = visit(name);
  const weights = new FineTunedWeights(history.connection);
  const tensors = (value: number) => ({ w: { shape: [2], data: Float32Array.of(value, 1) } });
  expect(await weights.load('pack')).toBeUndefined();
  for (const value of [1, 2, 3]) await weights.save('pack', tensors(value));
  expect(await weights.load('pack')).toEqual(tensors(3));
  expect(await weights.load('another')).toBeUndefined();

  const database = await openDB(name);
  expect(await database.count('weights')).toBe(2);
  const newest = await database.get('weights', 3);
  newest.tensors.w.data[0] = 99;
  await database.put('weights', newest);
  database.close();
  expect(await weights.load('pack')).toEqual(tensors(2));
});

test('a thread that is busy while the database opens has not waited: history is stored', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { history } = visit(freshName());
  // As after a long task: all timers that are due fire before the database's answer is read.
  vi.advanceTimersByTime(60_000);
  await history.loaded();
  expect(history.durable).toBe(true);
});

test('a database that another tab deletes is started anew', async () => {
  const name = freshName();
  const { history } = visit(name);
  await history.append([view('a')]);
  await deleteDB(name);
  await history.append([view('b')]);
  expect(history.durable).toBe(true);
  const later = visit(name).history;
  await later.loaded();
  expect(products(later)).toEqual(['b']);
});

test.each(['once', 'from then on'] as const)(
  'a fault at the Nth request to the database, %s: nothing throws, nothing acknowledged is lost or doubled',
  async (how) => {
    const own = { ...Object.fromEntries(REQUESTS.map((request) => [request, IDBObjectStore.prototype[request]])) };
    let left = Number.POSITIVE_INFINITY;
    for (const request of REQUESTS) {
      const made = IDBObjectStore.prototype[request] as (...args: unknown[]) => unknown;
      Object.assign(IDBObjectStore.prototype, {
        [request](...args: unknown[]) {
          if (--left === 0 || (left < 0 && how === 'from then on')) throw new DOMException('fault', 'UnknownError');
          return made.apply(this, args);
        },
      });
    }
    try {
      for (let met = true, at = 1; met; at++) {
        const name = freshName();
        left = at;
        const { history } = visit(name);
        for (const product of ['a', 'b', 'c']) await history.append([view(product), view(`${product}2`)]);
        met = left <= 0;
        left = Number.POSITIVE_INFINITY;
        const expected = ['a', 'a2', 'b', 'b2', 'c', 'c2'];
        expect(products(history), `fault at ${at}`).toEqual(expected);
        expect(history.durable, `fault at ${at}`).toBe(!met || how === 'once');
        const later = visit(name).history;
        await later.loaded();
        const stored = history.durable ? expected : expected.slice(0, later.entries.length);
        expect(products(later), `fault at ${at}`).toEqual(stored);
      }
    } finally {
      Object.assign(IDBObjectStore.prototype, own);
    }
  },
);
