import { openDB } from 'idb';
import { type HistoryDatabase, type HistorySchema, isOurs, migrate, VERSION } from './schema.ts';
import { inTime } from './transact.ts';

/**
 * The connection to the visitor's database. Browsers end connections by themselves (storage cleared, memory short): one
 * that is lost or fails is opened again, once for each piece of work.
 *
 * Invariants: nothing is opened before it is permitted; work never awaits anything but its own transaction; a connection
 * that another tab's upgrade waits for is closed at once; an attempt to open that failed is not kept.
 */
export class Connection {
  /** Whether anything may be stored or read. */
  permitted = true;
  #database: Promise<HistoryDatabase> | undefined;
  #closed = false;
  #opened = 0;
  readonly #onReopen: () => void;

  /** @param onReopen called after a lost connection, before work goes on: what was read through the old one may be gone. */
  constructor(
    readonly name: string,
    onReopen: () => void,
  ) {
    this.#onReopen = onReopen;
  }

  /** Runs `work` on an open database. Work that fails by what may pass runs a second time, on a new connection. */
  async run<TResult>(work: (database: HistoryDatabase) => Promise<TResult>): Promise<TResult> {
    try {
      return await this.#attempt(work);
    } catch (error) {
      if (!(error instanceof DOMException) || ONCE.includes(error.name) || this.#closed) throw error;
      return await this.#attempt(work);
    }
  }

  /** Deletes the database, whether or not it is permitted to use it. */
  async destroy(): Promise<void> {
    void this.#drop();
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(this.name);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#drop();
  }

  async #attempt<TResult>(work: (database: HistoryDatabase) => Promise<TResult>): Promise<TResult> {
    if (!this.permitted || this.#closed) throw new DOMException('not permitted', 'NotAllowedError');
    this.#database ??= this.#connect();
    const opening = this.#database;
    try {
      return await work(await opening);
    } catch (error) {
      // The next piece of work opens it anew, whatever it was.
      if (this.#database === opening) void this.#drop();
      throw error;
    }
  }

  async #drop(): Promise<void> {
    const database = this.#database;
    this.#database = undefined;
    (await database?.catch(() => undefined))?.close();
  }

  async #connect(): Promise<HistoryDatabase> {
    const opening = openDB<HistorySchema>(this.name, VERSION, {
      upgrade: (database, from, _to, upgrade) => migrate(database, from, upgrade),
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        this.#database = undefined;
      },
      terminated: () => {
        this.#database = undefined;
      },
    });
    const close = (database: HistoryDatabase): void => database.close();
    const database = await inTime(opening, () => void opening.then(close, () => undefined));
    if (!isOurs(database)) {
      database.close();
      throw new DOMException('The database is of another form.', 'VersionError');
    }
    if (this.#opened++ > 0) this.#onReopen();
    return database;
  }
}

/** Errors that a fresh connection would meet again at once. All others (`InvalidStateError`, `UnknownError` …) may pass. */
const ONCE = ['QuotaExceededError', 'DataError', 'DataCloneError', 'VersionError', 'NotAllowedError', 'TimeoutError'];
