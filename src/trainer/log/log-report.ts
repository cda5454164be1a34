import { VitrineError } from '../../contract/errors.ts';

/** Most words of events that are reported one by one. */
const MOST_WORDS = 12;

/** What became of the rows of a log: nothing is dropped silently. */
export class LogReport {
  rows = 0;
  readonly refused = new Map<string, number>();
  /** What was guessed, and what is odd, in words for a person. */
  readonly remarks: string[] = [];
  /** Reasons by the words that they name. */
  readonly #words = new Map<string, string>();
  #unknown: string | undefined;

  refuse(reason: string, count = 1): undefined {
    this.refused.set(reason, (this.refused.get(reason) ?? 0) + count);
  }

  /** @param unknown whether nobody knows what the word means; else it is about no product */
  refuseEvent(word: string, unknown: boolean): undefined {
    let reason = this.#words.get(word);
    if (reason === undefined) {
      const said = JSON.stringify(word.trim().slice(0, 30));
      const what = unknown ? 'an unknown event' : 'an event that is about no product,';
      reason = this.#words.size < MOST_WORDS ? `of ${what} ${said}` : 'of other such events';
      if (this.#words.size < MOST_WORDS) this.#words.set(word, reason);
      if (unknown) this.#unknown ??= word.trim();
    }
    this.refuse(reason);
  }

  /** Joins what became of the rows of another file of the same log. */
  add(other: LogReport): void {
    this.rows += other.rows;
    for (const [reason, count] of other.refused) this.refuse(reason, count);
    this.remarks.push(...other.remarks);
  }

  /** One line a reason, most frequent first, and what was guessed. */
  lines(): string[] {
    const counted = [...this.refused]
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => `${count} of ${this.rows} rows left out: ${reason}`);
    const word = this.#unknown;
    const remedy =
      word === undefined ? [] : [`Say what such a word means: --event-words ${JSON.stringify(word)}=view_item`];
    return [...counted, ...remedy, ...this.remarks];
  }
}

export function unreadableLog(message: string, remedy: string, cause?: unknown): VitrineError {
  return new VitrineError('bad-options', message, { remedy, cause });
}
