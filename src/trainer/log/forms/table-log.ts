import { DelimitedRows } from '../../../reading/delimited-rows.ts';
import { readTableHead } from '../../../reading/table-head.ts';
import { COLUMNS } from '../column.ts';
import { candidates, isHeader } from '../columns.ts';
import { meaningOf } from '../event-words.ts';
import { unreadableLog } from '../log-report.ts';
import { OrderedDates, readDate, toNumber } from '../times.ts';
import type { Cells, LogForm, LogReader } from './log-reader.ts';

/** UTF-16 units in which a table shows what it is. */
const ENOUGH = 64 * 1024;
const NAMES: Readonly<Record<string, string>> = {
  '\t': 'tabs',
  ',': 'commas',
  ';': 'semicolons',
  '|': 'bars',
  '::': 'double colons',
};

/** A table with a header, or without one: its columns are then known by place. */
export const tableLog: LogForm = {
  open(head, complete, hints) {
    if (!complete && head.length < ENOUGH) return undefined;
    const named = hints.columns ?? {};
    const found = readTableHead(head, (cells) => isHeader(cells, named));
    if (found.header !== undefined) return new TableLog(found.header, found);
    const lines = head
      .slice(found.skip)
      .split(found.lineEnd)
      .slice(0, complete ? undefined : -1);
    const rows = new DelimitedRows(found.separator, '\n');
    const cells = rows.push(`${lines.slice(0, 2000).join('\n')}\n`);
    const width = cells[0]?.length ?? 0;
    const blanks = found.separator === '\t' || width < 2;
    const placed = COLUMNS.some((column) => Number.isInteger(Number(named[column] || Number.NaN)));
    if (width < 2 || (blanks && !placed && areLines(cells))) return null;
    const places = Array.from({ length: width }, (_, i) => String(i + 1));
    const names = cells[0].map((cell) => cell.trim());
    if (placed ? namesColumns(names) : !isData(names))
      return new TableLog(names, { ...found, skip: afterFirst(head, found) });
    if (placed) return new TableLog(places, found, 'without a header');
    const guess = guessColumns(cells);
    if (guess === undefined || guess.asks) throw withoutHeader(cells[0], guess?.places);
    return new TableLog(places, found, 'without a header', guess.places);
  },
};

class TableLog implements LogReader {
  readonly form: string;
  readonly fields: readonly string[];
  readonly guesses: string[] = [];
  readonly broken = new Map<string, number>();
  readonly #rows: DelimitedRows;
  #skip: number;

  /** @param guessed what the columns are, by place, where nothing names them */
  constructor(
    header: readonly string[],
    { separator, lineEnd, skip }: { separator: string; lineEnd: string; skip: number },
    how = '',
    guessed?: Readonly<Record<string, number>>,
  ) {
    this.form = `a table separated by ${NAMES[separator] ?? JSON.stringify(separator)}${how && ` ${how}`}`;
    this.#rows = new DelimitedRows(separator, lineEnd);
    this.#skip = skip;
    // Under the names that they are guessed to have, the columns are understood as any others.
    const names = Object.fromEntries(Object.entries(guessed ?? {}).map(([column, place]) => [place, column]));
    this.fields = header.map((name, place) => names[place] ?? name);
    if (guessed) {
      const said = Object.entries(guessed).map(([column, place]) => `${column}=${place + 1}`);
      this.guesses.push(
        `Without a header the columns are taken to be ${said.join(',')}; if they are others, say so: --columns ${said.join(',')}`,
      );
    }
  }

  keepOnly(fields: readonly number[]): void {
    this.#rows.keepOnly(fields);
  }

  push(piece: string): Cells[] {
    const from = Math.min(this.#skip, piece.length);
    this.#skip -= from;
    return this.#rows.push(piece.slice(from));
  }

  end(): Cells[] {
    return this.#rows.end();
  }
}

function afterFirst(head: string, { skip, lineEnd }: { skip: number; lineEnd: string }): number {
  const end = head.indexOf(lineEnd, skip);
  return end < 0 ? head.length : end + lineEnd.length;
}

/** Whether a first row holds data: names of columns are no numbers and no dates, and none is twice there. */
function isData(cells: readonly string[]): boolean {
  const plain = cells.map((cell) => cell.trim());
  return (
    plain.some((cell) => cell === '' || !Number.isNaN(toNumber(cell)) || isTime(cell)) ||
    new Set(plain).size < plain.length
  );
}

const isTime = (cell: string): boolean => !Number.isNaN(readDate(cell)) || OrderedDates.fits(cell);
/** Unix times of 1995 to 2060, in seconds to nanoseconds. */
const UNIX_TIME = /^(?:[89]\d{8}|[12]\d{9})(?:\d{3}|\d{6}|\d{9})?(?:[.,]\d+)?$/;

interface Guess {
  places: Readonly<Record<string, number>>;
  /** Whether another reading is possible. */
  asks: boolean;
}

/**
 * What the columns of a table without a header may be: one of times, perhaps one of words for events; where just two others
 * are left, the first is the shopper and the second the product, as all public logs have them, and a third may be stars
 * right behind these two.
 */
function guessColumns(rows: readonly (readonly string[])[]): Guess | undefined {
  const width = rows[0].length;
  const columns = Array.from({ length: width }, (_, place) => rows.map((row) => row[place]?.trim() ?? ''));
  const all = (values: readonly string[], fits: (value: string) => boolean): boolean =>
    values.every((value) => value === '' || fits(value));
  const time = columns.findIndex(
    (values) => all(values, (value) => UNIX_TIME.test(value) || isTime(value)) && values.some(Boolean),
  );
  const event = columns.findIndex(
    (values, place) =>
      place !== time &&
      all(values, (value) => /\p{L}/u.test(value) && meaningOf(value) !== undefined) &&
      values.some(Boolean),
  );
  const others = columns.map((_, place) => place).filter((place) => place !== time && place !== event);
  if (others.length < 2) return undefined;
  const [user, item, third] = others;
  const places = { user, item, ...(event >= 0 && { event }), ...(time >= 0 && { time }) };
  const rated = others.length === 3 && item === 1 && third === 2 && isRating(columns[third]);
  return { places, asks: others.length > 2 && !rated };
}

/** Stars: few values from 0 to 10, of which some come often. */
function isRating(values: readonly string[]): boolean {
  const numbers = values.map(toNumber);
  const kinds = new Set(values).size;
  return (
    numbers.every((number) => number >= 0 && number <= 10) &&
    kinds <= 21 &&
    (kinds < values.length / 2 || values.length < 8)
  );
}

/** Whether rows between tabs are lines of words (`user item item …`, `user item count`), which have a form of their own. */
function areLines(rows: readonly (readonly string[])[]): boolean {
  const [first] = rows;
  if (rows.some((row) => row.length !== first.length)) return true;
  if (rows.some((row) => row.some((cell) => /\s/.test(cell.trim())))) return false;
  return !first.some((_, place) => rows.every((row) => UNIX_TIME.test(row[place].trim()) || isTime(row[place].trim())));
}

/** Whether a cell is a usual name of a column. */
const namesColumns = (cells: readonly string[]): boolean =>
  COLUMNS.some((column) => candidates(cells, column).length > 0);

function withoutHeader(row: readonly string[], places: Readonly<Record<string, number>> | undefined) {
  const columns = places ?? { user: 0, item: Math.min(1, row.length - 1) };
  const said = Object.entries(columns).map(([column, place]) => `${column}=${place + 1}`);
  const shown = row.map((cell, place) => `${place + 1}: ${cell.trim().slice(0, 30)}`).join(', ');
  return unreadableLog(
    `The log has no header, and its columns could be several things (${shown}).`,
    `Name them by place, such as --columns ${said.join(',')}`,
  );
}
