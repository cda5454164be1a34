import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import type { InteractionName } from '../../contract/interaction.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { DistinctCounts } from './distinct-counts.ts';
import { describeOdd } from './event-log.ts';
import { plainId } from './identity.ts';
import { type LogFile, scanLogFile } from './log-file.ts';
import type { EventSink, LogScan } from './scan-log.ts';
import type { LogHints } from './understanding.ts';

/** What was understood of a log, and what it holds. */
export interface LogSummary {
  /** What the file is, such as `a table separated by commas`. */
  form: string;
  /** Names of all its fields, of which the columns are some. */
  fields: readonly string[];
  /** What each column was found as. */
  columns: Partial<Record<'user' | 'item' | 'event' | 'time' | 'quantity', string>>;
  /** How times are written; absent without times. */
  times?: { written: string; from: string; to: string };
  rows: number;
  /** Of each interaction, most frequent first. */
  events: Readonly<Record<string, number>>;
  shoppers: number;
  products: number;
  /** Products of the log that the feed has; absent without a feed. */
  known?: number;
  /** Rows left out, by reason. */
  leftOut: Readonly<Record<string, number>>;
  /** What was guessed. */
  guesses: readonly string[];
  /** What a person should look at. */
  oddities: readonly string[];
}

/** Days before and after which a time is odd: no shop on the web is older, and nobody buys in the future. */
const EARLIEST = Date.UTC(1995, 0, 1);
const LATEST_DAYS = 2;
/** Of events, the share that are of a product of their own where something is wrong. */
const MOSTLY_ONCE = 0.8;
const FEWEST_ROWS = 50;

/**
 * Says what is understood of a log, in one pass.
 * @param feed the shop's products, to be told how many of the log's it has
 * @throws VitrineError `bad-options`; a `LogQuestionError` where a person has to say more
 */
export async function inspectLog(file: LogFile, hints: LogHints, feed?: Feed): Promise<LogSummary> {
  const catalogue = feed && new Catalogue(feed, TextTable.of([]));
  const counts = new LogCounts(catalogue && ((product) => catalogue.itemOf(product) !== undefined));
  const scan = await scanLogFile(file, hints, counts);
  return counts.summary(scan, scan.end());
}

/** Counts what a log holds, in the memory that its shoppers and products take as hashes. */
export class LogCounts implements EventSink {
  readonly #shoppers = new DistinctCounts();
  readonly #products = new DistinctCounts();
  readonly #events = new Map<InteractionName, number>();
  readonly #knows: ((product: string) => boolean) | undefined;
  #known = 0;
  #name: InteractionName | undefined;
  #ofName = 0;
  /** Of each of the two readings of dates. */
  readonly #from = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  readonly #to = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];

  /** @param knows whether the feed has a product; absent without a feed */
  constructor(knows?: (product: string) => boolean) {
    this.#knows = knows && ((product) => knows(product) || knows(plainId(product)));
  }

  event(shopper: string, product: string, name: InteractionName, at: number, other: number): void {
    this.#shoppers.add(shopper);
    if (this.#products.add(product) && this.#knows?.(product)) this.#known++;
    if (name !== this.#name) this.#flush(name);
    this.#ofName++;
    if (at < this.#from[0]) this.#from[0] = at;
    if (at > this.#to[0]) this.#to[0] = at;
    if (other < this.#from[1]) this.#from[1] = other;
    if (other > this.#to[1]) this.#to[1] = other;
  }

  /** @param reading which of the two readings of its dates is right */
  summary(scan: LogScan, reading: 'first' | 'other', now = Date.now()): LogSummary {
    this.#flush(undefined);
    const { reader, understanding, report } = scan;
    const { users, items, event, time, quantity, defaultEvent } = understanding!;
    const called = (fields: readonly number[]): string => fields.map((field) => reader!.fields[field]).join(', else ');
    const which = reading === 'first' ? 0 : 1;
    const [from, to] = [this.#from[which], this.#to[which]];
    const oddities: string[] = [];
    const odd = describeOdd(this.#shoppers.most, this.#shoppers.mostCount, this.#shoppers.nextCount, this.#shoppers);
    if (odd) oddities.push(odd.remark);
    if (time === undefined) oddities.push('The log has no times: rows are taken to be in order of time.');
    else if (from < EARLIEST && to >= EARLIEST) oddities.push(`Some times are before 1995, from ${written(from)} on.`);
    if (to > now + LATEST_DAYS * 86_400_000) oddities.push(`Some times are in the future, up to ${written(to)}.`);
    const rows = report.rows;
    const lost = [...report.refused.values()].reduce((a, b) => a + b, 0);
    if (lost > rows / 2) oddities.push(`${Math.round((lost / rows) * 100)} % of the rows are left out.`);
    if (this.#known * 2 < this.#products.size && this.#knows) {
      oddities.push(
        'Most products of the log are not in the feed: are their ids of another kind (SKU, variant, parent)?',
      );
    }
    if (this.#products.size > MOSTLY_ONCE * this.#products.total && rows > FEWEST_ROWS) {
      oddities.push('Nearly every product comes once: is this a log of events?');
    }
    const form =
      time?.form === 'ordered' ? `dates, ${reading === 'first' ? 'the day' : 'the month'} first` : time?.form.name;
    return {
      form: reader!.form,
      fields: reader!.fields,
      columns: {
        user: called(users),
        item: called(items),
        event: event === undefined ? `none: every row is a ${defaultEvent}` : reader!.fields[event.field],
        ...(time && {
          time: called(time.clock === undefined ? [time.field] : [time.field, time.clock.field]).replace(
            ', else ',
            ' and ',
          ),
        }),
        ...(quantity === undefined ? {} : { quantity: reader!.fields[quantity] }),
      },
      ...(time && Number.isFinite(from) && { times: { written: form!, from: written(from), to: written(to) } }),
      rows,
      events: Object.fromEntries([...this.#events].sort(([, a], [, b]) => b - a)),
      shoppers: this.#shoppers.size,
      products: this.#products.size,
      ...(this.#knows && { known: this.#known }),
      leftOut: Object.fromEntries([...report.refused].sort(([, a], [, b]) => b - a)),
      guesses: scan.guesses,
      oddities,
    };
  }

  #flush(next: InteractionName | undefined): void {
    if (this.#name !== undefined) this.#events.set(this.#name, (this.#events.get(this.#name) ?? 0) + this.#ofName);
    this.#name = next;
    this.#ofName = 0;
  }
}

const written = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
