import type { ProductId } from './product.ts';

/** What a visitor can do with a product, by GA4's names, and two names of our own: `dismiss` ("not this"), and `undo_dismiss`. */
export const INTERACTION_NAMES = [
  'select_item',
  'view_item',
  'add_to_cart',
  'remove_from_cart',
  'add_to_wishlist',
  'purchase',
  'refund',
  'dismiss',
  'undo_dismiss',
] as const;
export type InteractionName = (typeof INTERACTION_NAMES)[number];

/** One thing that a visitor did with one product. Models read these. */
export interface Interaction {
  /** Unique: an interaction that arrives several times with the same id is stored once. */
  id?: string;
  name: InteractionName;
  product: ProductId;
  /** Milliseconds since 1970. A time in the future is stored as now: order never depends on the clock. */
  at: number;
  /** Default 1. */
  quantity?: number;
  /** The id of the recommendation list it came from. */
  list?: string;
  /** Of a purchase or a refund, as the page told them: the price of one, the order, and the currency. */
  price?: number;
  transaction?: string;
  currency?: string;
}

/** An interaction as this browser's history stores it. */
export interface StoredInteraction extends Interaction {
  /** The order in which interactions were stored, from 1; never reused. The history is ordered by it. */
  seq: number;
  /** A run of interactions with no gap over 30 minutes. */
  session: number;
}

/** A run with no gap over this is one session. Milliseconds. */
export const SESSION_GAP_MS = 30 * 60 * 1000;
