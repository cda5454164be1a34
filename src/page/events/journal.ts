import type { VisitorEvent } from '../../contract/visitor-event.ts';

/** What a page did not get stored before it went; `payload` where it was not read yet. */
export type Unstored = { events: readonly VisitorEvent[] } | { payload: unknown; at: number };

/**
 * What a page that goes could not get stored, kept for the next page of the shop: written at once, since a page that goes
 * waits for nothing. What the next page finds it stores; ids keep it from being stored twice.
 */
export class Journal {
  readonly #key: string;

  constructor(database: string) {
    this.#key = `vitrine:${database}`;
  }

  /** Beside what is there: several tabs may go before the next page comes. */
  add(entries: readonly Unstored[]): void {
    try {
      const texts = [...this.#read(), ...entries].flatMap(textOf);
      if (entries.length > 0) localStorage.setItem(this.#key, `[${texts}]`);
    } catch {
      // No storage, or full: it is lost with the page.
    }
  }

  get isEmpty(): boolean {
    return this.#read().length === 0;
  }

  /** What is there, which is then this page's to store. */
  take(): Unstored[] {
    const entries = this.#read();
    if (entries.length > 0) this.#remove('');
    return entries;
  }

  /** With the ledger of updates (`privacy/ledger.ts`), which is about the same history. */
  clear(): void {
    this.#remove('');
    this.#remove(':ledger');
  }

  #remove(suffix: string): void {
    try {
      localStorage.removeItem(this.#key + suffix);
    } catch {
      // No storage.
    }
  }

  #read(): Unstored[] {
    try {
      const entries = JSON.parse(localStorage.getItem(this.#key) ?? '[]');
      return Array.isArray(entries) ? entries : [];
    } catch {
      return [];
    }
  }
}

/** Nothing, where it is no plain data. */
function textOf(entry: Unstored): string | [] {
  try {
    return JSON.stringify(entry);
  } catch {
    return [];
  }
}
