import { VitrineError } from '../../contract/errors.ts';
import type { LedgerEntry } from '../../contract/federated.ts';
import * as plain from '../../contract/validation/plain-data.ts';

const VERSION = 1;
const Form = plain.fields({
  version: plain.oneOf([VERSION]),
  entries: plain.list(
    plain.fields({ noiseMultiplier: plain.positive(Number.MAX_VALUE), updates: plain.whole(1) }),
    0,
    10_000,
  ),
});

/**
 * What updates of federated learning told of this visitor, in `localStorage`: it can be written at once and is the same in every tab.
 * An update is entered before it is told. The ledger goes with the history (`Journal.clear`), of which nothing more can be told then.
 */
export class Ledger {
  readonly #key: string;

  constructor(database: string) {
    this.#key = `vitrine:${database}:ledger`;
  }

  /** What was told so far, for the visitor to see; `null` where it cannot be read. */
  get told(): LedgerEntry[] | null {
    try {
      return this.#read() ?? [];
    } catch {
      return null;
    }
  }

  /** What was told so far. From then on it is known whether the history was erased. @throws VitrineError `storage` */
  open(): LedgerEntry[] {
    const entries = this.#read() ?? [];
    this.#write(entries);
    return entries;
  }

  /** Enters an update. @throws VitrineError `storage`; `aborted` where the history was erased since `open` */
  add(noiseMultiplier: number): void {
    const entries = this.#read();
    if (entries === undefined) {
      throw new VitrineError('aborted', 'The history that the update was made from was erased.');
    }
    const same = entries.find((entry) => entry.noiseMultiplier === noiseMultiplier);
    if (same) same.updates += 1;
    else entries.push({ noiseMultiplier, updates: 1 });
    this.#write(entries);
  }

  #read(): LedgerEntry[] | undefined {
    const text = this.#try(() => localStorage.getItem(this.#key));
    if (text === null) return undefined;
    const unreadable = (what: string): VitrineError =>
      new VitrineError('storage', `The ledger of updates cannot be read: ${what}.`, {
        remedy: 'What was told is not known any more, so nothing more can be: `privacy.erase()` begins anew.',
      });
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw unreadable('it is not JSON');
    }
    return plain.read(Form, value, unreadable).entries;
  }

  #write(entries: readonly LedgerEntry[]): void {
    this.#try(() => localStorage.setItem(this.#key, JSON.stringify({ version: VERSION, entries })));
  }

  #try<TResult>(work: () => TResult): TResult {
    try {
      return work();
    } catch (cause) {
      throw new VitrineError('storage', 'The ledger of updates cannot be stored here.', {
        remedy: 'Take part from a browser that stores data for this shop.',
        cause,
      });
    }
  }
}
