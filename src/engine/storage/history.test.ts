import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { deleteDB, openDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import type { VitrineError } from '../../contract/errors.ts';
import { type Interaction, SESSION_GAP_MS } from '../../contract/interaction.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { VisitorEvent } from '../../contract/visitor-event.ts';
import { type DatabaseFault, type FaultKind, failDatabase } from '../../testing.ts';
import { Cache } from './cache.ts';
import { beginTraining, loadWeights, saveWeights } from './fine-tuned-weights.ts';
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
/** Storage that works again is tried by itself; a machine may be slow. */
const PATIENT = { timeout: 60_000, interval: 20 };
const freshName = () => `test-${databases++}`;
async function storeWeights({ connection }: History, tensors: NamedTensors): Promise<number | undefined> {
  return saveWeights(connection, { pack: 'pack', tensors }, (await beginTraining(connection)).fence);
}
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
  await storeWeights(history, { w: { shape: [1], data: Float32Array.of(1) } });
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

/** What the quota of the site does to a history of `count` interactions with weights and caches beside it. */
async function fullStorage(count: number, fault: Partial<DatabaseFault>) {
  const name = freshName();
  const { history, problems } = visit(name);
  await history.append(Array.from({ length: count }, (_, i) => view(`p${i}`)));
  await storeWeights(history, { w: { shape: [1], data: Float32Array.of(1) } });
  await new Cache(history.connection, 'feeds').save('/feed.json', { rows: 3 });
  const quota = failDatabase(name, {
    at: 1,
    how: 'once',
    kind: 'throws',
    error: 'QuotaExceededError',
    only: ['add'],
    ...fault,
  });
  await history.append([view('new')]);
  const left = async () => {
    const database = await openDB(name);
    const stores = ['feeds', 'weights', 'interactions'];
    const counts = await Promise.all(stores.map((store) => database.count(store)));
    database.close();
    return counts;
  };
  return { name, history, problems, quota, left };
}

test('one passing error of the quota costs caches alone, and the interaction is stored', async () => {
  const { history, left } = await fullStorage(600, {});
  expect(history.durable).toBe(true);
  expect(await left()).toEqual([0, 1, 601]);
});

test.each([
  [4, 4],
  [500, 500],
  [520, 500],
  [1_000, 750],
])(
  'a quota that stays full: of %d interactions %d stay, and the new one is stored when there is room',
  async (before, after) => {
    const { name, history, problems, quota, left } = await fullStorage(before, { how: 'on' });
    expect(history.durable).toBe(false);
    expect(history.entries.at(-1)?.product).toBe('new');
    expect(await left()).toEqual([0, 0, after]);
    await history.append([view('newer')]);
    expect(await left()).toEqual([0, 0, after]);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['storage']));
    quota.clear();
    await expect.poll(() => history.durable, PATIENT).toBe(true);
    const later = visit(name).history;
    await later.loaded();
    expect(products(later)).toHaveLength(after + 2);
    expect(products(later).slice(-2)).toEqual(['new', 'newer']);
  },
);

test('other data of the site is over the quota by more than pruning frees: nothing is pruned', async () => {
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ usage: 4e6, quota: 3e6 }) } });
  try {
    const { left } = await fullStorage(1_000, { how: 'on' });
    expect(await left()).toEqual([0, 0, 1_000]);
  } finally {
    vi.unstubAllGlobals();
  }
});

test('one append reads no more of a long history than of a short one', async () => {
  const name = freshName();
  await visit(name).history.append(Array.from({ length: 2_000 }, (_, i) => view(`p${i}`)));
  const { history } = visit(name);
  await history.loaded();
  expect(history.entries).toHaveLength(2_000);
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

test('fine-tuned weights: the newest whole ones of this pack', async () => {
  const name = freshName();
  const { history } = visit(name);
  const { connection } = history;
  const tensors = (value: number) => ({ w: { shape: [2], data: Float32Array.of(value, 1) } });
  expect(await loadWeights(connection, 'pack')).toBeUndefined();
  for (const value of [1, 2, 3]) expect(await storeWeights(history, tensors(value))).toBe(value);
  expect(await loadWeights(connection, 'pack')).toMatchObject({ generation: 3, tensors: tensors(3) });
  expect(await loadWeights(connection, 'another')).toBeUndefined();

  const database = await openDB(name);
  expect(await database.count('weights')).toBe(2);
  const newest = await database.get('weights', 3);
  newest.tensors.w.data[0] = 99;
  await database.put('weights', newest);
  database.close();
  expect(await loadWeights(connection, 'pack')).toMatchObject({ generation: 2, tensors: tensors(2) });
});

test('of two trainings at once the one that began last stores its weights; after an erasure neither does', async () => {
  const name = freshName();
  const [first, second] = [visit(name).history.connection, visit(name).history.connection];
  const tensors = (value: number) => ({ w: { shape: [1], data: Float32Array.of(value) } });
  const [older, newer] = [await beginTraining(first), await beginTraining(second)];
  expect(newer.fence).toBeGreaterThan(older.fence);
  expect(await saveWeights(first, { pack: 'pack', tensors: tensors(1) }, older.fence)).toBeUndefined();
  expect(await loadWeights(first, 'pack')).toBeUndefined();
  expect(await saveWeights(second, { pack: 'pack', tensors: tensors(2) }, newer.fence)).toBe(1);
  expect(await loadWeights(first, 'pack')).toMatchObject({ tensors: tensors(2) });

  const late = await beginTraining(first);
  expect(late.newest).toBe(1);
  await open.at(-1)!.erase();
  expect(await saveWeights(first, { pack: 'pack', tensors: tensors(3) }, late.fence)).toBeUndefined();
  expect(await loadWeights(first, 'pack')).toBeUndefined();
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

const search = (words: string): VisitorEvent => ({ id: `search-${words}`, name: 'search', words, at: 1_000 });

/**
 * A whole visit with a fault at its Nth operation: nothing throws, all is in memory at once and in order, and when storage works
 * again all of it is stored, once each. @returns whether the fault was met
 */
async function visitWith(fault: DatabaseFault): Promise<boolean> {
  const name = freshName();
  const injected = failDatabase(name, fault);
  const { history } = visit(name);
  const expected = ['a', 'a2', 'b', 'b2', 'c', 'c2'];
  for (const product of ['a', 'b', 'c']) {
    await history.append([
      { ...view(product), id: product },
      search(product),
      { ...view(`${product}2`), id: `${product}2` },
    ]);
  }
  // A retry of what was acknowledged.
  await history.append([{ ...view('a'), id: 'a' }, search('b')]);
  const label = `${fault.kind} at ${fault.at}, ${fault.how}`;
  expect(products(history), label).toEqual(expected);
  const met = injected.met();
  injected.clear();
  await expect.poll(() => history.durable, PATIENT).toBe(true);
  const later = visit(name).history;
  await later.loaded();
  expect(products(later), label).toEqual(expected);
  expect(
    later.entries.map(({ seq }) => seq),
    label,
  ).toEqual([...later.entries.map(({ seq }) => seq)].sort((a, b) => a - b));
  expect((await later.browsing(10)).map((event) => 'words' in event && event.words).sort(), label).toEqual([
    'a',
    'b',
    'c',
  ]);
  return met;
}

test.each<[FaultKind, DatabaseFault['how']]>([
  ['throws', 'once'],
  ['throws', 'on'],
  ['aborts', 'once'],
  ['aborts', 'on'],
  ['hangs', 'once'],
  ['hangs', 'on'],
])(
  'a fault at the Nth operation on the database (%s, %s): nothing is lost, and nothing is stored twice',
  async (kind, how) => {
    const together = 25;
    for (let from = 1, met = true; met; from += together) {
      const visits = Array.from({ length: together }, (_, i) => visitWith({ at: from + i, how, kind }));
      met = (await Promise.all(visits)).at(-1)!;
    }
  },
  120_000,
);

test('of appends that overlap, of which one fails, each interaction has a number of its own', async () => {
  for (let at = 1, met = true; met; at++) {
    const name = freshName();
    const { history } = visit(name);
    await history.loaded();
    // Both the try and its repetition fail.
    const faults = [0, 1].map((further) => failDatabase(name, { at: at + further, how: 'once', kind: 'aborts' }));
    const appends = ['a', 'b', 'c', 'd'].map(async (product, turn) => {
      for (let turns = 0; turns < turn; turns++) await new Promise((resolve) => setImmediate(resolve));
      await history.append([{ ...view(product), id: product }]);
    });
    await Promise.all(appends);
    met = faults[0].met();
    for (const fault of faults) fault.clear();
    await expect.poll(() => history.durable, PATIENT).toBe(true);
    const later = visit(name).history;
    await later.loaded();
    for (const { entries } of [history, later]) {
      expect(entries.map(({ product }) => product).sort(), `at ${at}`).toEqual(['a', 'b', 'c', 'd']);
      expect(new Set(entries.map(({ seq }) => seq)).size, `at ${at}`).toBe(4);
    }
    expect(later.entries).toEqual(history.entries);
  }
}, 120_000);

test('writes fail while reads work: what was done stays in memory, whatever is read', async () => {
  const name = freshName();
  const { history, problems } = visit(name);
  await history.append([view('a')]);
  const fault = failDatabase(name, { at: 1, how: 'on', kind: 'throws', only: ['add'] });
  await history.append([view('b')]);
  await history.connection.run(async (database) => database.close());
  await history.append([view('c')]);
  // Tries again and again, and reads the store each time.
  await expect.poll(() => fault.operations(), PATIENT).toBeGreaterThan(6);
  expect(products(history)).toEqual(['a', 'b', 'c']);
  expect(history.durable).toBe(false);
  expect(problems).toHaveLength(1);
  fault.clear();
  await expect.poll(() => history.durable, PATIENT).toBe(true);
  expect(products(history)).toEqual(['a', 'b', 'c']);
});

test('clicks that never pause are durable again soon after storage works again', async () => {
  const name = freshName();
  const { history } = visit(name);
  await history.loaded();
  const fault = failDatabase(name, { at: 1, how: 'on', kind: 'throws' });
  let clicks = 0;
  const click = async (): Promise<void> => {
    await history.append([{ ...view(`p${clicks}`), id: `id-${clicks++}` }]);
    await new Promise((resolve) => setImmediate(resolve));
  };
  while (clicks < 200) await click();
  expect(history.durable).toBe(false);
  fault.clear();
  // Each transaction of the recovery has clicks that come while it runs.
  const end = Date.now() + PATIENT.timeout;
  while (!history.durable && Date.now() < end) await click();
  expect(history.durable).toBe(true);
  await click();
  const later = visit(name).history;
  await later.loaded();
  expect(products(later)).toEqual(Array.from({ length: clicks }, (_, i) => `p${i}`));
});

test('of what is held in memory, what another tab stored meanwhile comes first, and ids are stored once', async () => {
  const name = freshName();
  const [first, second] = [visit(name).history, visit(name).history];
  await Promise.all([first.loaded(), second.loaded()]);
  const fault = failDatabase(name, { at: 1, how: 'once', kind: 'throws', error: 'ConstraintError', only: ['add'] });
  // Both the try and its repetition fail.
  const again = { ...view('x'), id: 'x' };
  await first.append([again]);
  fault.clear();
  await second.append([again, { ...view('y'), id: 'y' }]);
  await expect.poll(() => first.durable, PATIENT).toBe(true);
  await expect
    .poll(() => [products(first).sort(), products(second).sort()], PATIENT)
    .toEqual([
      ['x', 'y'],
      ['x', 'y'],
    ]);
  expect(await first.count()).toBe(2);
});

test('an id is stored once, however it comes: at once, again, in another tab, after a reload', async () => {
  const name = freshName();
  const one: Interaction = { ...view('a'), id: 'one' };
  const tabs = [visit(name).history, visit(name).history];
  await Promise.all([tabs[0].append([one]), tabs[1].append([one]), tabs[0].append([one])]);
  const later = visit(name).history;
  await later.append([one, { ...one, id: 'two' }]);
  expect(later.entries.map(({ id }) => id)).toEqual(['one', 'two']);
  expect(await later.count()).toBe(2);
});

test('what is appended in one turn is one transaction, however much', async () => {
  const { history } = visit(freshName());
  await history.loaded();
  const { transaction } = IDBDatabase.prototype;
  let transactions = 0;
  IDBDatabase.prototype.transaction = function (...args: Parameters<typeof transaction>) {
    transactions++;
    return transaction.apply(this, args);
  };
  try {
    await Promise.all(Array.from({ length: 1_000 }, (_, i) => history.append([view(`p${i}`)])));
  } finally {
    IDBDatabase.prototype.transaction = transaction;
  }
  expect(products(history)).toEqual(Array.from({ length: 1_000 }, (_, i) => `p${i}`));
  expect(transactions).toBeLessThanOrEqual(2);
});

test('before it is permitted nothing is stored, not even a database; then all that is remembered is', async () => {
  const name = freshName();
  const history = new History(
    name,
    { onProblem: () => undefined, onOthers: () => undefined, onDurable: () => undefined },
    false,
  );
  open.push(history);
  await history.append([view('a'), search('pan')]);
  await new Cache(history.connection, 'feeds').save('/feed.json', { rows: 3 });
  expect(products(history)).toEqual(['a']);
  expect(await history.browsing(5)).toMatchObject([{ words: 'pan' }]);
  expect(history.durable).toBe(false);
  expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name);
  await history.permit(true);
  expect(history.durable).toBe(true);
  await history.append([view('b')]);
  const later = visit(name).history;
  await later.loaded();
  expect(products(later)).toEqual(['a', 'b']);
  expect(await later.browsing(5)).toMatchObject([{ words: 'pan' }]);
});

test('of browsing the newest two thousand are kept', async () => {
  const { history } = visit(freshName());
  const many = Array.from({ length: 2_100 }, (_, i): VisitorEvent => ({ name: 'search', words: `w${i}`, at: i }));
  for (let from = 0; from < many.length; from += 500) await history.append(many.slice(from, from + 500));
  const kept = await history.browsing(5_000);
  expect(kept).toHaveLength(2_000);
  expect(kept[0]).toMatchObject({ words: 'w2099' });
  expect(kept.at(-1)).toMatchObject({ words: 'w100' });
});

/** As version 2 wrote it: lists that were seen lay among the interactions, one record a product. */
async function goldenOfVersion2(name: string): Promise<void> {
  const golden = await openDB(name, 2, {
    upgrade(database) {
      database.createObjectStore('interactions', { keyPath: 'seq', autoIncrement: true });
      database.createObjectStore('weights', { keyPath: 'generation', autoIncrement: true });
      database.createObjectStore('pointers');
      database.createObjectStore('feeds');
      database.createObjectStore('states');
    },
  });
  await golden.add('interactions', { name: 'view_item', product: '茶', at: 5, session: 4 });
  for (const product of ['x', 'y']) {
    await golden.add('interactions', { name: 'view_item_list', product, at: 6, list: 'l1', session: 4 });
  }
  await golden.add('interactions', { name: 'view_item_list', product: 'z', at: 7, session: 4 });
  await golden.add('interactions', { name: 'search', product: 'pan', at: 8, session: 4 });
  await golden.add('interactions', { name: 'purchase', product: '茶', at: 9, quantity: 2, list: 'l1', session: 4 });
  golden.close();
}

const MIGRATED = {
  interactions: [
    { seq: 1, name: 'view_item', product: '茶', at: 5, session: 4 },
    { seq: 6, name: 'purchase', product: '茶', at: 9, quantity: 2, list: 'l1', session: 4 },
  ],
  browsing: [
    { name: 'view_item_list', products: ['z'], at: 7 },
    { name: 'view_item_list', products: ['y'], at: 6, list: 'l1' },
    { name: 'view_item_list', products: ['x'], at: 6, list: 'l1' },
  ],
};

test('a database as version 2 wrote it opens: lists move out of the interactions', async () => {
  const name = freshName();
  await goldenOfVersion2(name);
  const { history, problems } = visit(name);
  await history.loaded();
  expect(history.entries).toEqual(MIGRATED.interactions);
  expect(await history.browsing(9)).toMatchObject(MIGRATED.browsing);
  await history.append([view('b', 9)]);
  expect(history.entries[2]).toMatchObject({ seq: 7, session: 4 });
  expect(problems).toEqual([]);
});

test('an upgrade that fails at any operation is taken back whole, and passes later', async () => {
  // First its reading, then each of its writings.
  for (let at = 0, met = true; met; at++) {
    const name = freshName();
    await goldenOfVersion2(name);
    const fault = failDatabase(name, {
      at: Math.max(1, at),
      how: 'on',
      kind: 'throws',
      only: at === 0 ? ['getAll'] : ['delete', 'add'],
    });
    const { history } = visit(name);
    await history.loaded();
    met = fault.met();
    expect(history.durable).toBe(!met);
    if (met) {
      const left = (await indexedDB.databases()).find((database) => database.name === name);
      expect(left?.version).toBe(2);
    }
    fault.clear();
    await expect.poll(() => history.durable, PATIENT).toBe(true);
    expect(history.entries).toEqual(MIGRATED.interactions);
    expect(await history.browsing(9)).toMatchObject(MIGRATED.browsing);
  }
});

test('a database of another form, of our name and version, is neither written nor emptied', async () => {
  const name = freshName();
  const strange = await openDB(name, 3, { upgrade: (database) => void database.createObjectStore('strange') });
  await strange.add('strange', 'precious', 'key');
  strange.close();
  const { history, problems } = visit(name);
  await history.append([view('a')]);
  await expect(history.erase()).rejects.toMatchObject({ code: 'storage' });
  expect(history.durable).toBe(false);
  expect(problems.map(({ code }) => code)).toEqual(['storage']);
  const left = await openDB(name);
  expect(await left.get('strange', 'key')).toBe('precious');
  left.close();
});

test('a database of an earlier version and another form is left as it was', async () => {
  const name = freshName();
  await goldenOfVersion2(name);
  const strange = await openDB(`${name}-strange`, 2, {
    upgrade(database) {
      for (const store of ['interactions', 'weights', 'pointers', 'precious']) database.createObjectStore(store);
    },
  });
  await strange.add('precious', 'kept', 'key');
  strange.close();
  const { history, problems } = visit(`${name}-strange`);
  await history.append([view('a')]);
  expect(history.durable).toBe(false);
  expect(problems.map(({ code }) => code)).toEqual(['storage']);
  const left = await openDB(`${name}-strange`);
  expect(left.version).toBe(2);
  expect([...left.objectStoreNames]).not.toContain('browsing');
  expect(await left.get('precious', 'key')).toBe('kept');
  left.close();
});

test('what was done earlier takes its place in time, also among records that have no id', async () => {
  const { history } = visit(freshName());
  await history.append([view('a', 1_000), view('b', 2_000), { ...view('c', 3_000), id: 'c' }]);
  await history.merge([
    { ...view('between', 1_500), id: 'between' },
    { ...view('c', 3_000), id: 'c' },
  ]);
  expect(products(history)).toEqual(['a', 'between', 'b', 'c']);
  await history.merge([{ ...view('first', 500), id: 'first' }]);
  expect(products(history)).toEqual(['first', 'a', 'between', 'b', 'c']);
  expect(await history.newest(2)).toMatchObject([{ product: 'b' }, { product: 'c' }]);
  expect(await history.newest(0)).toEqual([]);
});

test('an erasure right after a click that nobody awaited leaves what comes after it alone', async () => {
  const name = freshName();
  const { history } = visit(name);
  await history.loaded();
  const clicked = history.append([view('before')]);
  const erased = history.erase();
  await Promise.all([clicked, erased, history.append([view('after')])]);
  expect(products(history)).toEqual(['after']);
  const later = visit(name).history;
  await later.loaded();
  expect(products(later)).toEqual(['after']);
});

test('an event that comes again later, alone, is stored once', async () => {
  const { history } = visit(freshName());
  await history.append([{ ...view('a'), id: 'one' }]);
  await history.append([{ ...view('a'), id: 'one' }]);
  expect(products(history)).toEqual(['a']);
  expect(await history.count()).toBe(1);
});

test('what is not allowed to be stored can be erased: also what an earlier page stored', async () => {
  const name = freshName();
  const { history: earlier } = visit(name);
  await earlier.append([view('a')]);
  await earlier.close();
  const ignore = { onProblem: () => undefined, onOthers: () => undefined, onDurable: () => undefined };
  const history = new History(name, ignore, false);
  open.push(history);
  await history.append([view('b')]);
  await history.erase();
  expect(history.entries).toEqual([]);
  expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name);
});

test('a tab that lives in memory hears of an erasure, and of nothing else that others do', async () => {
  const name = freshName();
  const { history: storing } = visit(name);
  const heard: string[] = [];
  const memory = new History(
    name,
    { onProblem: () => undefined, onOthers: (change) => heard.push(change), onDurable: () => undefined },
    false,
  );
  open.push(memory);
  await memory.append([view('own')]);
  await storing.append([view('a')]);
  storing.tellTrained();
  // Not of ours: whoever has the channel's name can post to it.
  const stranger = new BroadcastChannel(`vitrine:${name}`);
  for (const nonsense of [null, 'hello', { appended: 'x' }, 7]) stranger.postMessage(nonsense);
  stranger.close();
  await storing.erase();
  await expect.poll(() => heard, PATIENT).toEqual(['erase']);
  expect(products(memory)).toEqual([]);
});

test('tabs are told of weights that one of them trained', async () => {
  const name = freshName();
  const [first, second] = [visit(name).history, visit(name).history];
  await Promise.all([first.loaded(), second.loaded()]);
  others.length = 0;
  first.tellTrained();
  await expect.poll(() => others, PATIENT).toEqual(['training']);
});

test('where a browser has no channel between tabs, each goes on with what it stores itself', async () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  try {
    const name = freshName();
    const { history, problems } = visit(name);
    await history.append([view('a')]);
    const later = visit(name).history;
    await later.loaded();
    expect(products(later)).toEqual(['a']);
    await Promise.all([history.close(), later.close()]);
    expect(problems).toEqual([]);
  } finally {
    vi.unstubAllGlobals();
  }
});

test('memory has the newest of a history that has no end', async () => {
  const ignore = { onProblem: () => undefined, onOthers: () => undefined, onDurable: () => undefined };
  const history = new History(freshName(), ignore, false);
  open.push(history);
  const before = history.generation;
  for (let from = 0; from < 45_000; from += 15_000) {
    await history.append(Array.from({ length: 15_000 }, (_, i) => view(`p${from + i}`, 1_000 + from + i)));
  }
  expect(history.entries.at(-1)).toMatchObject({ product: 'p44999', seq: 45_000 });
  expect(history.entries).toHaveLength(20_000);
  expect(history.entries[0].product).toBe('p25000');
  expect(history.generation).toBeGreaterThan(before);
});

test('consent that is withdrawn while a write fails is no failure of storage', async () => {
  const name = freshName();
  const { history, problems } = visit(name);
  await history.loaded();
  const fault = failDatabase(name, { at: 1, how: 'on', kind: 'throws', only: ['add'] });
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...args: Parameters<typeof transaction>) {
    history.connection.permitted = false;
    return transaction.apply(this, args);
  };
  try {
    await history.append([view('a')]);
  } finally {
    IDBDatabase.prototype.transaction = transaction;
    fault.clear();
  }
  expect(products(history)).toEqual(['a']);
  expect(problems).toEqual([]);
});

test('of two pieces of work on one lost connection, each has another one, and one reopening serves both', async () => {
  const name = freshName();
  const { history, problems } = visit(name);
  await history.append([view('a')]);
  await history.connection.run(async (database) => database.close());
  const counts = await Promise.all([history.count(), history.count(), history.browsing(5)]);
  expect(counts).toEqual([1, 1, []]);
  expect(problems).toEqual([]);
  expect(history.durable).toBe(true);
});
