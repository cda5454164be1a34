import type { IDBPTransaction, StoreNames } from 'idb';
import type { Interaction, StoredInteraction } from '../../contract/interaction.ts';
import { readStored } from './interaction-record.ts';
import type { HistoryDatabase, HistorySchema } from './schema.ts';
import { sessionAfter } from './sessions.ts';

type Store = StoreNames<HistorySchema>;
type Transaction<TMode extends IDBTransactionMode> = IDBPTransaction<HistorySchema, Store[], TMode>;

/**
 * Runs `work` in one transaction and waits until it is committed: over quota a `put` succeeds and only the commit fails.
 * Work that fails takes all back. It awaits nothing but the transaction's own requests.
 *
 * Committed is in the operating system's hands: it outlives the tab and a browser that crashes. A commit does not wait
 * for the disk itself (`durability: 'relaxed'`, the browsers' default), which can take tens of milliseconds a click and
 * would only help where the power fails in that moment.
 */
export async function transact<TMode extends 'readonly' | 'readwrite', TResult>(
  database: HistoryDatabase,
  stores: Store[],
  mode: TMode,
  work: (transaction: Transaction<TMode>) => Promise<TResult>,
): Promise<TResult> {
  const transaction = database.transaction(stores, mode, { durability: 'relaxed' });
  const [worked, done] = await Promise.allSettled([
    work(transaction).catch((error) => {
      abort(transaction);
      throw error;
    }),
    transaction.done,
  ]);
  if (worked.status === 'fulfilled' && done.status === 'fulfilled') return worked.value;
  // A request that failed because the transaction did tells nothing: the transaction knows why.
  const causes = [worked, done].flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  throw causes.find((cause) => cause?.name !== 'AbortError') ?? causes[0];
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It had ended by itself.
  }
}

/**
 * Appends in the order given. What other tabs appended is asked for and the new ones are written in one go, as if there
 * were none: most often there are none, and the store is waited for once. Where there are, the sessions of the new ones
 * are put right before the transaction ends, so that nobody ever reads others.
 * @param known the newest interaction that the caller has
 * @returns what other tabs appended after `known`, as it lies there, then the new ones.
 */
export function appendInteractions(
  database: HistoryDatabase,
  interactions: readonly Interaction[],
  known: StoredInteraction | undefined,
): Promise<unknown[]> {
  return transact(database, ['interactions'], 'readwrite', async (transaction) => {
    const store = transaction.objectStore('interactions');
    const asked = store.getAll(IDBKeyRange.lowerBound(known?.seq ?? 0, true));
    const records = withSessions(interactions, known);
    // Each in a function of its own: one that throws at once must not leave the others without a listener.
    const written = records.map(async (record) => store.add(record));
    const [missing, ...keys] = await Promise.all([asked, ...written]);
    const last = missing.map(readStored).findLast((record) => record !== undefined);
    const right = last === undefined ? records : withSessions(interactions, last);
    const stored = right.map((record, i) => ({ ...record, seq: keys[i] }));
    await Promise.all(
      stored.map(async (record, i) => (record.session === records[i].session ? undefined : store.put(record))),
    );
    return [...missing, ...stored];
  });
}

/** The interactions with the sessions that they belong to after `last`. */
function withSessions(
  interactions: readonly Interaction[],
  last: Pick<StoredInteraction, 'session' | 'at'> | undefined,
) {
  let before = last;
  return interactions.map((interaction) => {
    before = { session: sessionAfter(before, interaction.at), at: interaction.at };
    return { ...interaction, session: before.session };
  });
}

/** Stores whose content can be made again, cheapest first; those in one list go together. */
const MADE_AGAIN: readonly (readonly Store[])[] = [
  ['feeds', 'states'],
  ['weights', 'pointers'],
];

export function countInteractions(database: HistoryDatabase): Promise<number> {
  return transact(database, ['interactions'], 'readonly', (transaction) =>
    transaction.objectStore('interactions').count(),
  );
}

/** The interactions after this one, oldest first. */
export function readAfter(database: HistoryDatabase, seq: number): Promise<unknown[]> {
  return transact(database, ['interactions'], 'readonly', (transaction) =>
    transaction.objectStore('interactions').getAll(IDBKeyRange.lowerBound(seq, true)),
  );
}

/** The newest `limit` interactions, oldest first. */
export function readTail(database: HistoryDatabase, limit: number): Promise<unknown[]> {
  return transact(database, ['interactions'], 'readonly', async (transaction) => {
    const store = transaction.objectStore('interactions');
    const newest = await store.openKeyCursor(null, 'prev');
    return newest === null ? [] : store.getAll(IDBKeyRange.lowerBound(newest.key - limit, true));
  });
}

/**
 * Makes room where the browser's quota is full: first what can be made again (caches, then fine-tuned weights), then the
 * oldest `share` of the interactions.
 * @returns `seq` up to which interactions are gone; `undefined` where there was nothing to delete.
 */
export function makeRoom(database: HistoryDatabase, share: number): Promise<number | undefined> {
  return transact(database, [...database.objectStoreNames], 'readwrite', async (transaction) => {
    const counts = await Promise.all([...MADE_AGAIN.flat()].map((name) => transaction.objectStore(name).count()));
    for (const stores of MADE_AGAIN) {
      const counted = counts.splice(0, stores.length);
      if (counted.every((count) => count === 0)) continue;
      await Promise.all(stores.map((name) => transaction.objectStore(name).clear()));
      return 0;
    }
    const store = transaction.objectStore('interactions');
    const first = await store.openKeyCursor();
    const last = await store.openKeyCursor(null, 'prev');
    if (first === null || last === null) return undefined;
    const through = first.key + Math.floor((last.key - first.key) * share);
    await store.delete(IDBKeyRange.upperBound(through));
    return through;
  });
}
