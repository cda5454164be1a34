import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import { type Interaction, SESSION_GAP_MS, type StoredInteraction } from '../../contract/interaction.ts';
import type { VisitorEvent } from '../../contract/visitor-event.ts';
import { Connection } from './connection.ts';
import { appendEvents, countInteractions, mergeEvents, readBrowsing, readTail, withSessions } from './event-store.ts';

let databases = 0;
const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

function connect(): Connection {
  const connection = new Connection(`event-store-${databases++}`, () => undefined);
  open.push(connection);
  return connection;
}

const view = (product: string, at = 1_000): Interaction => ({ name: 'view_item', product, at, id: product });
const search = (words: string, at: number): VisitorEvent => ({ name: 'search', words, at, id: words });
const append = (connection: Connection, events: VisitorEvent[], known?: StoredInteraction) =>
  connection.run((database) => appendEvents(database, events, known));
const merge = (connection: Connection, events: VisitorEvent[], after?: StoredInteraction) =>
  connection.run((database) => mergeEvents(database, events, after));
const tail = async (connection: Connection, limit = 100) =>
  (await connection.run((database) => readTail(database, limit))) as StoredInteraction[];
const browsed = async (connection: Connection) =>
  (await connection.run(readBrowsing)).map((event) => ('words' in event ? event.words : event.name));
/** Writes records as nothing of ours would. */
async function put(connection: Connection, records: unknown[]): Promise<void> {
  await connection.run(async () => undefined);
  const database = await openDB(connection.name);
  for (const record of records) await database.put('interactions', record);
  database.close();
}

test('a session lasts as long as no gap is over thirty minutes, ahead or back', () => {
  const times = [0, SESSION_GAP_MS, 2 * SESSION_GAP_MS + 1, SESSION_GAP_MS + 1, 0];
  expect(
    withSessions(
      times.map((at) => view('p', at)),
      undefined,
    ).map(({ session }) => session),
  ).toEqual([1, 1, 2, 2, 3]);
  expect(withSessions([view('p', 5 + SESSION_GAP_MS)], { session: 7, at: 5 })).toMatchObject([{ session: 7 }]);
  expect(withSessions([view('p', 6 + SESSION_GAP_MS)], { session: 7, at: 5 })).toMatchObject([{ session: 8 }]);
});

test('an append returns the interactions as they are stored, and none of the browsing', async () => {
  const connection = connect();
  const appended = await append(connection, [view('a'), search('pan', 1_000), view('b', 2_000)]);
  expect(appended).toEqual([
    { ...view('a'), seq: 1, session: 1 },
    { ...view('b', 2_000), seq: 2, session: 1 },
  ]);
  expect(await tail(connection)).toEqual(appended);
  expect(await browsed(connection)).toEqual(['pan']);
  expect(await connection.run(countInteractions)).toBe(2);
});

test('an append returns first what others appended after what the caller knows, and continues their session', async () => {
  const connection = connect();
  const [a] = (await append(connection, [view('a', 0)])) as StoredInteraction[];
  await append(connection, [view('b', SESSION_GAP_MS + 1)], a);
  // In session 1 by what the caller knows, in session 2 by what is stored.
  const appended = await append(connection, [view('c', SESSION_GAP_MS)], a);
  expect(appended).toMatchObject([
    { product: 'b', seq: 2, session: 2 },
    { product: 'c', seq: 3, session: 2 },
  ]);
  expect((await tail(connection)).map(({ session }) => session)).toEqual([1, 2, 2]);
});

test('an id that another tab stored meanwhile is not stored again; events without an id all are', async () => {
  const connection = connect();
  await append(connection, [view('a'), { ...view('x'), id: undefined }]);
  const appended = await append(connection, [view('a'), view('b'), { ...view('y'), id: undefined }]);
  expect((appended as StoredInteraction[]).map(({ product }) => product)).toEqual(['a', 'x', 'b', 'y']);
  expect((await tail(connection)).map(({ product }) => product)).toEqual(['a', 'x', 'b', 'y']);
});

test('a damaged record of another tab is returned as it lies there, and no session follows from it', async () => {
  const connection = connect();
  await put(connection, [{ seq: 1, name: 'nonsense', session: 9 }]);
  const appended = await append(connection, [view('a')]);
  expect(appended).toMatchObject([{ name: 'nonsense' }, { product: 'a', seq: 2, session: 1 }]);
});

test('earlier events are merged before the first that is later, and those of the same time come after it', async () => {
  const connection = connect();
  await append(connection, [view('a', 1_000), view('b', 3_000), view('back', 2_000)]);
  await merge(connection, [view('first', 500), view('same', 1_000), search('pan', 700), view('last', 3_000)]);
  expect((await tail(connection)).map(({ product }) => product)).toEqual(['first', 'a', 'same', 'b', 'back', 'last']);
  expect(await browsed(connection)).toEqual(['pan']);
});

test('a merge leaves alone what is not after the given interaction, and gives the sessions from there on', async () => {
  const connection = connect();
  const [a] = (await append(connection, [view('a', 0), view('b', 10 * SESSION_GAP_MS)])) as StoredInteraction[];
  await merge(connection, [view('again', 0), view('between', 5 * SESSION_GAP_MS)], a);
  expect(await tail(connection)).toMatchObject([
    { product: 'a', seq: 1, session: 1 },
    { product: 'again', session: 1 },
    { product: 'between', session: 2 },
    { product: 'b', session: 3 },
  ]);
});

test('an id that is stored after the given interaction is not merged again; events without an id all are', async () => {
  const connection = connect();
  await append(connection, [view('a', 1_000), { ...view('x', 2_000), id: undefined }]);
  await merge(connection, [view('a', 500), { ...view('y', 700), id: undefined }]);
  expect((await tail(connection)).map(({ product }) => product)).toEqual(['y', 'a', 'x']);
});

test('a damaged record does not hold up a merge', async () => {
  const connection = connect();
  await append(connection, [view('a', 1_000)]);
  await put(connection, [{ seq: 2, name: 'nonsense', session: 9 }]);
  await merge(connection, [view('b', 2_000)]);
  expect(await tail(connection)).toMatchObject([
    { product: 'a', session: 1 },
    { product: 'b', session: 1 },
  ]);
});

test('the tail is the newest records, oldest first, each once, over whatever numbers they are spread', async () => {
  const connection = connect();
  expect(await tail(connection)).toEqual([]);
  const numbers = [1, 2, 5_000, 5_001, 10_001, 12_000];
  await put(
    connection,
    numbers.map((seq) => ({ ...view(`p${seq}`), seq, session: 1 })),
  );
  const read = async (limit: number) => (await tail(connection, limit)).map(({ seq }) => seq);
  expect(await read(20_000)).toEqual(numbers);
  expect(await read(12_000)).toEqual(numbers);
  expect(await read(11_998)).toEqual([5_000, 5_001, 10_001, 12_000]);
  expect(await read(2_000)).toEqual([10_001, 12_000]);
  expect(await read(1)).toEqual([12_000]);
  expect(await read(0)).toEqual([]);
});

test('browsing is kept by its time, once an id, and only so much of it; what a visitor declared stays', async () => {
  const connection = connect();
  const interest: VisitorEvent = {
    name: 'declare_interest',
    interest: 'tea',
    of: 'category',
    wish: 'more',
    at: 0,
    id: 'interest',
  };
  const many = Array.from({ length: 1_999 }, (_, i) => search(`w${i}`, i + 1));
  await append(connection, [interest, ...many.toReversed()]);
  await append(connection, [search('w5', 6)]);
  const all = ['declare_interest', ...many.map((_, i) => `w${i}`)];
  expect(await browsed(connection)).toEqual(all);
  await append(connection, [search('newest', 5_000), search('newer', 4_000)]);
  expect(await browsed(connection)).toEqual(['declare_interest', ...all.slice(2), 'newer', 'newest']);
});
