import type { IDBPObjectStore } from 'idb';
import { type Interaction, SESSION_GAP_MS, type StoredInteraction } from '../../contract/interaction.ts';
import type { BrowseEvent, VisitorEvent } from '../../contract/visitor-event.ts';
import { isBrowsing, isInteraction, readStored } from './event-record.ts';
import type { HistoryDatabase, HistorySchema } from './schema.ts';
import { type Store, type Transaction, transact } from './transact.ts';

/** Browsing that is kept, newest. */
const MOST_BROWSING = 2_000;

/**
 * Appends in the order given. What other tabs appended is asked for and the new ones are written in one go, as if there
 * were none: most often there are none, and the store is waited for once. Where there are, the sessions of the new ones
 * are put right before the transaction ends, so that nobody ever reads others, and what another tab stored under the same
 * id is not stored again.
 * @param known the newest interaction that the caller has
 * @returns the interactions that other tabs appended after `known`, as they lie there, then the new ones.
 */
export function appendEvents(
  database: HistoryDatabase,
  events: readonly VisitorEvent[],
  known: StoredInteraction | undefined,
): Promise<unknown[]> {
  const interactions = events.filter(isInteraction);
  return transact(database, ['interactions', 'browsing'], 'readwrite', async (transaction) => {
    const store = transaction.objectStore('interactions');
    const asked = store.getAll(IDBKeyRange.lowerBound(known?.seq ?? 0, true));
    const records = withSessions(interactions, known);
    // Each in a function of its own: one that throws at once must not leave the others without a listener.
    const written = records.map(async (record) => store.add(record));
    const browsed = putBrowsing(transaction, events.filter(isBrowsing));
    const [missing, , ...keys] = await Promise.all([asked, browsed, ...written]);
    const others = missing.map(readStored).filter((record) => record !== undefined);
    const ids = new Set(others.flatMap(({ id }) => id ?? []));
    const right = others.length === 0 ? records : withSessions(interactions, others.at(-1));
    const stored = right.map((record, i) => ({ ...record, seq: keys[i] }));
    await Promise.all(
      stored.map(async (record, i) => {
        if (ids.has(record.id!)) await store.delete(record.seq);
        else if (record.session !== records[i].session) await store.put(record);
      }),
    );
    return [...missing, ...stored.filter(({ id }) => !ids.has(id!))];
  });
}

/**
 * Puts events of an earlier time where their times say among the interactions that follow `after`. Those that come later get
 * new numbers; their own order stays.
 */
export function mergeEvents(
  database: HistoryDatabase,
  events: readonly VisitorEvent[],
  after: StoredInteraction | undefined,
): Promise<void> {
  return transact(database, ['interactions', 'browsing'], 'readwrite', async (transaction) => {
    const store = transaction.objectStore('interactions');
    const range = IDBKeyRange.lowerBound(after?.seq ?? 0, true);
    const later = (await store.getAll(range)).map(readStored).filter((record) => record !== undefined);
    const ids = new Set(later.flatMap(({ id }) => id ?? []));
    const fresh = events.filter(isInteraction).filter(({ id }) => !ids.has(id!));
    const moved = later.map(({ seq: _, ...interaction }) => interaction);
    await Promise.all([
      store.delete(range),
      putBrowsing(transaction, events.filter(isBrowsing)),
      ...withSessions(inOrderOfTime(moved, fresh), after).map(async (record) => store.add(record)),
    ]);
  });
}

/** Each of the second list before the first of the others that is later: a clock that jumped moves none of the others. */
function inOrderOfTime(stored: readonly Interaction[], fresh: readonly Interaction[]): Interaction[] {
  const merged: Interaction[] = [];
  let next = 0;
  for (const interaction of stored) {
    while (next < fresh.length && fresh[next].at < interaction.at) merged.push(fresh[next++]);
    merged.push(interaction);
  }
  return merged.concat(fresh.slice(next));
}

/** An event that is there already is written over by itself. */
async function putBrowsing(transaction: Transaction<'readwrite'>, events: readonly BrowseEvent[]): Promise<void> {
  if (events.length === 0) return;
  const store = transaction.objectStore('browsing');
  await Promise.all(events.map(async (event) => store.put(event)));
  const beyond = (await store.count()) - MOST_BROWSING;
  if (beyond <= 0) return;
  const oldest = await store.index('at').getAll(null, beyond);
  // What a visitor declared is kept.
  const dropped = oldest.filter(({ name }) => name !== 'declare_interest');
  await Promise.all(dropped.map(async ({ id }) => store.delete(id!)));
}

/** The interactions with the sessions that they belong to after `last`. */
export function withSessions(
  interactions: readonly Interaction[],
  last: Pick<StoredInteraction, 'session' | 'at'> | undefined,
) {
  let before = last;
  return interactions.map((interaction) => {
    before = { session: sessionAfter(before, interaction.at), at: interaction.at };
    return { ...interaction, session: before.session };
  });
}

function readInteractions<TResult>(
  database: HistoryDatabase,
  work: (store: IDBPObjectStore<HistorySchema, Store[], 'interactions', 'readonly'>) => Promise<TResult>,
): Promise<TResult> {
  return transact(database, ['interactions'], 'readonly', (transaction) =>
    work(transaction.objectStore('interactions')),
  );
}

export function countInteractions(database: HistoryDatabase): Promise<number> {
  return readInteractions(database, (store) => store.count());
}

/** Keys over which one transaction reads: also a slow machine answers for so many well within the time that it is given. */
const KEYS_READ = 5_000;

/** The newest `limit` interactions, oldest first. */
export async function readTail(database: HistoryDatabase, limit: number): Promise<unknown[]> {
  const newest = (await readInteractions(database, (store) => store.openKeyCursor(null, 'prev')))?.key ?? 0;
  const records: unknown[] = [];
  for (let from = Math.max(0, newest - limit); from < newest; from += KEYS_READ) {
    const range = IDBKeyRange.bound(from, from + KEYS_READ, true);
    records.push(...(await readInteractions(database, (store) => store.getAll(range))));
  }
  return records;
}

/** All browsing that is kept, oldest first. */
export function readBrowsing(database: HistoryDatabase): Promise<BrowseEvent[]> {
  return transact(database, ['browsing'], 'readonly', (transaction) =>
    transaction.objectStore('browsing').index('at').getAll(),
  );
}

/**
 * The session of an interaction that follows `last`. A clock that jumped back by more than the gap starts a session as
 * one that jumped ahead does; order itself never depends on it.
 */
function sessionAfter(last: Pick<StoredInteraction, 'session' | 'at'> | undefined, at: number): number {
  if (last === undefined) return 1;
  return Math.abs(at - last.at) > SESSION_GAP_MS ? last.session + 1 : last.session;
}
