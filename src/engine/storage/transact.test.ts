import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { abort } from './abort.ts';
import { Connection } from './connection.ts';
import type { HistoryDatabase } from './schema.ts';
import { inTime, transact } from './transact.ts';

let databases = 0;
const open: Connection[] = [];
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

function connect(): Connection {
  const connection = new Connection(`transact-${databases++}`, () => undefined);
  open.push(connection);
  return connection;
}

const states = (connection: Connection) =>
  connection.run((database) =>
    transact(database, ['states'], 'readonly', (transaction) => transaction.objectStore('states').getAll()),
  );

test('work is committed and returns what it made; a commit does not wait for the disk', async () => {
  const connection = connect();
  const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const made = await connection.run((database) =>
    transact(database, ['states'], 'readwrite', async (transaction) => {
      await transaction.objectStore('states').put('state', 'key');
      return 'made';
    }),
  );
  expect(made).toBe('made');
  expect(begun).toHaveBeenCalledWith(['states'], 'readwrite', { durability: 'relaxed' });
  expect(await states(connection)).toEqual(['state']);
});

test('work that fails takes back what it wrote, and its own error is thrown', async () => {
  const connection = connect();
  const failing = connection.run((database) =>
    transact(database, ['states'], 'readwrite', async (transaction) => {
      await transaction.objectStore('states').put('state', 'key');
      throw new RangeError('of the work');
    }),
  );
  await expect(failing).rejects.toThrow(new RangeError('of the work'));
  expect(await states(connection)).toEqual([]);
});

test('work that is done counts for nothing where the transaction does not commit', async () => {
  const connection = connect();
  let runs = 0;
  const failing = connection.run((database) =>
    transact(database, ['states'], 'readwrite', async (transaction) => {
      runs++;
      await transaction.objectStore('states').put('state', 'key');
      transaction.abort();
      return 'made';
    }),
  );
  await expect(failing).rejects.toMatchObject({ name: 'AbortError' });
  expect(runs).toBe(2);
  expect(await states(connection)).toEqual([]);
});

const named = (name: string) => new DOMException(name, name);

test.each([
  ['a full disk at the commit', undefined, named('QuotaExceededError'), 'QuotaExceededError'],
  ['a request that ended with its transaction', named('AbortError'), named('QuotaExceededError'), 'QuotaExceededError'],
  ['a request that ended its transaction', named('ConstraintError'), named('AbortError'), 'ConstraintError'],
  ['work that failed when all was written', named('DataError'), undefined, 'DataError'],
  ['both for causes of their own', named('DataError'), named('UnknownError'), 'DataError'],
  ['both without a cause', named('AbortError'), named('AbortError'), 'AbortError'],
])('what is thrown tells the cause: %s', async (_case, ofWork, ofTransaction, thrown) => {
  const begun = { done: ofTransaction ? Promise.reject(ofTransaction) : Promise.resolve(), abort: () => undefined };
  const database = { transaction: () => begun } as unknown as HistoryDatabase;
  const work = async () => {
    if (ofWork) throw ofWork;
  };
  await expect(transact(database, ['states'], 'readonly', work)).rejects.toMatchObject({ name: thrown });
});

test('a transaction that ends without telling why is an error all the same', async () => {
  const database = { transaction: () => ({ done: Promise.reject(undefined), abort: () => undefined }) };
  const ended = transact(database as unknown as HistoryDatabase, ['states'], 'readonly', async () => 'made');
  await expect(ended).rejects.toBeUndefined();
});

test('a transaction that comes to no end is given up and taken back, and the next one works', async () => {
  const connection = connect();
  const work = connection.run((database) =>
    transact(database, ['states'], 'readwrite', async (transaction) => {
      const store = transaction.objectStore('states');
      await store.put('state', 'key');
      while (await store.get('key'));
    }),
  );
  await expect(work).rejects.toMatchObject({
    name: 'TimeoutError',
    message: 'No answer; another tab may hold it.',
  });
  expect(await states(connection)).toEqual([]);
});

/** Lets everything run that waits for no clock. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('an answer is waited for in eight steps of a quarter of a second, and then given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const givenUp = vi.fn();
  let thrown: unknown;
  inTime(new Promise(() => undefined), givenUp).catch((error) => {
    thrown = error;
  });
  for (let step = 1; step <= 8; step++) {
    await vi.advanceTimersByTimeAsync(249);
    await settled();
    expect(givenUp).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await settled();
  }
  expect(givenUp).toHaveBeenCalledOnce();
  expect(thrown).toMatchObject({ name: 'TimeoutError' });
});

test('after an answer came nothing is given up, and no further step is waited for', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const givenUp = vi.fn();
  expect(await inTime(Promise.resolve('answer'), givenUp)).toBe('answer');
  await expect(inTime(Promise.reject(new RangeError('no')), givenUp)).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(2);
  await vi.advanceTimersByTimeAsync(250);
  await settled();
  expect(vi.getTimerCount()).toBe(0);
  expect(givenUp).not.toHaveBeenCalled();
});

test('a transaction is taken back; one that has ended already is left as it is', () => {
  const taken = vi.fn();
  abort({ abort: taken });
  expect(taken).toHaveBeenCalledOnce();
  expect(() =>
    abort({
      abort() {
        throw new DOMException('ended', 'InvalidStateError');
      },
    }),
  ).not.toThrow();
});
