import { type InteractionName, SESSION_GAP_MS } from '../../contract/interaction.ts';
import type { ProductId } from '../../contract/product.ts';
import { Interests } from '../../engine/storage/interests.ts';
import { joinSequences } from '../../learning/training/sequences.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { type Column, findColumns, readEventName, readTime } from './columns.ts';
import { type LogReport, unreadable } from './log-report.ts';
import { Rows } from './rows.ts';

/** Records with the fields of a row, in the order of the file. */
export interface EventTable {
  fields: readonly string[];
  rows: Iterable<Row>;
}
export type Row = (field: string) => string | undefined;

export interface LoggedEvent {
  product: ProductId;
  name: InteractionName;
  /** Milliseconds; 0 where the log has no times. */
  at: number;
}

/** Events of each shopper, in the order of the file. */
export interface ShopperEvents {
  shopperIds: readonly string[];
  /** [shoppers] */
  events: readonly LoggedEvent[][];
  /** Whether the log has times. */
  timed: boolean;
}

/**
 * Reads an event log: rows of user, item and, where they are there, event, time and quantity. Shoppers' events are put
 * in order of time, and then read as the page reads a visitor's history (see `Interests`).
 */
export function readEventLog(
  table: EventTable,
  named: Partial<Record<Column, string>>,
  report: LogReport,
): InteractionLog {
  const { shopperIds, events, timed } = readEvents(table, named, report);
  return toLog(events.map(interestsOf), shopperIds, timed);
}

/** All that shoppers did, one by one. @throws VitrineError `bad-options` where user or item are not found */
export function readEvents(
  table: EventTable,
  named: Partial<Record<Column, string>>,
  report: LogReport,
): ShopperEvents {
  const columns = findColumns(table.fields, named);
  const { user: userField, item: itemField } = columns;
  if (userField === undefined || itemField === undefined) {
    const missing = userField === undefined ? 'user' : 'item';
    throw unreadable(
      `No column of the log is the ${missing}: ${table.fields.join(', ').slice(0, 200)}.`,
      `Name it: --columns ${missing}=THE_COLUMN`,
    );
  }
  const shoppers = new Rows();
  const events: LoggedEvent[][] = [];
  for (const row of table.rows) {
    report.rows++;
    const user = row(userField)?.trim();
    const product = row(itemField)?.trim();
    if (!user) report.refuse('without a user');
    else if (!product) report.refuse('without an item');
    else {
      const event = readEvent(row, columns, report);
      if (event === undefined) continue;
      const shopper = shoppers.rowOf(user);
      events[shopper] ??= [];
      events[shopper].push({ ...event, product });
    }
  }
  return { shopperIds: shoppers.names, events, timed: columns.time !== undefined };
}

function readEvent(
  row: Row,
  columns: Partial<Record<Column, string>>,
  report: LogReport,
): { name: InteractionName; at: number } | undefined {
  const event = columns.event === undefined ? 'view' : (row(columns.event) ?? '');
  const name = readEventName(event);
  if (name === undefined) return report.refuse(`of an unknown event ${JSON.stringify(event.slice(0, 30))}`);
  if (name === 'shown') return report.refuse('of a list that was seen, or a search');
  if (columns.quantity !== undefined && Number(row(columns.quantity)) <= 0) return report.refuse('taken back');
  const at = columns.time === undefined ? 0 : readTime(row(columns.time) ?? '');
  if (!Number.isFinite(at)) return report.refuse('without a time');
  return { name, at };
}

/** What the page would hold of this shopper. */
function interestsOf(events: readonly LoggedEvent[]): (LoggedEvent & { session: number })[] {
  const interests = new Interests<LoggedEvent & { session: number }>();
  let session = 0;
  let latest = Number.NEGATIVE_INFINITY;
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    if (event.at - latest > SESSION_GAP_MS) session++;
    latest = event.at;
    interests.add({ ...event, session });
  }
  return interests.list;
}

function toLog(interests: readonly LoggedEvent[][], shopperIds: readonly string[], timed: boolean): InteractionLog {
  const products = new Rows();
  const all = interests.flat();
  return {
    shopperIds,
    sequences: joinSequences(interests.map((own) => own.map(({ product }) => products.rowOf(product) + 1))),
    productIds: products.names,
    shoppers: Int32Array.from(interests.keys()),
    times: timed ? Float64Array.from(all, ({ at }) => at) : null,
    names: all.map(({ name }) => name),
  };
}
