import type { Connection } from './connection.ts';
import { transact } from './transact.ts';

/**
 * One store for what can be made again: a single record under a name. It never fails a caller: what cannot be read is not
 * there, what cannot be written is made again next time.
 */
export class Cache {
  readonly #connection: Connection;
  readonly #store: 'feeds' | 'states' | 'indexes';

  constructor(connection: Connection, store: 'feeds' | 'states' | 'indexes') {
    this.#connection = connection;
    this.#store = store;
  }

  async load(name: string): Promise<unknown> {
    const reading = this.#connection.run((database) =>
      transact(database, [this.#store], 'readonly', (transaction) => transaction.objectStore(this.#store).get(name)),
    );
    return reading.catch(() => undefined);
  }

  /** Takes the place of whatever the store holds. */
  async save(name: string, value: unknown): Promise<void> {
    const writing = this.#connection.run((database) =>
      transact(database, [this.#store], 'readwrite', async (transaction) => {
        await transaction.objectStore(this.#store).clear();
        await transaction.objectStore(this.#store).put(value, name);
      }),
    );
    await writing.catch(() => undefined);
  }
}
