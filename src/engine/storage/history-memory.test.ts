import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import type { VitrineError } from '../../contract/errors.ts';
import { type Interaction, SESSION_GAP_MS, type StoredInteraction } from '../../contract/interaction.ts';
import type { VisitorEvent } from '../../contract/visitor-event.ts';
import { failDatabase } from '../../testing.ts';
import { History } from './history.ts';

let databases = 0;
const open: History[] = [];
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await Promise.all(open.splice(0).map((history) => history.close()));
});

/** Storage that works again is tried by itself; a machine may be slow. */
const PATIENT = { timeout: 60_000, interval: 20 };
const freshName = () => `memory-${databases++}`;

function visit(name = freshName(), permitted = true) {
  const problems: VitrineError[] = [];
  const heard: string[] = [];
  const durable: boolean[] = [];
  const listeners = { onDurable: (): void => undefined, onProblem: (): void => undefined };
  const history = new History(
    name,
    {
      onProblem: (problem) => {
        problems.push(problem);
        listeners.onProblem();
      },
      onOthers: (change) => heard.push(change),
      onDurable: () => {
        durable.push(history.durable);
        listeners.onDurable();
      },
    },
    permitted,
  );
  open.push(history);
  return { name, history, problems, heard, durable, listeners };
}

/** A visit whose storage was read. */
async function loaded(name?: string) {
  const visitor = visit(name);
  await visitor.history.loaded();
  return visitor;
}

const view = (product: string, at = 1_000): Interaction => ({ name: 'view_item', product, at, id: product });
const search = (words: string): VisitorEvent => ({ id: `search-${words}`, name: 'search', words, at: 1_000 });
const products = (history: History) => history.entries.map(({ product }) => product);
const words = async (history: History, limit: number) =>
  (await history.browsing(limit)).map((event) => 'words' in event && event.words);
const views = (count: number) => Array.from({ length: count }, (_, i) => view(`p${i}`));

/** What another visit reads of the same database. */
async function stored(name: string): Promise<string[]> {
  const { history } = await loaded(name);
  return products(history);
}

/** Has all writes of interactions fail. */
const refuseWrites = (name: string, error?: string) =>
  failDatabase(name, { at: 1, how: 'on', kind: 'throws', only: ['add'], error });

/** Counts the transactions that are begun from now on. */
const transactions = () => vi.spyOn(IDBDatabase.prototype, 'transaction');

/** Writes as a tab would of which nobody hears. */
async function writeUnheard(name: string, product: string, seq: number): Promise<StoredInteraction> {
  const record = { ...view(product), seq, session: 1 };
  const database = await openDB(name);
  await database.put('interactions', record);
  database.close();
  return record;
}

/** Posts to all tabs, as one of them would. */
function post(name: string, message: unknown): void {
  const channel = new BroadcastChannel(`vitrine:${name}`);
  channel.postMessage(message);
  channel.close();
}

test('sessions are counted from the first that memory has to the last', async () => {
  const { history } = await loaded();
  expect(history.sessions).toBe(0);
  await history.append([view('a', 0)]);
  expect(history.sessions).toBe(1);
  await history.append([view('b', SESSION_GAP_MS), view('c', 3 * SESSION_GAP_MS)]);
  expect(history.sessions).toBe(2);
  await history.append([view('d', 9 * SESSION_GAP_MS)]);
  expect(history.sessions).toBe(3);
});

test('consent that is withdrawn ends storing at once; what comes then lives in memory until it is given again', async () => {
  const { name, history, problems, durable } = await loaded();
  await history.append([view('a')]);
  await history.permit(false);
  expect(history.durable).toBe(false);
  await history.append([view('b'), search('pan')]);
  expect(products(history)).toEqual(['a', 'b']);
  expect(await history.count()).toBe(2);
  expect(await stored(name)).toEqual(['a']);
  await history.permit(true);
  expect(history.durable).toBe(true);
  expect(await stored(name)).toEqual(['a', 'b']);
  expect(durable).toEqual([false, true]);
  expect(problems).toEqual([]);
});

test('consent that is given again as it was reads nothing anew', async () => {
  const { history, durable } = await loaded();
  const { generation } = history;
  const begun = transactions();
  await history.permit(true);
  expect(begun).not.toHaveBeenCalled();
  expect(history.generation).toBe(generation);
  expect(durable).toEqual([]);
});

test('a visitor without consent is not durable from the start, and nobody is told that this changed', async () => {
  const { history, durable, problems } = visit(freshName(), false);
  await history.loaded();
  await history.permit(false);
  expect(history.durable).toBe(false);
  expect(durable).toEqual([]);
  expect(problems).toEqual([]);
});

test('appending nothing waits for nothing', async () => {
  const { name } = await loaded();
  failDatabase(name, { at: 1, how: 'on', kind: 'hangs' });
  const { history } = visit(name);
  let read = false;
  void history.loaded().then(() => {
    read = true;
  });
  await history.append([]);
  expect(read).toBe(false);
});

test('an append of known ids, and a merge of them, write nothing', async () => {
  const { history } = await loaded();
  await history.append([view('a')]);
  const { generation } = history;
  const begun = transactions();
  await history.append([view('a')]);
  await history.merge([view('a', 5)]);
  expect(begun).not.toHaveBeenCalled();
  expect(history.durable).toBe(true);
  expect(history.generation).toBe(generation);
});

test('clicks keep their order while storage fails under the first of them', async () => {
  const { name, history, listeners } = await loaded();
  const fault = failDatabase(name, { at: 1, how: 'once', kind: 'throws', only: ['add'], error: 'DataError' });
  let third: Promise<void> | undefined;
  listeners.onDurable = () => {
    third ??= history.append([view('c')]);
  };
  const first = history.append([view('a')]);
  // The first is being written.
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([first, history.append([view('b')])]);
  await third;
  expect(fault.failed()).toBe(1);
  expect(products(history)).toHaveLength(3);
  expect(products(history).indexOf('b')).toBeLessThan(products(history).indexOf('c'));
  await expect.poll(() => history.durable, PATIENT).toBe(true);
  expect(products(history)).toHaveLength(3);
  expect(new Set(await stored(name))).toEqual(new Set(['a', 'b', 'c']));
});

test('what was appended while a write failed is held with it, in order, and not stored before it', async () => {
  const { name, history } = await loaded();
  failDatabase(name, { at: 1, how: 'once', kind: 'throws', only: ['add'], error: 'DataError' });
  const first = history.append([view('a')]);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.all([first, history.append([view('b')])]);
  expect(products(history)).toEqual(['a', 'b']);
  await expect.poll(() => history.durable, PATIENT).toBe(true);
  expect(await stored(name)).toEqual(['a', 'b']);
});

test('a failure of storage says what happens and what helps, and why', async () => {
  const { name, history, problems, durable } = await loaded();
  refuseWrites(name, 'DataError');
  await history.append([view('a')]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ code: 'storage', remedy: 'Allow this site to store data, or free its storage.' });
  expect(problems[0].message).toMatch(/^History cannot be stored and lives in memory: DataError/);
  expect(problems[0].cause).toMatchObject({ name: 'DataError' });
  expect(durable).toEqual([false]);
});

test('what is merged while storage fails is held as if it were new', async () => {
  const { name, history, problems } = await loaded();
  await history.append([view('a', 1_000)]);
  const fault = refuseWrites(name);
  await history.merge([view('earlier', 500)]);
  expect(products(history)).toEqual(['a', 'earlier']);
  expect(problems).toHaveLength(1);
  expect(history.durable).toBe(false);
  await history.merge([view('earliest', 100)]);
  expect(products(history)).toEqual(['a', 'earlier', 'earliest']);
  fault.clear();
  await expect.poll(() => history.durable, PATIENT).toBe(true);
  expect(await stored(name)).toEqual(['a', 'earlier', 'earliest']);
});

test('what is merged comes after what has the same time, and other tabs show it', async () => {
  const { name, history } = await loaded();
  const other = await loaded(name);
  await history.append([view('a', 1_000), view('b', 2_000)]);
  await expect.poll(() => products(other.history), PATIENT).toEqual(['a', 'b']);
  await history.merge([view('same', 1_000), search('pan')]);
  expect(products(history)).toEqual(['a', 'same', 'b']);
  // What is not later keeps its number.
  expect(history.entries.map(({ seq }) => seq)).toEqual([1, 3, 4]);
  await expect.poll(() => products(other.history), PATIENT).toEqual(['a', 'same', 'b']);
  expect(other.heard).toEqual(['interaction', 'interaction']);
  expect(await words(history, 5)).toEqual(['pan']);
});

test('what is merged is put among the newest two thousand, and before these where it is older', async () => {
  const { history } = await loaded();
  await history.append(Array.from({ length: 2_002 }, (_, i) => view(`p${i}`, 1_000 + i)));
  // Older than these, though not than all.
  await history.merge([view('old', 1_000)]);
  expect(products(history).slice(0, 4)).toEqual(['p0', 'p1', 'old', 'p2']);
  expect(history.entries.slice(0, 2).map(({ seq }) => seq)).toEqual([1, 2]);
  await history.merge([view('late', 3_000)]);
  expect(products(history).slice(-3)).toEqual(['p2000', 'late', 'p2001']);
  expect(history.entries).toHaveLength(2_004);
});

test('more interactions than memory has are asked of the store; fewer are those of memory', async () => {
  const { name, history } = await loaded();
  await history.append([view('a'), view('b')]);
  await writeUnheard(name, 'c', 3);
  const newest = async (limit: number) => (await history.newest(limit)).map(({ product }) => product);
  expect(await newest(20_000)).toEqual(['a', 'b']);
  expect(await newest(1)).toEqual(['b']);
  expect(await newest(-1)).toEqual([]);
  expect(await newest(20_001)).toEqual(['a', 'b', 'c']);
  await history.permit(false);
  expect(await newest(20_001)).toEqual(['a', 'b']);
});

test('while what was held is being stored, the newest interactions are those of memory', async () => {
  const { history, listeners } = visit(freshName(), false);
  await history.append([view('a')]);
  let newest: Promise<StoredInteraction[]> | undefined;
  listeners.onDurable = () => {
    newest = history.newest(20_001);
  };
  const permitted = history.permit(true);
  // Storing has begun: this one is held until the next write.
  await new Promise((resolve) => setImmediate(resolve));
  await history.append([view('b')]);
  await permitted;
  expect((await newest)?.map(({ product }) => product)).toEqual(['a', 'b']);
  expect(products(history)).toEqual(['a', 'b']);
});

test('a shelf waits for the click that is being stored', async () => {
  const { history } = await loaded();
  void history.append([view('a')]);
  expect(products(history)).toEqual([]);
  await history.caughtUp();
  expect(products(history)).toEqual(['a']);
});

test('a shelf waits a fifth of a second for storage that hangs, and not at all for one that does not work', async () => {
  const { name, history } = await loaded();
  failDatabase(name, { at: 1, how: 'on', kind: 'hangs' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const written = history.append([view('a')]);
  let caughtUp = false;
  const waiting = history.caughtUp().then(() => {
    caughtUp = true;
  });
  await vi.advanceTimersByTimeAsync(199);
  expect(caughtUp).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await waiting;
  expect(products(history)).toEqual([]);
  const withdrawn = history.permit(false);
  await history.caughtUp();
  expect(products(history)).toEqual([]);
  vi.useRealTimers();
  await withdrawn;
  void written;
  // Its write hangs for ever, so that closing it would wait for ever too.
  open.splice(open.indexOf(history), 1);
});

test('an erasure that fails says so, forgets what is in memory all the same, and other tabs forget too', async () => {
  const { name, history } = await loaded();
  const other = await loaded(name);
  await history.append([view('a')]);
  await expect.poll(() => products(other.history), PATIENT).toEqual(['a']);
  const fault = failDatabase(name, { at: 1, how: 'on', kind: 'throws', only: ['clear'], error: 'DataError' });
  await expect(history.erase()).rejects.toMatchObject({
    code: 'storage',
    message: 'What is stored in this browser could not be deleted.',
    remedy: 'Try again, or clear the data of this site in the browser.',
    cause: { name: 'DataError' },
  });
  expect(history.entries).toEqual([]);
  expect(history.durable).toBe(true);
  await expect.poll(() => other.heard, PATIENT).toEqual(['interaction', 'erase']);
  fault.clear();
  await history.erase();
  expect(await stored(name)).toEqual([]);
});

test('an erasure right after a click stores the click and deletes it, and is no failure', async () => {
  const { name, history, problems } = await loaded();
  const clicked = history.append([view('a')]);
  await Promise.all([clicked, history.erase()]);
  expect(products(history)).toEqual([]);
  expect(history.durable).toBe(true);
  expect(problems).toEqual([]);
  expect(await stored(name)).toEqual([]);
});

test('what comes in one turn after an erasure is one transaction', async () => {
  const { history } = await loaded();
  const begun = transactions();
  const work = [history.append([view('a')]), history.erase(), history.append([view('b')])];
  await Promise.resolve();
  await Promise.resolve();
  work.push(history.append([view('c')]));
  await Promise.all(work);
  expect(products(history)).toEqual(['b', 'c']);
  expect(begun).toHaveBeenCalledTimes(3);
});

test('what is held is erased with the rest', async () => {
  const { name, history } = await loaded();
  const fault = refuseWrites(name);
  await history.append([view('a'), search('pan')]);
  await history.erase();
  expect(products(history)).toEqual([]);
  expect(await words(history, 5)).toEqual([]);
  fault.clear();
  await expect.poll(() => history.durable, PATIENT).toBe(true);
  expect(await stored(name)).toEqual([]);
});

test('memory can be dropped, and the store stays as it is', async () => {
  const { name, history } = await loaded();
  await history.append([view('a')]);
  const { generation } = history;
  await history.drop();
  expect(history.entries).toEqual([]);
  expect(history.generation).toBeGreaterThan(generation);
  expect(await history.count()).toBe(1);
  expect(await stored(name)).toEqual(['a']);
  // Its number and its session follow from the store all the same.
  await history.append([view('b')]);
  expect(history.entries.at(-1)).toMatchObject({ product: 'b', seq: 2, session: 1 });
});

test('interactions are counted in the store, and in memory where it cannot say or has not all', async () => {
  const { name, history } = await loaded();
  await history.append([view('a')]);
  await writeUnheard(name, 'b', 2);
  expect(await history.count()).toBe(2);
  const uncounted = failDatabase(name, { at: 1, how: 'on', kind: 'throws', only: ['count'] });
  expect(await history.count()).toBe(1);
  uncounted.clear();
  refuseWrites(name);
  await history.append([view('c'), view('d')]);
  expect(await history.count()).toBe(4);
});

test('browsing is told newest first, with what is held and without what was bought, and no more than asked', async () => {
  const { name, history } = await loaded();
  await history.append([search('one'), search('two')]);
  refuseWrites(name);
  await history.append([view('a'), search('three')]);
  expect(history.durable).toBe(false);
  expect(await words(history, 9)).toEqual(['three', 'two', 'one']);
  expect(await words(history, 2)).toEqual(['three', 'two']);
  expect(await words(history, 0)).toEqual([]);
  expect(await words(history, -1)).toEqual([]);
  failDatabase(name, { at: 1, how: 'on', kind: 'throws' });
  expect(await words(history, 9)).toEqual(['three']);
});

test('browsing that was just done is told of', async () => {
  const { history } = await loaded();
  void history.append([search('pan')]);
  expect(await words(history, 9)).toEqual(['pan']);
});

test('a history that is closed has stored what was appended, hears nothing more and tries nothing more', async () => {
  const { name, history, heard } = await loaded();
  void history.append([view('a')]);
  await history.close();
  expect(await stored(name)).toEqual(['a']);
  const { history: other } = await loaded(name);
  await other.append([view('b')]);
  const third = await loaded(name);
  await other.append([view('c')]);
  await expect.poll(() => third.heard, PATIENT).toEqual(['interaction']);
  expect(heard).toEqual([]);

  expect(products(history)).toEqual(['a']);
});

test('a history that is closed while storage fails tries nothing more, and says nothing more', async () => {
  const { name, history, problems } = await loaded();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const fault = refuseWrites(name);
  await history.append([view('a')]);
  await history.close();
  await vi.advanceTimersByTimeAsync(250);
  const operations = fault.operations();
  await history.append([view('b')]);
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(fault.operations()).toBe(operations);
  expect(problems).toHaveLength(1);
});

test('a tab takes over what another appended without reading the store', async () => {
  const { name, history } = await loaded();
  const other = await loaded(name);
  const { generation } = other.history;
  await history.append([view('a')]);
  await history.append([view('b')]);
  await expect.poll(() => products(other.history), PATIENT).toEqual(['a', 'b']);
  expect(other.history.generation).toBe(generation);
  // Their ids are known.
  const begun = transactions();
  await other.history.append([view('a')]);
  expect(begun).not.toHaveBeenCalled();
});

test('a tab that missed what came before reads the store', async () => {
  const { name, history, heard } = await loaded();
  await writeUnheard(name, 'a', 1);
  const b = await writeUnheard(name, 'b', 2);
  post(name, { appended: [b] });
  await expect.poll(() => products(history), PATIENT).toEqual(['a', 'b']);
  expect(heard).toEqual(['interaction']);
});

test('what a tab has already, and what is damaged, is nothing new', async () => {
  const { name, history, heard } = await loaded();
  await history.append([view('a')]);
  const { generation } = history;
  post(name, { appended: history.entries });
  const b = { ...view('b'), seq: 2, session: 1 };
  post(name, { appended: [{ name: 'nonsense', seq: 2 }, b] });
  post(name, 'trained');
  await expect.poll(() => heard, PATIENT).toEqual(['interaction', 'training']);
  expect(history.entries).toMatchObject([{ product: 'a' }, b]);
  expect(history.generation).toBe(generation);
});

test('what another tab stored since it erased is there after it, and what was before is not', async () => {
  const { name, history, heard } = await loaded();
  await history.append([view('a')]);
  const database = await openDB(name);
  await database.clear('interactions');
  database.close();
  await writeUnheard(name, 'b', 2);
  post(name, 'erased');
  await expect.poll(() => products(history), PATIENT).toEqual(['b']);
  expect(heard).toEqual(['erase']);
});

test('a tab that lives in memory does not take over what others append', async () => {
  const { name, history, heard } = visit(freshName(), false);
  await history.append([view('own')]);
  post(name, { appended: [{ ...view('a'), seq: 2, session: 1 }] });
  post(name, 'erased');
  await expect.poll(() => heard, PATIENT).toEqual(['erase']);
});

test('what another tab stored while this one lived in memory is told to nobody, and what was held is told to others', async () => {
  const { name, history } = visit(freshName(), false);
  await history.append([view('held')]);
  const other = await loaded(name);
  await other.history.append([view('a')]);
  await history.permit(true);
  expect(history.entries).toMatchObject([
    { product: 'a', seq: 1 },
    { product: 'held', seq: 2 },
  ]);
  await expect.poll(() => products(other.history), PATIENT).toEqual(['a', 'held']);
});

test('a database that was lost and made anew has memory forget what was lost with it', async () => {
  const { name, history } = await loaded();
  await history.append([view('a')]);
  await new Promise<void>((resolve) => {
    indexedDB.deleteDatabase(name).onsuccess = () => resolve();
  });
  expect(await history.count()).toBe(0);
  await expect.poll(() => products(history), PATIENT).toEqual([]);
});

test('damaged records are counted where they are set aside', async () => {
  const { name } = await loaded();
  const database = await openDB(name);
  for (const seq of [1, 2]) await database.put('interactions', { seq, name: 'nonsense' });
  database.close();
  const { problems } = await loaded(name);
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    ['storage', '2 damaged records of the history were set aside.'],
  ]);
});

test('where the oldest interactions were deleted for room, memory has those that stayed, and the page is told', async () => {
  const { name, history, problems, listeners } = await loaded();
  await history.append(views(1_000));
  // Fails for the caches' room and for the weights', and passes after the interactions'.
  const fault = refuseWrites(name, 'QuotaExceededError');
  listeners.onProblem = fault.clear;
  const { generation } = history;
  await history.append([view('new')]);
  expect(history.durable).toBe(true);
  expect(history.generation).toBe(generation + 1);
  expect(history.entries).toHaveLength(751);
  expect(history.entries[0]).toMatchObject({ product: 'p250', seq: 251 });
  expect(problems).toMatchObject([
    {
      code: 'storage',
      message: 'The storage of this site is full; the oldest interactions were deleted.',
      remedy: 'Free its storage.',
    },
  ]);
  expect(await stored(name)).toEqual(products(history));
});

test('where nothing could be deleted for room, nobody is told that something was', async () => {
  const { name, history, problems } = await loaded();
  await history.append(views(4));
  refuseWrites(name, 'QuotaExceededError');
  await history.append([view('new')]);
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('History cannot be stored and lives in memory'),
  ]);
  expect(products(history)).toEqual(['p0', 'p1', 'p2', 'p3', 'new']);
});

test.each([
  [10_000, 750],
  [30_000, 1_000],
])('where the site is %d bytes over its quota, %d of 1,000 interactions stay', async (excess, stay) => {
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ usage: 1e6 + excess, quota: 1e6 }) } });
  const { name, history } = await loaded();
  await history.append(views(1_000));
  refuseWrites(name, 'QuotaExceededError');
  await history.append([view('new')]);
  const database = await openDB(name);
  expect(await database.count('interactions')).toBe(stay);
  database.close();
});

test('a failure that is not of the quota costs no caches', async () => {
  const { name, history } = await loaded();
  const cleared = vi.spyOn(IDBObjectStore.prototype, 'clear');
  refuseWrites(name, 'DataError');
  await history.append([view('a')]);
  expect(cleared).not.toHaveBeenCalled();
  expect(history.durable).toBe(false);
});

/** Delays of the tries that follow each other, under a clock of the test. */
async function tries(count: number): Promise<number[]> {
  const delays: number[] = [];
  for (let i = 0; i < count && vi.getTimerCount() > 0; i++) {
    const before = Date.now();
    await vi.advanceTimersToNextTimerAsync();
    delays.push(Date.now() - before);
    // The try itself.
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  return delays;
}

test('storage that fails is tried again ever more rarely, sixty times, and anew when there is more to store', async () => {
  const { name, history } = await loaded();
  const fault = failDatabase(name, { at: 1, how: 'on', kind: 'throws' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await history.append([view('a')]);
  const before = fault.operations();
  const delays = await tries(100);
  // At once with what failed, and then sixty times.
  expect(delays.slice(0, 7)).toEqual([100, 100, 200, 400, 800, 1_000, 1_000]);
  expect(delays).toHaveLength(1 + 60);
  expect(fault.operations()).toBeGreaterThanOrEqual(before + 60);
  await history.append([view('b')]);
  expect(await tries(3)).toEqual([100, 200, 400]);
  fault.clear();
  await tries(1);
  vi.useRealTimers();
  await expect.poll(() => history.durable, PATIENT).toBe(true);
  expect(await stored(name)).toEqual(['a', 'b']);
});
