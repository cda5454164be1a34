import { type InteractionName, SESSION_GAP_MS } from '../../../contract/interaction.ts';

/** What counts of a response: interactions by how serious they are. */
export type Action = 'views' | 'carts' | 'purchases';

const ACTIONS: Partial<Record<InteractionName, Action>> = {
  select_item: 'views',
  view_item: 'views',
  add_to_cart: 'carts',
  add_to_wishlist: 'carts',
  purchase: 'purchases',
};

/** Undefined for what is no response: being shown, searching, taking back. */
export function actionOf(name: InteractionName): Action | undefined {
  return ACTIONS[name];
}

export type Counts = Record<Action, number>;

/** How often each product was viewed, put into a cart and bought; saturates at 65,535. */
export class ProductActivity {
  readonly views: Uint16Array;
  readonly carts: Uint16Array;
  readonly purchases: Uint16Array;
  readonly total: Counts = { views: 0, carts: 0, purchases: 0 };

  /** @param counts of another time, taken over; default none. Each [items + 1], row 0 is padding */
  constructor(items: number, counts?: Record<Action, Uint16Array>) {
    this.views = counts?.views ?? new Uint16Array(items + 1);
    this.carts = counts?.carts ?? new Uint16Array(items + 1);
    this.purchases = counts?.purchases ?? new Uint16Array(items + 1);
    for (const action of ['views', 'carts', 'purchases'] as const) {
      this.total[action] = this[action].reduce((a, b) => a + b, 0);
    }
  }

  get items(): number {
    return this.views.length - 1;
  }

  /** Rows that it does not know are passed over. */
  add(item: number, action: Action): void {
    if (item > this.items || this[action][item] === 65_535) return;
    this[action][item]++;
    this.total[action]++;
  }

  /** Products that only the feed has were never met. */
  of(item: number, action: Action): number {
    return item <= this.items ? this[action][item] : 0;
  }
}

/** What one visitor did with one product. */
export interface ItemActivity extends Counts {
  /** Milliseconds, of the latest action. */
  at: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Items of which the visitor's taste is made. */
export const LATEST = 10;

/** What one visitor did, one interaction at a time. */
export class VisitorActivity {
  readonly total: Counts = { views: 0, carts: 0, purchases: 0 };
  /** Of the running session. */
  readonly session: Counts = { views: 0, carts: 0, purchases: 0 };
  readonly met = new Map<number, ItemActivity>();
  /** Latest first, each once, at most `LATEST`. */
  latest: number[] = [];
  /** Days on which anything was done. */
  days = 0;
  /** Milliseconds; −∞ before the first action. */
  latestAt = Number.NEGATIVE_INFINITY;

  /** As if the product had been looked at only. */
  takeBackPurchase(item: number): void {
    const own = this.met.get(item);
    if (own === undefined || own.purchases === 0) return;
    own.purchases--;
    this.total.purchases--;
  }

  add(item: number, action: Action, at: number): void {
    if (at - this.latestAt > SESSION_GAP_MS) Object.assign(this.session, { views: 0, carts: 0, purchases: 0 });
    if (Math.floor(at / DAY_MS) !== Math.floor(this.latestAt / DAY_MS)) this.days++;
    this.latestAt = at;
    this.total[action]++;
    this.session[action]++;
    const own = this.met.get(item) ?? { views: 0, carts: 0, purchases: 0, at };
    own[action]++;
    own.at = at;
    this.met.set(item, own);
    if (this.latest[0] !== item)
      this.latest = [item, ...this.latest.filter((other) => other !== item)].slice(0, LATEST);
  }
}
