import { openDB } from 'idb';
import { type HistoryDatabase, type HistorySchema, migrate, VERSION } from './schema.ts';

/**
 * Of several tabs that wait for a blocked upgrade the browser tells only one. In steps of milliseconds: a thread that was
 * busy with a large pack has not waited, and the answer may be there.
 */
const OPEN_STEPS = 10;
const OPEN_STEP = 250;

/**
 * The connection to the visitor's database. Browsers end connections by themselves (storage cleared, memory short): one
 * that is lost or fails is opened again, once for each piece of work.
 *
 * Invariants: work never awaits anything but its own transaction; a connection that another tab's upgrade waits for is
 * closed at once.
 */
export class Connection {
  #database: Promise<HistoryDatabase> | undefined;
  #closed = false;
  #opened = 0;
  readonly #onReopen: () => void;

  /** @param onReopen told after a lost connection, before work goes on: what was read through the old one may be gone. */
  constructor(
    readonly name: string,
    onReopen: () => void = () => {},
  ) {
    this.#onReopen = onReopen;
  }

  /** Runs `work` on an open database. Work that fails by what may pass runs a second time, on a new connection. */
  async run<TResult>(work: (database: HistoryDatabase) => Promise<TResult>): Promise<TResult> {
    const database = await this.#open();
    try {
      return await work(database);
    } catch (error) {
      if (!mayPass(error) || this.#closed) throw error;
      if ((await this.#database) === database) this.#database = undefined;
      database.close();
      return await work(await this.#open());
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const database = await this.#database?.catch(() => undefined);
    database?.close();
    this.#database = undefined;
  }

  #open(): Promise<HistoryDatabase> {
    this.#database ??= this.#connect();
    return this.#database;
  }

  async #connect(): Promise<HistoryDatabase> {
    const opening = openDB<HistorySchema>(this.name, VERSION, {
      upgrade: (database, from) => migrate(database, from),
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        this.#database = undefined;
      },
      terminated: () => {
        this.#database = undefined;
      },
    });
    let waiting = true;
    const timeout = async (): Promise<never> => {
      for (let step = 0; step < OPEN_STEPS && waiting; step++) {
        await new Promise((resolve) => setTimeout(resolve, OPEN_STEP));
      }
      if (waiting) {
        opening.then(
          (database) => database.close(),
          () => undefined,
        );
      }
      throw new Error('The database did not open in time; another tab holds an older version of it.');
    };
    try {
      const database = await Promise.race([opening, timeout()]);
      if (this.#opened++ > 0) this.#onReopen();
      return database;
    } finally {
      waiting = false;
    }
  }
}

/** Errors that a fresh connection would meet again. All others (`InvalidStateError`, `AbortError`, `UnknownError` …) may pass. */
const LASTING = ['QuotaExceededError', 'VersionError', 'NotFoundError', 'DataError', 'DataCloneError'];

function mayPass(error: unknown): boolean {
  return error instanceof DOMException && !LASTING.includes(error.name);
}
