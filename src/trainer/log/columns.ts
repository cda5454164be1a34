import type { InteractionName } from '../../contract/interaction.ts';

/** The columns of an event log. */
export const COLUMNS = ['user', 'item', 'event', 'time', 'quantity'] as const;
export type Column = (typeof COLUMNS)[number];

/** Names under which shops and public data sets keep them; spelling is compared without case and punctuation. */
const ALIASES: Record<Column, readonly string[]> = {
  user: [
    'user',
    'userid',
    'visitor',
    'visitorid',
    'customer',
    'customerid',
    'shopper',
    'shopperid',
    'clientid',
    'userpseudoid',
    'member',
    'memberid',
    'uid',
    'reviewerid',
    'session',
    'sessionid',
  ],
  item: [
    'item',
    'itemid',
    'product',
    'productid',
    'sku',
    'stockcode',
    'asin',
    'parentasin',
    'iid',
    'movieid',
    'artistid',
  ],
  event: [
    'event',
    'eventname',
    'eventtype',
    'action',
    'behavior',
    'behaviour',
    'behaviortype',
    'interaction',
    'type',
    'name',
  ],
  time: [
    'ts',
    'time',
    'timestamp',
    'eventtime',
    'eventtimestamp',
    'at',
    'date',
    'datetime',
    'createdat',
    'invoicedate',
    'unixreviewtime',
  ],
  quantity: ['quantity', 'qty', 'count'],
};

/** Which field of a row holds which column: by these names, else by the usual ones. */
export function findColumns(fields: readonly string[], named: Partial<Record<Column, string>>) {
  const plain = fields.map((field) =>
    field
      .replace(/:\w+$/, '')
      .toLowerCase()
      .replace(/[^a-z]/g, ''),
  );
  const found: Partial<Record<Column, string>> = {};
  for (const column of COLUMNS) {
    const alias = ALIASES[column].find((name) => plain.includes(name));
    const field = named[column] ?? (alias === undefined ? undefined : fields[plain.indexOf(alias)]);
    if (field !== undefined) found[column] = field;
  }
  return found;
}

/** Event names of shops, GA4 and public logs, in our words; all others are refused. */
const EVENTS: Readonly<Record<string, InteractionName>> = {
  view: 'view_item',
  pv: 'view_item',
  detail: 'view_item',
  pageview: 'view_item',
  viewitem: 'view_item',
  productview: 'view_item',
  click: 'select_item',
  clk: 'select_item',
  selectitem: 'select_item',
  cart: 'add_to_cart',
  addtocart: 'add_to_cart',
  addcart: 'add_to_cart',
  fav: 'add_to_wishlist',
  favorite: 'add_to_wishlist',
  wishlist: 'add_to_wishlist',
  addtowishlist: 'add_to_wishlist',
  buy: 'purchase',
  order: 'purchase',
  purchase: 'purchase',
  transaction: 'purchase',
  conversion: 'purchase',
  removefromcart: 'remove_from_cart',
  refund: 'refund',
  dismiss: 'dismiss',
};

/** Events that show no interest in the product they name: it was shown, or found. */
const SHOWN = ['viewitemlist', 'impression', 'search'];

/** @returns `shown` for what shows no interest; `undefined` for what is not known */
export function readEventName(text: string): InteractionName | 'shown' | undefined {
  const plain = text.toLowerCase().replace(/[^a-z]/g, '');
  if (SHOWN.includes(plain)) return 'shown';
  return Object.hasOwn(EVENTS, plain) ? EVENTS[plain] : undefined;
}

/** Seconds up to this are seconds, not milliseconds: the year 5138, against 1973. */
const LARGEST_SECONDS = 1e11;

/** Unix seconds or milliseconds, or a date; one without a zone is UTC. @returns milliseconds, or NaN */
export function readTime(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && !Number.isNaN(number)) return Math.abs(number) < LARGEST_SECONDS ? number * 1000 : number;
  const local = /^\d{4}-\d\d-\d\d[ T][\d:.]+$/.test(value);
  return Date.parse(local ? `${value.replace(' ', 'T')}Z` : value);
}
