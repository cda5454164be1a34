import type { ProductId } from './product.ts';

/** What lists brought that have something in common. */
export interface ListFigures {
  lists: number;
  /** Products seen in them, once a list. */
  views: number;
  /** Products chosen from them, once a list. */
  clicks: number;
  /** Products put into the cart, each time. */
  carts: number;
  /** Products bought. */
  purchases: number;
  /** Their price by quantity. */
  value: number;
  /** Clicks by view; 0 where there was no view. */
  clickRate: number;
  /** Products bought by click; 0 where there was no click. */
  purchaseRate: number;
}

/** What lists brought, by what they were for and what made them so. */
export interface ListReport {
  /** Days of the first and the last event (UTC); empty where there is none. */
  from: string;
  to: string;
  events: number;
  /** The one that values are in: that of most purchases. Absent where no purchase names one. */
  currency?: string;
  /** Days within which a cart or a purchase is credited to the list in which the product was last chosen. */
  window: number;
  /** Of the whole shop: with what was bought without any list. */
  shop: Pick<ListFigures, 'carts' | 'purchases' | 'value'>;
  lists: ListFigures;
  /** Those that brought most come first. */
  placements: readonly (ListFigures & { name: string })[];
  /** Of products that a rule moved. */
  rules: readonly (ListFigures & { name: string })[];
  /** Of lists that belong to an experiment. */
  variants: readonly (ListFigures & { experiment: string; variant: string })[];
  /** What was left out or guessed, and why. */
  remarks: readonly string[];
}

export interface ReportOptions {
  /** Days within which a cart or a purchase is credited to a list, above 0. Default 7. */
  window?: number;
}

/** Events that a report is made of, by GA4's names. */
export const REPORTED_EVENTS = [
  'view_item_list',
  'select_item',
  'view_item',
  'add_to_cart',
  'purchase',
  'refund',
] as const;
export type ReportedEvent = (typeof REPORTED_EVENTS)[number];

/** One thing that the visitor did, as a GA4 event that says which list it is credited to: `gtag('event', name, params)`. */
export interface ReportEvent {
  name: ReportedEvent;
  /** When, in microseconds since 1970. */
  timestamp_micros: number;
  params: {
    /** Where all products are of one list. */
    item_list_id?: string;
    /** Its placement. */
    item_list_name?: string;
    /** Where the list belongs to an experiment. */
    experiment?: string;
    variant?: string;
    transaction_id?: string;
    currency?: string;
    /** Price by quantity of all products, where prices are known. */
    value?: number;
    items: readonly ReportItem[];
    /** Says that Vitrine knows it already: a stream that is connected passes it over. */
    event_source: 'vitrine';
  };
}

/** A product of such an event, in GA4's fields; `rule` and `team` are ours. */
export interface ReportItem {
  item_id: ProductId;
  item_list_id?: string;
  item_list_name?: string;
  experiment?: string;
  variant?: string;
  price?: number;
  quantity?: number;
  /** The shop's rule that moved it. */
  rule?: string;
  /** The same, where GA4's own reports look for it. */
  promotion_id?: string;
  /** The team of an interleaved list that picked it. */
  team?: string;
}
