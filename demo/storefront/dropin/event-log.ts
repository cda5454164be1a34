import { field, type Row } from './table.ts';

/** Names that logs use, and the interaction that each means. */
const EVENTS = new Map<string, LogEvent['name']>([
  ...['view', 'view_item', 'click', 'select_item'].map((name) => [name, 'view_item'] as const),
  ...['cart', 'addtocart', 'add_to_cart'].map((name) => [name, 'add_to_cart'] as const),
  ...['wishlist', 'favorite', 'add_to_wishlist'].map((name) => [name, 'add_to_wishlist'] as const),
  ...['buy', 'order', 'transaction', 'purchase'].map((name) => [name, 'purchase'] as const),
]);

const USER = ['user', 'user_id', 'visitor', 'visitorid', 'customer', 'session'];
const ITEM = ['item', 'item_id', 'itemid', 'product', 'product_id', 'id'];
const EVENT = ['event', 'event_name', 'name', 'type'];
const TIME = ['ts', 'timestamp', 'time', 'at', 'date'];

export interface LogEvent {
  item: string;
  name: 'view_item' | 'add_to_cart' | 'purchase' | 'add_to_wishlist';
  /** As the log has it: only the order matters. */
  at: number;
}

export interface Shopper {
  user: string;
  /** Oldest first. */
  events: readonly LogEvent[];
}

export interface EventLog {
  /** The busiest first. */
  shoppers: readonly Shopper[];
  events: number;
  /** Rows without user, item or a known event, or of a product that the feed lacks. */
  skipped: number;
}

/** A log's rows say who did something. */
export const looksLikeLog = ([first]: readonly Row[]): boolean =>
  first !== undefined && field(first, USER) !== undefined;

/** @param knows whether the feed has the product */
export function readEventLog(rows: readonly Row[], knows: (item: string) => boolean): EventLog {
  const byUser = new Map<string, LogEvent[]>();
  let skipped = 0;
  for (const row of rows) {
    const user = field(row, USER);
    const item = String(field(row, ITEM) ?? '').trim();
    const name = EVENTS.get(
      String(field(row, EVENT) ?? 'view')
        .toLowerCase()
        .trim(),
    );
    if (user === undefined || name === undefined || !knows(item)) {
      skipped++;
      continue;
    }
    const event: LogEvent = { item, name, at: timeOf(field(row, TIME)) };
    const known = byUser.get(String(user));
    if (known) known.push(event);
    else byUser.set(String(user), [event]);
  }
  const shoppers = [...byUser].map(([user, events]) => ({ user, events: events.sort((a, b) => a.at - b.at) }));
  shoppers.sort((a, b) => b.events.length - a.events.length);
  return { shoppers, events: rows.length - skipped, skipped };
}

/** A number or a date; 0 where there is none, which keeps the file's order. */
function timeOf(value: unknown): number {
  const asNumber = Number(value ?? 0);
  if (Number.isFinite(asNumber)) return asNumber;
  const asDate = Date.parse(String(value));
  return Number.isFinite(asDate) ? asDate : 0;
}
