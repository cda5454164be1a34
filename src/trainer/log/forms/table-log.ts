import { DelimitedRows } from '../../../reading/delimited-rows.ts';
import { readTableHead } from '../../../reading/table-head.ts';
import { COLUMNS } from '../column.ts';
import { candidates, isHeader } from '../columns.ts';
import { meaningOf } from '../event-words.ts';
import { unreadableLog } from '../log-report.ts';
import { OrderedDates, readDate, toNumber } from '../times.ts';
import type { LogHints } from '../understanding.ts';
import type { Cells, LogForm, LogReader } from './log-reader.ts';
import { holdRecords, RecordTable } from './record-table.ts';
import { isSnowplow, SNOWPLOW_COLUMNS } from './snowplow.ts';
import { TableRows, type TableShape } from './table-rows.ts';

/** UTF-16 units in which a table shows what it is. */
const ENOUGH = 64 * 1024;
const NAMES: Readonly<Record<string, string>> = {
  '\t': 'tabs',
  ',': 'commas',
  ';': 'semicolons',
  '|': 'bars',
  '::': 'double colons',
  ' ': 'blanks',
};

/** A table with a header, or without one: its columns are then known by place. */
export const tableLog: LogForm = {
  open(head, complete, hints) {
    if (!complete && head.length < ENOUGH) return undefined;
    const named = hints.columns ?? {};
    const { header, ...found } = readTableHead(head, (cells) => isHeader(cells, named));
    const cells = firstRows(head, found, complete);
    if (header !== undefined) return tableUnder(header, found, cells, hints);
    if (isSnowplow(cells))
      return new RecordTable("a table of Snowplow's enriched events", SNOWPLOW_COLUMNS, found, hints);
    const width = cells[0]?.length ?? 0;
    const placed = COLUMNS.some((column) => Number.isInteger(Number(named[column] || Number.NaN)));
    const shape = width < 2 ? { ...found, separator: ' ' } : found;
    const rows = width < 2 ? firstRows(head, shape, complete) : cells;
    if (!placed && areUnderNames(rows)) {
      return tableUnder(rows[0], { ...shape, skip: afterFirst(head, found) }, rows.slice(1), hints);
    }
    const blanks = found.separator === '\t' || width < 2;
    if (width < 2 || (blanks && !placed && areLines(cells))) return null;
    const places = Array.from({ length: width }, (_, i) => String(i + 1));
    const names = cells[0].map((cell) => cell.trim());
    if (placed ? namesColumns(names) : !isData(names))
      return tableUnder(names, { ...found, skip: afterFirst(head, found) }, cells.slice(1), hints);
    if (placed) return new TableLog(places, found, 'without a header');
    const guess = guessColumns(cells);
    if (guess === undefined || guess.asks) throw withoutHeader(cells[0], guess?.places);
    return new TableLog(places, found, 'without a header', guess.places);
  },
};

function firstRows(head: string, { separator, lineEnd, skip }: TableShape, complete: boolean): string[][] {
  const lines = head
    .slice(skip)
    .split(lineEnd)
    .slice(0, complete ? undefined : -1);
  return new DelimitedRows(separator, '\n').push(`${lines.slice(0, 2000).join('\n')}\n`);
}

function tableUnder(
  header: readonly string[],
  shape: TableShape,
  rows: readonly (readonly string[])[],
  hints: LogHints,
): LogReader {
  if (!holdRecords(rows)) return new TableLog(header, shape);
  return new RecordTable(`${formOf(shape)}, with records in its cells`, header, shape, hints);
}

const formOf = ({ separator }: TableShape): string =>
  `a table separated by ${NAMES[separator] ?? JSON.stringify(separator)}`;

class TableLog implements LogReader {
  readonly form: string;
  readonly fields: readonly string[];
  readonly guesses: string[] = [];
  readonly broken = new Map<string, number>();
  readonly #rows: TableRows;

  /** @param guessed what the columns are, by place, where nothing names them */
  constructor(header: readonly string[], shape: TableShape, how = '', guessed?: Readonly<Record<string, number>>) {
    this.form = `${formOf(shape)}${how && ` ${how}`}`;
    this.#rows = new TableRows(shape);
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
    return this.#rows.push(piece);
  }

  end(): Cells[] {
    return this.#rows.end();
  }
}

function afterFirst(head: string, { skip, lineEnd }: TableShape): number {
  const end = head.indexOf(lineEnd, skip);
  return end < 0 ? head.length : end + lineEnd.length;
}

/** Whether a first row of words stands above columns of which some hold numbers or times alone: it names them. */
function areUnderNames(rows: readonly (readonly string[])[]): boolean {
  const [first = [], ...others] = rows;
  if (first.length < 2 || others.length === 0 || isData(first)) return false;
  if (others.some((row) => row.length !== first.length)) return false;
  const isValue = (cell: string): boolean => !Number.isNaN(toNumber(cell)) || isTime(cell);
  return first.some((_, place) => others.every((row) => isValue(row[place].trim())));
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
  // What has a fraction is a price, a place on the map or a share, and names nothing.
  const naming = others.filter(
    (place, rank) => rank === 0 || !columns[place].some((value) => /^-?\d+\.\d/.test(value)),
  );
  const [user, item] = naming.length < 2 ? others : naming;
  const third = others.find((place) => place > item);
  const rated = others.length === 3 && item === 1 && third === 2 && isRating(columns[third]);
  const turned = areProducts(columns[user]) && areReviewers(columns[item]);
  const places = {
    user: turned ? item : user,
    item: turned ? user : item,
    ...(event >= 0 && { event }),
    ...(time >= 0 && { time }),
  };
  return { places, asks: others.length > 2 && !rated };
}

/** Ids of Amazon's, whose tables of ratings have the product first in some years. */
const areProducts = (values: readonly string[]): boolean =>
  values.every((value) => /^(?:B[\dA-Z]{9}|\d{9}[\dX])$/.test(value));
const areReviewers = (values: readonly string[]): boolean => values.every((value) => /^A[\dA-Z]{9,}$/.test(value));

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
