import type { LogHints } from '../understanding.ts';
import type { Cells, LogForm, LogReader } from './log-reader.ts';

/** UTF-16 units in which lines show what they are. */
const ENOUGH = 64 * 1024;
/** Unix times of 1995 to 2060, in seconds to nanoseconds. */
const UNIX_TIME = /^(?:[89]\d{8}|[12]\d{9})(?:\d{3}|\d{6}|\d{9})?$/;

/** What a line of words and numbers between blanks is. */
export type LineKind = 'sequences' | 'sessions' | 'pairs' | 'counts' | 'timed';

/**
 * Lines without header and separators but blanks: `user item item …`, `user item`, `user item count` and `user item time`.
 * Where shoppers have several lines of three, the last is a count, or a time where its digits are those of one.
 */
export const lineLog: LogForm & { open(head: string, complete: boolean, hints: LogHints): LineLog | undefined } = {
  open(head, complete) {
    if (!complete && head.length < ENOUGH) return undefined;
    const lines = head.split('\n').slice(0, complete ? undefined : -1);
    return new LineLog(kindOf(lines.map((line) => line.trim()).filter((line) => line !== '')));
  },
};

function kindOf(lines: readonly string[]): LineKind {
  const rows = lines.map((line) => line.split(/\s+/));
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) return 'sequences';
  if (width === 2) return 'pairs';
  const repeated = new Set(rows.map(([user]) => user)).size < rows.length;
  if (width === 3 && rows.every(([, , last]) => UNIX_TIME.test(last)) && (repeated || rows.length === 1))
    return 'timed';
  return width === 3 && repeated && rows.every(([, , last]) => /^\d+$/.test(last)) ? 'counts' : 'sequences';
}

const FORMS: Readonly<Record<LineKind, string>> = {
  sequences: 'lines of a shopper and products in order',
  sessions: 'lines of products in order',
  pairs: 'lines of a shopper and a product',
  counts: 'lines of a shopper, a product and a count',
  timed: 'lines of a shopper, a product and a time',
};

/** Rows of a shopper and a product each, in the order of the lines. */
export class LineLog implements LogReader {
  readonly kind: LineKind;
  readonly fields: readonly string[];
  readonly guesses: string[] = [];
  readonly broken = new Map<string, number>();
  #rest = '';
  #lines = 0;

  constructor(kind: LineKind) {
    this.kind = kind;
    this.fields = kind === 'timed' ? ['user', 'item', 'time'] : ['user', 'item'];
    if (kind === 'counts') this.guesses.push('The third number of each line is taken for a count, and passed over.');
    if (kind === 'timed')
      this.guesses.push('The third number of each line is taken for a time: its digits are those of one.');
  }

  get form(): string {
    return FORMS[this.kind];
  }

  push(piece: string): Cells[] {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop()!;
    return lines.flatMap((line) => this.#read(line));
  }

  end(): Cells[] {
    return this.#read(this.#rest);
  }

  #read(line: string): Cells[] {
    const words = line.trim().split(/\s+/);
    if (words[0] === '') return [];
    this.#lines++;
    if (this.kind === 'sessions') return words.map((item) => [String(this.#lines), item]);
    if (this.kind === 'timed') return [words];
    const [user, ...items] = words;
    return this.kind === 'sequences' ? items.map((item) => [user, item]) : [[user, items[0]]];
  }
}
