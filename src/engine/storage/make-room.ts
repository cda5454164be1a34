import type { HistoryDatabase } from './schema.ts';
import { type Store, transact } from './transact.ts';

/** Interactions that stay, newest, however full the browser is. */
const FLOOR = 500;
/** Part of the interactions that goes, oldest first. */
export const PRUNED_SHARE = 0.25;

/** Stores whose content can be made again, cheapest first. */
export const MADE_AGAIN: readonly (readonly Store[])[] = [
  ['feeds', 'indexes', 'states'],
  ['weights', 'pointers'],
];

/** Empties stores. */
export function clearStores(database: HistoryDatabase, names: readonly Store[]): Promise<unknown> {
  return transact(database, [...names], 'readwrite', (transaction) =>
    Promise.all(names.map(async (name) => transaction.objectStore(name).clear())),
  );
}

/** Deletes the oldest interactions, but never of the newest `FLOOR`. @returns `seq` up to which they are gone; 0 for none */
export function dropOldest(database: HistoryDatabase): Promise<number> {
  return transact(database, ['interactions'], 'readwrite', async (transaction) => {
    const store = transaction.objectStore('interactions');
    const count = await store.count();
    const beyond = Math.min(Math.floor(count * PRUNED_SHARE), count - FLOOR);
    if (beyond <= 0) return 0;
    const keys = await store.getAllKeys(null, beyond);
    const through = keys[keys.length - 1];
    await store.delete(IDBKeyRange.upperBound(through));
    return through;
  });
}

/**
 * Whether what would be pruned can be enough: where other data of the site is over the quota by more, pruning frees
 * nothing that helps, and is not done.
 * @param bytes about how much would be freed
 */
export async function pruningHelps(bytes: number): Promise<boolean> {
  const { usage = 0, quota = Number.POSITIVE_INFINITY } = (await globalThis.navigator?.storage?.estimate?.()) ?? {};
  return usage - quota < bytes;
}
