import { VitrineError } from '../../contract/errors.ts';
import type { StoredInteraction } from '../../contract/interaction.ts';
import type { BrowseEvent, VisitorEvent } from '../../contract/visitor-event.ts';
import { Connection } from './connection.ts';
import { isBrowsing, isInteraction, readStored } from './event-record.ts';
import { appendEvents, countInteractions, mergeEvents, readBrowsing, readTail, withSessions } from './event-store.ts';
import { expire } from './expire.ts';
import { clearStores, dropOldest, MADE_AGAIN, PRUNED_SHARE, pruningHelps } from './make-room.ts';
import { TabChannel, type TabMessage } from './tab-channel.ts';

/** Interactions kept in memory, newest; all others stay in the store. */
const MOST_IN_MEMORY = 20_000;
/** Newest interactions among which earlier ones are put where their times say; one transaction writes no more of them anew. */
const MOST_MOVED = 2_000;
/** Milliseconds for which a shelf waits for interactions that are being stored: a store that hangs holds it no longer. */
const PATIENCE = 200;
/** Milliseconds before storage that failed is tried again, at first and at most. */
const FIRST_RETRY = 100;
const LAST_RETRY = 1_000;
const DAY_MS = 86_400_000;
/** Tries in vain after which there is none until there is more to store. */
const MOST_TRIES = 60;

export interface HistoryEvents {
  /** Something failed, and history goes on. */
  onProblem: (problem: VitrineError) => void;
  /** Another tab, or another recommender of this page, appended, erased, or stored weights that it trained. */
  onOthers: (change: 'interaction' | 'erase' | 'training') => void;
  /** `durable` is another. */
  onDurable: () => void;
}

/**
 * What the visitor did in this browser. The store is the truth; `entries` is the tail of its interactions, kept in memory
 * so that no shelf waits for a disk. What storage cannot take now is held in memory, and stored when storage works again.
 *
 * Invariants: `entries` is what the store has, in order of `seq`, and after it what is held; it grows only by interactions
 * that are committed or held. Writes follow each other, each with all that came meanwhile; each reads what other tabs wrote
 * before it in its own transaction, so all tabs agree on sessions. An id is stored once.
 */
export class History {
  /** Oldest first. Grows at the end only, as long as `generation` stays the same. */
  entries: StoredInteraction[] = [];
  /** Another number: `entries` is a new list. */
  generation = 0;
  readonly connection: Connection;
  readonly #tabs: TabChannel;
  readonly #events: HistoryEvents;
  readonly #retention: number | undefined;
  /** Whether what is too old was deleted since the history was opened. */
  #expired = false;
  #durable: boolean;
  #closed = false;
  /** Ids of `entries`. */
  #ids = new Set<string>();
  /** What the store does not have, oldest first. Its interactions end `entries`. */
  #held: VisitorEvent[] = [];
  /** What the next write takes. */
  #batch: { events: VisitorEvent[]; written: Promise<void> } | undefined;
  /** Settles when all work with the store so far has. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #loaded: Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  /** Pruned since the last write that succeeded: not again before the next. */
  #pruned = false;

  /**
   * @param permitted whether anything may be stored; see `permit`
   * @param retention days after which events are deleted, when a page opens the history. Default: never
   */
  constructor(name: string, events: HistoryEvents, permitted = true, retention?: number) {
    this.#retention = retention;
    this.#events = events;
    this.connection = new Connection(name, () => void this.#inTurn(() => this.#sync()));
    this.connection.permitted = permitted;
    this.#durable = permitted;
    this.#tabs = new TabChannel(name, (message) => {
      if (this.#durable || message === 'erased') void this.#inTurn(() => this.#hear(message));
    });
    this.#loaded = this.#inTurn(() => this.#sync());
  }

  /** `false`: storage does not work or is not permitted, and something lives in memory alone. */
  get durable(): boolean {
    return this.#durable;
  }

  /** Settles when what was stored earlier is in memory, or storage turned out not to work. Never rejects. */
  loaded(): Promise<void> {
    return this.#loaded;
  }

  get sessions(): number {
    return this.entries.length === 0 ? 0 : this.entries[this.entries.length - 1].session - this.entries[0].session + 1;
  }

  /** Begins to store, with what is held, or stops. Resolves when what is held is stored, or storage turned out not to work. */
  async permit(permitted: boolean): Promise<void> {
    if (this.connection.permitted === permitted) return;
    this.connection.permitted = permitted;
    if (permitted) await this.#inTurn(() => this.#sync());
    else this.#move(false);
  }

  /** Resolves when all of them are durably committed, or held in memory where storage fails (see `durable`). Never rejects. */
  async append(events: readonly VisitorEvent[]): Promise<void> {
    if (events.length === 0) return;
    if (!this.#durable && this.#batch === undefined) return this.#hold(events);
    this.#batch ??= this.#beginBatch();
    for (const event of events) this.#batch.events.push(event);
    return this.#batch.written;
  }

  /**
   * As `append`, of what the visitor did earlier elsewhere, oldest first: it takes its place in time among the newest
   * interactions, and before these where it is older. Where storage fails, it is held as if it were new.
   */
  merge(events: readonly VisitorEvent[]): Promise<void> {
    return this.#inTurn(async () => {
      const fresh = unknown(events, this.#ids);
      if (fresh.length === 0) return;
      if (!this.#durable) return this.#hold(fresh);
      const newest = this.entries.slice(-MOST_MOVED);
      const place = newest.findLastIndex(({ at }) => at <= fresh[0].at);
      const after = place < 0 ? this.entries.at(-MOST_MOVED - 1) : newest[place];
      try {
        await this.connection.run((database) => mergeEvents(database, fresh, after));
      } catch (error) {
        this.#fail(error);
        return this.#hold(fresh);
      }
      await this.#sync();
      this.#tabs.tell({ appended: [] });
    });
  }

  /** The newest interactions, oldest first; those that are not in memory too. */
  async newest(limit: number): Promise<StoredInteraction[]> {
    if (limit <= MOST_IN_MEMORY || !this.#durable || this.#held.length > 0)
      return limit > 0 ? this.entries.slice(-limit) : [];
    return this.#intact(await this.connection.run((database) => readTail(database, limit)));
  }

  /** Resolves when what was appended before is in `entries`: a click that nobody awaited counts for the next shelf. */
  async caughtUp(): Promise<void> {
    if (!this.#durable) return;
    await Promise.race([this.#turn, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  }

  /** Deletes everything stored: what is about the visitor, and what was made of it. @throws VitrineError `storage` where it could not. */
  erase(): Promise<void> {
    this.#batch = undefined;
    return this.#inTurn(async () => {
      try {
        this.#forget();
        if (this.connection.permitted)
          await this.connection.run((database) => clearStores(database, [...database.objectStoreNames]));
        else await this.connection.destroy();
      } catch (cause) {
        if (typeof indexedDB === 'undefined') return;
        throw new VitrineError('storage', 'What is stored in this browser could not be deleted.', {
          remedy: 'Try again, or clear the data of this site in the browser.',
          cause,
        });
      } finally {
        this.#tabs.tell('erased');
      }
    });
  }

  /** Drops what is in memory; the store stays as it is. */
  drop(): Promise<void> {
    return this.#inTurn(async () => this.#forget());
  }

  /** Interactions in this browser, those that are not in memory too. */
  async count(): Promise<number> {
    await this.#loaded;
    if (!this.#durable) return this.entries.length;
    return this.connection.run(countInteractions).catch(() => this.entries.length);
  }

  /** What the visitor did that names no single product, newest first. */
  async browsing(limit: number): Promise<BrowseEvent[]> {
    await this.#turn;
    const stored = await this.connection.run(readBrowsing).catch(() => []);
    const held = this.#held.filter(isBrowsing);
    return [...stored, ...held].reverse().slice(0, Math.max(0, limit));
  }

  async close(): Promise<void> {
    await this.#batch?.written;
    // What is held may be on its way into the store.
    await this.#turn;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#tabs.close();
    await this.connection.close();
  }

  get #lastSeq(): number {
    return this.entries.at(-1)?.seq ?? 0;
  }

  /** Runs `work` when all before it is done; where storage fails under it, history goes on in memory. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work).catch((error) => {
      if (error instanceof VitrineError) throw error;
      this.#fail(error);
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #beginBatch() {
    const events: VisitorEvent[] = [];
    const written = this.#inTurn(() => {
      if (this.#batch?.events === events) this.#batch = undefined;
      return this.#write(events);
    });
    return { events, written };
  }

  /** Stores all of them in one transaction. */
  async #write(all: readonly VisitorEvent[]): Promise<void> {
    const events = unknown(all, this.#ids);
    if (events.length === 0) return;
    try {
      if (!this.#durable) return this.#hold(events);
      const appended = await this.#store(events, this.entries.at(-1));
      this.#absorb(appended);
      this.#tabs.tell({ appended });
    } catch (error) {
      this.#fail(error);
      this.#hold(events);
    }
  }

  /** Brings memory and store together: the tail of the store, and then what is held, which is stored now. */
  async #sync(): Promise<void> {
    if (!this.connection.permitted || this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#retention !== undefined && !this.#expired) {
      const cutoff = Date.now() - this.#retention * DAY_MS;
      await this.connection.run((database) => expire(database, cutoff));
      this.#expired = true;
    }
    const tail = this.#intact(await this.connection.run((database) => readTail(database, MOST_IN_MEMORY)));
    this.#replace([...tail, ...inMemory(this.#held, tail.at(-1))]);
    const held = this.#held;
    if (held.length === 0) return this.#move(true);
    const missing = unknown(held, new Set(tail.flatMap(({ id }) => id ?? [])));
    const appended = await this.#store(missing, tail.at(-1));
    this.#tabs.tell({ appended });
    this.#held = this.#held.slice(held.length);
    // Storage works: what comes from now on waits for its turn, else clicks that never pause would be held for ever.
    this.#move(true);
    await this.#sync();
  }

  /** Other tabs get to know that there are weights that were trained here. */
  tellTrained(): void {
    this.#tabs.tell('trained');
  }

  /** Another tab appended, erased or trained. */
  async #hear(message: TabMessage): Promise<void> {
    if (message === 'trained') return this.#events.onOthers('training');
    if (message === 'erased') {
      // What this tab stored since is in the store, and read again.
      this.#forget();
      this.#events.onOthers('erase');
      return this.#sync();
    }
    const before = this.#lastSeq;
    const appended = message.appended.map(readStored).filter((record) => record !== undefined);
    // The records themselves where nothing is between them and ours, so that not every tab reads the store.
    if (appended.length > 0 && appended[0].seq <= before + 1) this.#absorb(appended);
    else await this.#sync();
    if (this.#lastSeq > before) this.#events.onOthers('interaction');
  }

  #absorb(records: readonly StoredInteraction[]): void {
    for (const record of records) {
      if (record.seq <= this.#lastSeq) continue;
      this.entries.push(record);
      this.#ids.add(record.id!);
    }
    if (this.entries.length > 2 * MOST_IN_MEMORY) this.#replace(this.entries.slice(-MOST_IN_MEMORY));
  }

  /** Keeps in memory what cannot be stored now, and tries to store it soon. */
  #hold(events: readonly VisitorEvent[]): void {
    const fresh = unknown(events, this.#ids);
    this.#held = this.#held.concat(fresh).slice(-MOST_IN_MEMORY);
    this.#absorb(inMemory(fresh, this.entries.at(-1)));
    this.#tries = 0;
    this.#retry();
  }

  #replace(entries: StoredInteraction[]): void {
    this.entries = entries;
    this.#ids = new Set(entries.flatMap(({ id }) => id ?? []));
    this.generation++;
  }

  #forget(): void {
    this.#held = [];
    this.#replace([]);
  }

  #intact(records: readonly unknown[]): StoredInteraction[] {
    const intact = records.map(readStored).filter((record) => record !== undefined);
    const damaged = records.length - intact.length;
    if (damaged > 0) {
      this.#events.onProblem(new VitrineError('storage', `${damaged} damaged records of the history were set aside.`));
    }
    return intact;
  }

  /** Writes, and makes room where the browser's quota is full: caches go first, then weights, then the oldest interactions. */
  async #store(events: readonly VisitorEvent[], known: StoredInteraction | undefined): Promise<StoredInteraction[]> {
    for (let step = 0; ; step++) {
      try {
        const appended = await this.connection.run((database) => appendEvents(database, events, known));
        this.#pruned = false;
        return this.#intact(appended);
      } catch (error) {
        if (!isQuota(error) || !(await this.#makeRoom(step))) throw error;
      }
    }
  }

  /** @returns whether writing is worth another try */
  async #makeRoom(step: number): Promise<boolean> {
    if (step < MADE_AGAIN.length) {
      await this.connection.run((database) => clearStores(database, MADE_AGAIN[step]));
      return true;
    }
    if (this.#pruned) return false;
    const oldest = this.entries.slice(0, this.entries.length * PRUNED_SHARE);
    if (!(await pruningHelps(JSON.stringify(oldest).length))) return false;
    const through = await this.connection.run(dropOldest);
    if (through === 0) return false;
    this.#pruned = true;
    this.#replace(this.entries.filter(({ seq }) => seq > through));
    this.#events.onProblem(
      new VitrineError('storage', 'The storage of this site is full; the oldest interactions were deleted.', {
        remedy: 'Free its storage.',
      }),
    );
    return true;
  }

  #fail(cause: unknown): void {
    if (this.#closed || !this.connection.permitted) return;
    if (this.#durable) {
      this.#events.onProblem(
        new VitrineError('storage', `History cannot be stored and lives in memory: ${cause}`, {
          remedy: 'Allow this site to store data, or free its storage.',
          cause,
        }),
      );
    }
    this.#move(false);
    this.#retry();
  }

  #move(durable: boolean): void {
    if (durable === this.#durable) return;
    this.#durable = durable;
    this.#tries = 0;
    this.#events.onDurable();
  }

  #retry(): void {
    if (this.#closed || !this.connection.permitted || this.#timer || this.#tries === MOST_TRIES) return;
    const delay = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** this.#tries++);
    this.#timer = setTimeout(() => void this.#inTurn(() => this.#sync()), delay);
  }
}

/** Those of no known id, each once. */
function unknown(events: readonly VisitorEvent[], known: ReadonlySet<string>): VisitorEvent[] {
  const ids = new Set<string>();
  return events.filter(({ id }) => id === undefined || !(known.has(id) || ids.has(id) || !ids.add(id)));
}

/** Interactions as they would be stored after `last`: their numbers hold until they are. */
function inMemory(events: readonly VisitorEvent[], last: StoredInteraction | undefined): StoredInteraction[] {
  const from = (last?.seq ?? 0) + 1;
  return withSessions(events.filter(isInteraction), last).map((record, i) => ({ ...record, seq: from + i }));
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
