import { VitrineError } from '../../contract/errors.ts';
import type { InteractionName } from '../../contract/interaction.ts';
import type { ProductId } from '../../contract/product.ts';
import { wasUndone } from './event-words.ts';
import { logReaderFor } from './forms/log-forms.ts';
import type { Cells, LogReader } from './forms/log-reader.ts';
import { unreadForm } from './forms/unread-forms.ts';
import { isNobody, mayBeNobody, misfitOf, plainId } from './identity.ts';
import { LogQuestionError } from './log-question.ts';
import { LogReport, unreadableLog } from './log-report.ts';
import { OrderedDates, toNumber } from './times.ts';
import { type LogHints, type Understanding, understand } from './understanding.ts';

/** Rows from which it is understood what the columns are. */
const SAMPLE = 2_000;
/** UTF-16 units of a search; a longer text is none. */
const LONGEST_SEARCH = 512;
/** UTF-16 units by which a file is known. */
const ENOUGH = 16 * 1024;

/** Takes what a log's rows say, one by one. */
export interface EventSink {
  /**
   * @param at milliseconds; 0 where the log has no times
   * @param other where a date such as 05/12/2024 could be of two days, that of the other reading; else as `at`
   */
  event(shopper: string, product: ProductId, name: InteractionName, at: number, other: number): void;
  /** The shopper searched for these words. Default: searches are counted with what is left out. */
  search?(shopper: string, words: string, at: number, other: number): void;
}

/**
 * Reads a log of any form, in one pass and bounded memory: text in pieces in, events out. What its columns are is understood
 * from its first rows. Its methods throw VitrineError `bad-options`.
 */
export class LogScan {
  readonly report = new LogReport();
  understanding: Understanding | undefined;
  reader: LogReader | undefined;
  readonly #hints: LogHints;
  readonly #sink: EventSink;
  #head = '';
  /** The first of it, for the error where it cannot be read. */
  #start = '';
  #sample: Cells[] | undefined = [];
  readonly #dates = new OrderedDates();
  /** The order of the last line, and what became of it. */
  #order: { name: string | undefined; status: string } = { name: undefined, status: '' };
  /** What shoppers of further columns are called, so that they never meet those of the first. */
  #prefixes: readonly string[] = [];

  /** @param reader where it is known already what the log is, as of Parquet */
  constructor(hints: LogHints, sink: EventSink, reader?: LogReader) {
    this.#hints = hints;
    this.#sink = sink;
    this.reader = reader;
  }

  push(piece: string): void {
    const { reader } = this;
    if (reader === undefined) {
      this.#head += piece;
      this.#open(false);
    } else this.take(this.#asOptions(() => reader.push(piece)));
  }

  /** Rows that a reader of its own gave. */
  take(rows: readonly Cells[]): void {
    if (this.#sample === undefined) {
      for (const row of rows) this.#read(row);
      return;
    }
    for (const row of rows) this.#sample.push(row);
    if (this.#sample.length >= SAMPLE) this.#understand();
  }

  /** @returns which of the two readings of its dates is right */
  end(): 'first' | 'other' {
    if (this.reader === undefined) this.#open(true);
    if (this.reader === undefined)
      throw unreadableLog('The log is empty.', 'Give a log with at least one interaction.');
    this.take(this.#asOptions(() => this.reader!.end()));
    if (this.#sample !== undefined) this.#understand();
    for (const [reason, count] of this.reader.broken) {
      this.report.rows += count;
      this.report.refuse(reason, count);
    }
    return this.#settleDates();
  }

  /** What was guessed, in words for a person. */
  get guesses(): string[] {
    return [...(this.reader?.guesses ?? []), ...(this.understanding?.guesses ?? [])];
  }

  #open(complete: boolean): void {
    const head = this.#head.replace(/^[\s\uFEFF]+/, '');
    if (head === '') return;
    this.#start = head.slice(0, ENOUGH);
    this.reader = this.#orKnown(() => this.#asOptions(() => logReaderFor(head, complete, this.#hints)));
    if (this.reader === undefined) return;
    this.#head = '';
    this.take(this.#asOptions(() => this.reader!.push(head)));
  }

  #understand(): void {
    const rows = this.#sample!;
    this.#sample = undefined;
    const { fields } = this.reader!;
    this.understanding = this.#orKnown(() => {
      if (rows.length === 0) throw unreadableLog('The log has no rows.', 'Give a log with at least one interaction.');
      return understand(fields, rows, this.#hints);
    });
    this.#prefixes = this.understanding.users.map((field, rank) => (rank === 0 ? '' : `${fields[field]}:`));
    const { users, items, event, time, quantity, status, words } = this.understanding;
    const others = [
      event?.field,
      event?.exact,
      time?.field,
      ...(time?.parts ?? []),
      time?.clock?.field,
      quantity,
      words,
    ];
    others.push(status?.field, status?.order);
    this.reader!.keepOnly?.([...new Set([...users, ...items, ...others.filter((field) => field !== undefined)])]);
    for (const row of rows) this.#read(row);
  }

  #read(row: Cells): undefined {
    const { report } = this;
    const { items, event, defaultEvent, quantity, status, time, words } = this.understanding!;
    report.rows++;
    const shopper = this.#shopperOf(row);
    if (shopper === undefined) return report.refuse('without a user');
    const product = this.#productOf(row, items);
    let name = defaultEvent;
    if (event !== undefined) {
      const exact = event.exact === undefined ? '' : (row[event.exact] ?? '');
      const word = event.meaning(exact) === undefined ? (row[event.field] ?? '') : exact;
      if (word.trim() === '') return report.refuse('without an event');
      const meaning = event.meaning(word);
      if (meaning === undefined || meaning === 'no product') return report.refuseEvent(word, meaning === undefined);
      if (meaning === 'shown') {
        const searched = words === undefined || time === undefined ? '' : (row[words]?.trim() ?? '');
        const { search } = this.#sink;
        if (search === undefined || searched === '' || searched.length > LONGEST_SEARCH || misfitOf(shopper))
          return report.refuse('of a list that was seen, or a search');
        return this.#time(row, (at, other) => search.call(this.#sink, shopper, searched, at, other));
      }
      name = meaning;
    }
    if (product === '') return report.refuse('without an item');
    if (status !== undefined) {
      const said = this.#statusOf(row, status);
      if (wasUndone(said)) return report.refuse(`of an order that is ${said}`);
    }
    if (quantity !== undefined && toNumber(row[quantity] ?? '') <= 0) return report.refuse('taken back');
    const misfit = misfitOf(product) ?? misfitOf(shopper);
    if (misfit !== undefined) return report.refuse(misfit);
    this.#time(row, (at, other) => this.#sink.event(shopper, product, name, at, other));
  }

  /** @param take is given the time of a row in both readings, where it has one */
  #time(row: Cells, take: (at: number, other: number) => void): undefined {
    const time = this.understanding!.time;
    if (time === undefined) {
      take(0, 0);
      return;
    }
    const text =
      time.parts === undefined
        ? (row[time.field]?.trim() ?? '')
        : time.parts.map((part) => row[part]?.trim() ?? '').join(' ');
    const later = time.clock === undefined ? 0 : time.clock.read(row[time.clock.field] ?? '') || 0;
    const both = time.form === 'ordered' ? this.#dates.read(text) : undefined;
    if (both !== undefined) {
      const [dayFirst, monthFirst] = both;
      if (Number.isNaN(dayFirst) && Number.isNaN(monthFirst)) return this.report.refuse('without a time');
      take(dayFirst + later, monthFirst + later);
      return;
    }
    const at = time.form === 'ordered' ? Number.NaN : time.form.read(text) + later;
    if (!Number.isFinite(at)) return this.report.refuse('without a time');
    take(at, at);
  }

  #shopperOf(row: Cells): string | undefined {
    const { users, zeroIsNobody } = this.understanding!;
    for (let rank = 0; rank < users.length; rank++) {
      const id = this.#idOf(row, users[rank]);
      if (!isNobody(id) && !(zeroIsNobody[rank] && mayBeNobody(id))) return this.#prefixes[rank] + id;
    }
    return undefined;
  }

  #productOf(row: Cells, items: readonly number[]): string {
    for (const field of items) {
      const id = this.#idOf(row, field);
      if (!isNobody(id)) return id;
    }
    return '';
  }

  /** An export may say it in the first line of an order alone. */
  #statusOf(row: Cells, { field, order }: NonNullable<Understanding['status']>): string {
    const said = row[field]?.trim() ?? '';
    const name = order === undefined ? undefined : row[order];
    if (said !== '' || name === undefined || name !== this.#order.name) this.#order = { name, status: said };
    return this.#order.status;
  }

  #idOf(row: Cells, field: number): string {
    const id = plainId(row[field] ?? '');
    return this.understanding!.fractions.has(field) ? id.replace(/\.0$/, '') : id;
  }

  #settleDates(): 'first' | 'other' {
    const { open, dayFirst, monthFirst, order } = this.#dates;
    const asked = this.#hints.dates;
    if (asked === 'mdy' || asked === 'dmy') return asked === 'mdy' ? 'other' : 'first';
    if (order !== undefined) return order === 'mdy' ? 'other' : 'first';
    const column = this.reader!.fields[this.understanding!.time!.field];
    throw new LogQuestionError(
      { about: 'dates', field: column },
      dayFirst > 0
        ? `Of the dates in ${column}, ${dayFirst} have the day first and ${monthFirst} the month.`
        : `The ${open} dates in ${column} could have the day first, or the month: no number of them is above 12.`,
      'Say which: --dates dmy or --dates mdy',
    );
  }

  /** What cannot be read may be a file that is known. */
  #orKnown<TResult>(read: () => TResult): TResult {
    try {
      return read();
    } catch (thrown) {
      throw unreadForm(this.#start) ?? thrown;
    }
  }

  /** Readers of tables and JSON serve feeds too, and their messages name those. */
  #asOptions<TResult>(read: () => TResult): TResult {
    try {
      return read();
    } catch (thrown) {
      if (thrown instanceof VitrineError && thrown.code === 'feed-unreadable') {
        throw unreadableLog(
          thrown.message.replace('list of products', 'list of records'),
          'Check the file: JSON with a validator, a table for its quotes.',
          thrown,
        );
      }
      throw thrown;
    }
  }
}
