import type { Connection } from '../storage/connection.ts';
import { transact } from '../storage/transact.ts';

/** Bytes that are kept in this browser. */
const MOST_BYTES = 24e6;
/** Where it is noted when each file was used last, and what it takes. */
const USES = 'shards';

type Uses = Record<string, readonly [at: number, bytes: number]>;

/**
 * Files of a pack in shards, kept in this browser under a byte budget: those go first that were used longest ago. They lie in the store
 * of feeds, so that they are gone with an erasure and where the quota is full, and nothing is kept unless the visitor allows it. It never
 * fails a caller: what cannot be read is fetched.
 */
export class ShardStore {
  readonly #connection: Connection;
  readonly #most: number;

  constructor(connection: Connection, most = MOST_BYTES) {
    this.#connection = connection;
    this.#most = most;
  }

  async load(digest: string): Promise<ArrayBuffer | undefined> {
    const reading = this.#connection.run((database) =>
      transact(database, ['feeds'], 'readwrite', async (transaction) => {
        const store = transaction.objectStore('feeds');
        const [bytes, uses] = (await Promise.all([store.get(digest), store.get(USES)])) as [unknown, Uses | undefined];
        if (!(bytes instanceof ArrayBuffer)) return undefined;
        await store.put({ ...uses, [digest]: [Date.now(), bytes.byteLength] }, USES);
        return bytes;
      }),
    );
    return reading.catch(() => undefined);
  }

  async save(digest: string, bytes: ArrayBuffer): Promise<void> {
    const writing = this.#connection.run((database) =>
      transact(database, ['feeds'], 'readwrite', async (transaction) => {
        const store = transaction.objectStore('feeds');
        const uses = {
          ...((await store.get(USES)) as Uses | undefined),
          [digest]: [Date.now(), bytes.byteLength],
        } as Uses;
        const kept = latest(uses, this.#most);
        const gone = Object.keys(uses).filter((known) => !kept[known]);
        await Promise.all([
          ...gone.map((known) => store.delete(known)),
          ...(kept[digest] ? [store.put(bytes, digest)] : []),
          store.put(kept, USES),
        ]);
      }),
    );
    await writing.catch(() => undefined);
  }
}

/** Those that were used last, as many as the budget has room for. One that is larger than all of it pushes no other out. */
function latest(uses: Uses, most: number): Uses {
  const newestFirst = Object.entries(uses)
    .filter(([, [, own]]) => own <= most)
    .sort(([, [a]], [, [b]]) => b - a);
  let bytes = 0;
  const kept = newestFirst.filter(([, [, own]]) => {
    bytes += own;
    return bytes <= most;
  });
  return Object.fromEntries(kept);
}
