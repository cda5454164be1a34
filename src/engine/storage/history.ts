import { VitrineError } from '../../contract/errors.ts';
import type { Interaction, StoredInteraction } from '../../contract/interaction.ts';
import { Connection } from './connection.ts';
import { readStored } from './interaction-record.ts';
import { appendInteractions, countInteractions, makeRoom, readAfter, readTail, transact } from './interaction-store.ts';
import { sessionAfter } from './sessions.ts';
import { TabChannel } from './tab-channel.ts';

/** Interactions kept in memory, newest; all others stay in the store. */
const MOST_IN_MEMORY = 20_000;
/** Part of the store that goes, oldest first, each time the browser's quota is full. */
const PRUNED_SHARE = 0.25;
const MOST_PRUNINGS = 12;
/** Milliseconds for which a shelf waits for interactions that are being stored: a store that hangs holds it no longer. */
const PATIENCE = 200;

export interface HistoryEvents {
  /** Something failed, and history goes on. */
  onProblem: (problem: VitrineError) => void;
  /** Another tab erased all that is stored about the visitor. */
  onErased: () => void;
}

/**
 * The visitor's interactions in this browser. The store is the truth; `entries` is its tail, kept in memory so that no
 * shelf waits for a disk. What storage cannot take lives on in memory, and `durable` says so.
 *
 * Invariants: `entries` grows only by interactions that are committed (or, in memory mode, cannot be); it is in order of
 * `seq` without gaps of this tab's making; an append reads what other tabs wrote before it in the same transaction that
 * writes, so all tabs agree on sessions.
 */
export class History {
  /** Oldest first. Grows at the end only, as long as `generation` stays the same. */
  entries: StoredInteraction[] = [];
  /** Another number: `entries` is a new list. */
  generation = 0;
  durable = true;
  readonly connection: Connection;
  readonly #tabs: TabChannel;
  readonly #onProblem: (problem: VitrineError) => void;
  readonly #loaded: Promise<void>;
  /** Settles when all appends so far have. */
  #appending: Promise<unknown> = Promise.resolve();

  constructor(name: string, { onProblem, onErased }: HistoryEvents) {
    this.#onProblem = onProblem;
    this.connection = new Connection(name, () => void this.#guard(() => this.#reload()));
    this.#tabs = new TabChannel(name, (message) => {
      if (message === 'erased') {
        this.#replace([]);
        onErased();
      }
      if (this.durable) void this.#guard(() => (message === 'erased' ? this.#reload() : this.#catchUp()));
    });
    this.#loaded = this.#guard(() => this.#reload());
  }

  /** Settles when what was stored earlier is in memory, or storage turned out not to work. Never rejects. */
  loaded(): Promise<void> {
    return this.#loaded;
  }

  get sessions(): number {
    return this.entries.length === 0 ? 0 : this.entries[this.entries.length - 1].session - this.entries[0].session + 1;
  }

  /** Resolves when all of them are durably committed, or kept in memory where storage fails (see `durable`). */
  append(interactions: readonly Interaction[]): Promise<void> {
    const appended = this.#append(interactions);
    this.#appending = Promise.allSettled([this.#appending, appended]);
    return appended;
  }

  /** Resolves when what was appended before is in `entries`: a click that nobody awaited counts for the next shelf. */
  async caughtUp(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE);
    });
    await Promise.race([this.#appending, patience]);
    clearTimeout(timer);
  }

  async #append(interactions: readonly Interaction[]): Promise<void> {
    await this.#loaded;
    if (interactions.length === 0) return;
    for (let prunings = 0; this.durable; prunings++) {
      try {
        const known = this.entries.at(-1);
        const appended = await this.connection.run((database) => appendInteractions(database, interactions, known));
        this.#absorb(this.#intact(appended));
        this.#tabs.tell('appended');
        return;
      } catch (error) {
        if (!isQuota(error) || prunings === MOST_PRUNINGS || !(await this.#prune())) this.#fallToMemory(error);
      }
    }
    for (const interaction of interactions) this.#appendInMemory(interaction);
  }

  /** Deletes everything stored: what is about the visitor, and what was made of it. @throws VitrineError `storage` where it could not. */
  async erase(): Promise<void> {
    await this.#loaded;
    try {
      await this.connection.run((database) =>
        transact(database, [...database.objectStoreNames], 'readwrite', async (transaction) => {
          for (const name of transaction.objectStoreNames) await transaction.objectStore(name).clear();
        }),
      );
    } catch (cause) {
      if (this.durable || typeof indexedDB !== 'undefined') {
        throw new VitrineError('storage', 'What is stored in this browser could not be deleted.', {
          remedy: 'Try again, or clear the data of this site in the browser.',
          cause,
        });
      }
    } finally {
      this.#replace([]);
    }
    this.#tabs.tell('erased');
  }

  /** Interactions in this browser, those that are not in memory too. */
  async count(): Promise<number> {
    await this.#loaded;
    if (!this.durable) return this.entries.length;
    return this.connection.run(countInteractions).catch(() => this.entries.length);
  }

  async close(): Promise<void> {
    this.#tabs.close();
    await this.connection.close();
  }

  get #lastSeq(): number {
    return this.entries.at(-1)?.seq ?? 0;
  }

  /** Reads the tail of the store anew: at the start, and after a lost connection, when it may have been cleared. */
  async #reload(): Promise<void> {
    const records = await this.connection.run((database) => readTail(database, MOST_IN_MEMORY));
    this.#replace(this.#intact(records));
  }

  /** Reads what other tabs appended. */
  async #catchUp(): Promise<void> {
    await this.#loaded;
    const records = await this.connection.run((database) => readAfter(database, this.#lastSeq));
    this.#absorb(this.#intact(records));
  }

  #absorb(records: readonly StoredInteraction[]): void {
    for (const record of records) if (record.seq > this.#lastSeq) this.entries.push(record);
    if (this.entries.length > 2 * MOST_IN_MEMORY) this.#replace(this.entries.slice(-MOST_IN_MEMORY));
  }

  #appendInMemory(interaction: Interaction): void {
    const session = sessionAfter(this.entries.at(-1), interaction.at);
    this.#absorb([{ ...interaction, seq: this.#lastSeq + 1, session }]);
  }

  #replace(entries: StoredInteraction[]): void {
    this.entries = entries;
    this.generation++;
  }

  #intact(records: readonly unknown[]): StoredInteraction[] {
    const intact = records.map(readStored).filter((record) => record !== undefined);
    const damaged = records.length - intact.length;
    if (damaged > 0) {
      this.#onProblem(new VitrineError('storage', `${damaged} damaged records of the history were set aside.`));
    }
    return intact;
  }

  /** @returns whether anything could be deleted. */
  async #prune(): Promise<boolean> {
    const through = await this.connection.run((database) => makeRoom(database, PRUNED_SHARE)).catch(() => undefined);
    if (through === undefined) return false;
    if (through > 0) this.#replace(this.entries.filter(({ seq }) => seq > through));
    this.#onProblem(
      new VitrineError('storage', 'The storage of this site is full; the oldest of what is stored was deleted.', {
        remedy: 'Free storage of this site.',
      }),
    );
    return true;
  }

  #fallToMemory(cause: unknown): void {
    this.durable = false;
    this.#onProblem(
      new VitrineError('storage', `History cannot be stored and lives in memory: ${String(cause)}`, {
        remedy: 'Allow this site to store data, or free some storage.',
        cause,
      }),
    );
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.durable) this.#fallToMemory(error);
    }
  }
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
