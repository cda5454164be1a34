import type { HistoryDatabase, HistorySchema } from './schema.ts';
import { type Transaction, transact } from './transact.ts';

/**
 * Deletes what is older than the shop keeps it: interactions and browsing from before `cutoff`, and what was made of a history from
 * then: weights whose training began before it, and encoders' states, which are made again. By the clock, also where that ran
 * wrong once: the order of events is not trusted to be that of their times.
 * @param cutoff milliseconds since 1970
 */
export function expire(database: HistoryDatabase, cutoff: number): Promise<void> {
  return transact(
    database,
    ['interactions', 'browsing', 'weights', 'pointers', 'states'],
    'readwrite',
    async (transaction) => {
      const [gone] = await Promise.all([
        dropInteractions(transaction, cutoff),
        dropBrowsing(transaction, cutoff),
        dropWeights(transaction, cutoff),
      ]);
      if (gone > 0) await transaction.objectStore('states').clear();
    },
  );
}

/** @returns how many */
async function dropInteractions(transaction: Transaction<'readwrite'>, cutoff: number): Promise<number> {
  const store = transaction.objectStore('interactions');
  // A damaged record without a time is as old as one can be.
  const old = (await store.getAll()).filter((record) => !(Number((record as { at?: unknown }).at) >= cutoff));
  await Promise.all(old.map(async (record) => store.delete((record as { seq: number }).seq)));
  return old.length;
}

async function dropBrowsing(transaction: Transaction<'readwrite'>, cutoff: number): Promise<void> {
  const store = transaction.objectStore('browsing');
  const old = await store.index('at').getAllKeys(IDBKeyRange.upperBound(cutoff, true));
  await Promise.all(old.map(async (key: HistorySchema['browsing']['key']) => store.delete(key)));
}

/** A training's fencing number is about the time at which it began. */
async function dropWeights(transaction: Transaction<'readwrite'>, cutoff: number): Promise<void> {
  const pointers = transaction.objectStore('pointers');
  if (!(Number(await pointers.get('training')) < cutoff)) return;
  await Promise.all([pointers.clear(), transaction.objectStore('weights').clear()]);
}
