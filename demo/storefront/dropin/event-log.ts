import { field, type Row } from './table.ts';

/** Names of logs, and the interaction that each means. */
const EVENTS: Record<string, 'view_item' | 'add_to_cart' | 'purchase' | 'add_to_wishlist'> = {
  view: 'view_item',
  view_item: 'view_item',
  click: 'view_item',
  select_item: 'view_item',
  cart: 'add_to_cart',
  addtocart: 'add_to_cart',
  add_to_cart: 'add_to_cart',
  wishlist: 'add_to_wishlist',
  add_to_wishlist: 'add_to_wishlist',
  buy: 'purchase',
  transaction: 'purchase',
  purchase: 'purchase',
};

export interface LogEvent {
  item: string;
  name: 'view_item' | 'add_to_cart' | 'purchase' | 'add_to_wishlist';
  at: number;
}

export interface EventLog {
  /** Each shopper's events, oldest first; the busiest shopper first. */
  shoppers: readonly { user: string; events: readonly LogEvent[] }[];
  events: number;
  /** Rows without user, item or a known event, or of a product that the feed lacks. */
  skipped: number;
}

/** A log's rows say who did something with which product. */
export const looksLikeLog = (rows: readonly Row[]): boolean => {
  const [first] = rows;
  return first !== undefined && field(first, ['user', 'user_id', 'visitor', 'visitorid']) !== undefined;
};

export function readEventLog(rows: readonly Row[], knows: (item: string) => boolean): EventLog {
  const byUser = new Map<string, LogEvent[]>();
  let skipped = 0;
  for (const row of rows) {
    const user = field(row, ['user', 'user_id', 'visitor', 'visitorid']);
    const item = String(field(row, ['item', 'item_id', 'product', 'itemid']) ?? '').trim();
    const name =
      EVENTS[
        String(field(row, ['event', 'name', 'type']) ?? 'view')
          .toLowerCase()
          .trim()
      ];
    if (user === undefined || name === undefined || !knows(item)) {
      skipped++;
      continue;
    }
    const event: LogEvent = { item, name, at: timeOf(field(row, ['ts', 'timestamp', 'time', 'at', 'date'])) };
    const known = byUser.get(String(user));
    if (known) known.push(event);
    else byUser.set(String(user), [event]);
  }
  const shoppers = [...byUser].map(([user, events]) => ({ user, events: events.sort((a, b) => a.at - b.at) }));
  shoppers.sort((a, b) => b.events.length - a.events.length);
  return { shoppers, events: rows.length - skipped, skipped };
}

/** Seconds, milliseconds or a date; 0 where there is none, which keeps the file's order. */
function timeOf(value: unknown): number {
  if (value === undefined) return 0;
  const asNumber = Number(value);
  if (Number.isFinite(asNumber)) return asNumber;
  const asDate = Date.parse(String(value));
  return Number.isFinite(asDate) ? asDate : 0;
}
