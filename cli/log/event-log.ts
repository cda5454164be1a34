import type { InteractionName } from '../../src/contract/interaction.ts';
import type { InteractionLog } from '../../src/evaluation/interaction-log.ts';
import { type Column, findColumns, readEventName, readTime } from './columns.ts';
import { type LogReport, unreadable } from './log-report.ts';
import { Rows } from './rows.ts';

/** What counts as interest in a product; other events of a log are counted and left out. */
const INTEREST: ReadonlySet<InteractionName> = new Set([
  'select_item',
  'view_item',
  'add_to_cart',
  'add_to_wishlist',
  'purchase',
]);

/** Records with the fields of a row, in the order of the file. */
export interface EventTable {
  fields: readonly string[];
  rows: Iterable<(field: string) => string | undefined>;
}

interface Event {
  item: number;
  name: InteractionName;
  time: number;
}

/**
 * Reads an event log: rows of user, item and, where they are there, event, time and quantity. Shoppers' events are put
 * in order of time, and runs of events with the same product become one, named after the last.
 */
export function readEventLog(
  table: EventTable,
  named: Partial<Record<Column, string>>,
  report: LogReport,
): InteractionLog {
  const columns = findColumns(table.fields, named);
  const { user: userField, item: itemField } = columns;
  if (userField === undefined || itemField === undefined) {
    const missing = userField === undefined ? 'user' : 'item';
    throw unreadable(
      `No column of the log is the ${missing}: ${table.fields.join(', ').slice(0, 200)}.`,
      `Name it: --columns ${missing}=THE_COLUMN`,
    );
  }
  const products = new Rows();
  const shoppers = new Rows();
  const events: Event[][] = [];
  for (const cell of table.rows) {
    report.rows++;
    const user = cell(userField)?.trim();
    const item = cell(itemField)?.trim();
    if (!user) report.refuse('without a user');
    else if (!item) report.refuse('without an item');
    else {
      const event = readEvent(cell, columns, report);
      if (event === undefined) continue;
      const shopper = shoppers.rowOf(user);
      events[shopper] ??= [];
      events[shopper].push({ ...event, item: products.rowOf(item) + 1 });
    }
  }
  for (const own of events) own.sort((a, b) => a.time - b.time);
  return toLog(events, products, shoppers, columns.time !== undefined);
}

function readEvent(
  cell: (field: string) => string | undefined,
  columns: Partial<Record<Column, string>>,
  report: LogReport,
): { name: InteractionName; time: number } | undefined {
  const event = columns.event === undefined ? 'view' : (cell(columns.event) ?? '');
  const name = readEventName(event);
  if (name === undefined) return report.refuse(`of an unknown event ${JSON.stringify(event.slice(0, 30))}`);
  if (!INTEREST.has(name)) return report.refuse(`of ${name}, which tells no interest`);
  if (columns.quantity !== undefined && Number(cell(columns.quantity)) <= 0) return report.refuse('taken back');
  const time = columns.time === undefined ? 0 : readTime(cell(columns.time) ?? '');
  if (!Number.isFinite(time)) return report.refuse('without a time');
  return { name, time };
}

function toLog(events: Event[][], products: Rows, shoppers: Rows, timed: boolean): InteractionLog {
  const kept = events.map((own) => own.filter((event, i) => event.item !== own[i + 1]?.item));
  const offsets = new Int32Array(kept.length + 1);
  kept.forEach((own, i) => {
    offsets[i + 1] = offsets[i] + own.length;
  });
  const all = kept.flat();
  return {
    productIds: products.names,
    shopperIds: shoppers.names,
    sequences: { items: Int32Array.from(all, ({ item }) => item), offsets },
    shoppers: Int32Array.from(kept.keys()),
    times: timed ? Float64Array.from(all, ({ time }) => time) : null,
    names: all.map(({ name }) => name),
  };
}
