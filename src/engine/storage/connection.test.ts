import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import { failDatabase } from '../../testing.ts';
import { Connection } from './connection.ts';
import { type HistoryDatabase, isOurs, VERSION } from './schema.ts';

const PATIENT = { timeout: 60_000, interval: 20 };
let databases = 0;
const open: Connection[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

function connect() {
  const name = `connection-${databases++}`;
  const reopened = vi.fn();
  const connection = new Connection(name, reopened);
  open.push(connection);
  return { name, connection, reopened };
}

const names = async () => (await indexedDB.databases()).map(({ name }) => name);
const nothing = async () => undefined;

/** Runs work that fails by `error`. @returns the connections on which it ran */
async function failing(connection: Connection, error: unknown): Promise<HistoryDatabase[]> {
  const ran: HistoryDatabase[] = [];
  const work = connection.run(async (database) => {
    ran.push(database);
    throw error;
  });
  await expect(work).rejects.toBe(error);
  return ran;
}

test.each(['UnknownError', 'InvalidStateError', 'AbortError'])(
  'work that fails by %s runs again on a connection of its own',
  async (name) => {
    const { connection, reopened } = connect();
    const [first, second, ...more] = await failing(connection, new DOMException('passing', name));
    expect(second).not.toBe(first);
    expect(more).toEqual([]);
    expect(reopened).toHaveBeenCalledOnce();
    expect(() => first.transaction('states')).toThrow();
  },
);

test.each(['QuotaExceededError', 'DataError', 'DataCloneError', 'VersionError', 'NotAllowedError', 'TimeoutError'])(
  'work that fails by %s runs once',
  async (name) => {
    const { connection, reopened } = connect();
    expect(await failing(connection, new DOMException('staying', name))).toHaveLength(1);
    expect(reopened).not.toHaveBeenCalled();
  },
);

test('work that fails by a fault of its own runs once, and the next has a new connection', async () => {
  const { connection, reopened } = connect();
  const ran = await failing(connection, new TypeError('of the work'));
  expect(ran).toHaveLength(1);
  expect(await connection.run(async (database) => database !== ran[0])).toBe(true);
  expect(reopened).toHaveBeenCalledOnce();
});

test('pieces of work share one connection', async () => {
  const { connection, reopened } = connect();
  const opened = vi.spyOn(IDBFactory.prototype, 'open');
  const used = await Promise.all([1, 2].map(() => connection.run(async (database) => database)));
  expect(used[0]).toBe(used[1]);
  expect(await connection.run(async (database) => database)).toBe(used[0]);
  expect(opened).toHaveBeenCalledOnce();
  expect(reopened).not.toHaveBeenCalled();
});

test('nothing is opened before it is permitted, nor after it is closed', async () => {
  const { name, connection } = connect();
  connection.permitted = false;
  await expect(connection.run(nothing)).rejects.toMatchObject({ name: 'NotAllowedError', message: 'not permitted' });
  connection.permitted = true;
  await connection.close();
  await expect(connection.run(nothing)).rejects.toMatchObject({ name: 'NotAllowedError' });
  expect(await names()).not.toContain(name);
});

test('work that fails because the connection was closed does not run again', async () => {
  const { connection } = connect();
  let runs = 0;
  const work = connection.run(async () => {
    runs++;
    await connection.close();
    throw new DOMException('closed', 'InvalidStateError');
  });
  await expect(work).rejects.toMatchObject({ name: 'InvalidStateError' });
  expect(runs).toBe(1);
});

test('a closed connection lets the database go', async () => {
  const { name, connection } = connect();
  const database = await connection.run(async (opened) => opened);
  await connection.close();
  expect(() => database.transaction('states')).toThrow();
  await openDB(name, VERSION + 1).then((later) => later.close());
});

test('a connection that could not be opened can be closed', async () => {
  const { name, connection } = connect();
  failDatabase(name, { at: 1, how: 'on', kind: 'throws', only: ['open'] });
  await expect(connection.run(nothing)).rejects.toMatchObject({ name: 'UnknownError' });
  await expect(connection.close()).resolves.toBeUndefined();
});

test('opening that failed is tried again by the next piece of work', async () => {
  const { name, connection, reopened } = connect();
  const fault = failDatabase(name, { at: 1, how: 'on', kind: 'throws', only: ['open'] });
  await expect(connection.run(nothing)).rejects.toMatchObject({ name: 'UnknownError' });
  expect(fault.operations()).toBe(2);
  fault.clear();
  expect(await connection.run(async () => 'done')).toBe('done');
  // What was never open was not lost.
  expect(reopened).not.toHaveBeenCalled();
});

test('a database is deleted, also while it is open, and made anew when there is work again', async () => {
  const { name, connection, reopened } = connect();
  await connection.run(nothing);
  await connection.destroy();
  expect(await names()).not.toContain(name);
  await connection.run(nothing);
  expect(await names()).toContain(name);
  expect(reopened).toHaveBeenCalledOnce();
});

test('a database that cannot be deleted is said to be', async () => {
  const { connection } = connect();
  const refused = new DOMException('refused', 'UnknownError');
  vi.spyOn(IDBFactory.prototype, 'deleteDatabase').mockImplementation(() => {
    const request = { error: refused } as unknown as IDBOpenDBRequest;
    setImmediate(() => request.onerror?.(new Event('error')));
    return request;
  });
  await expect(connection.destroy()).rejects.toBe(refused);
});

test('a later version that waits has the database at once, and the next piece of work meets it', async () => {
  const { name, connection } = connect();
  await connection.run(nothing);
  const later = await openDB(name, VERSION + 1);
  await expect(connection.run(nothing)).rejects.toMatchObject({ name: 'VersionError' });
  later.close();
});

test('a connection that the browser ends is opened again for the next piece of work', async () => {
  const { connection, reopened } = connect();
  const listened = vi.spyOn(IDBDatabase.prototype, 'addEventListener');
  const database = await connection.run(async (opened) => opened);
  const [, ended] = listened.mock.calls.find(([event]) => event === 'close')!;
  (ended as () => void)();
  expect(await connection.run(async (opened) => opened !== database)).toBe(true);
  expect(reopened).toHaveBeenCalledOnce();
});

test('a database of another form is let go, and is no error that may pass', async () => {
  const { name, connection } = connect();
  const strange = await openDB(name, VERSION, { upgrade: (database) => void database.createObjectStore('strange') });
  strange.close();
  const opened = vi.spyOn(IDBFactory.prototype, 'open');
  await expect(connection.run(nothing)).rejects.toMatchObject({
    name: 'VersionError',
    message: 'The database is of another form.',
  });
  expect(opened).toHaveBeenCalledOnce();
  // It holds up nobody who wants to change it.
  await openDB(name, VERSION + 1).then((later) => later.close());
});

test('a database that opens after its time is closed', async () => {
  const { name, connection } = connect();
  // The upgrade is held up by a connection that does not yield, until opening was given up.
  const old = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('interactions', { keyPath: 'seq', autoIncrement: true });
      request.result.createObjectStore('weights', { keyPath: 'generation', autoIncrement: true });
      request.result.createObjectStore('pointers');
    };
    request.onsuccess = () => resolve(request.result);
  });
  const closed = vi.spyOn(IDBDatabase.prototype, 'close');
  await expect(connection.run(nothing)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(closed).not.toHaveBeenCalled();
  old.close();
  await expect.poll(() => closed.mock.calls.length, PATIENT).toBe(2);
  await openDB(name, VERSION + 1).then((later) => later.close());
});

test('a database is ours by all of its stores, and no other', () => {
  const stores = ['browsing', 'feeds', 'indexes', 'interactions', 'pointers', 'states', 'weights'];
  const of = (list: string[]) => ({ objectStoreNames: list }) as unknown as HistoryDatabase;
  expect(isOurs(of(stores))).toBe(true);
  expect(isOurs(of(stores.slice(1)))).toBe(false);
  expect(isOurs(of([...stores, 'strange']))).toBe(false);
});
