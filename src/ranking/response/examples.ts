import { type Deed, LATEST, ProductActivity, VisitorActivity } from './activity.ts';
import { writeFeatures } from './features.ts';
import { inputWidth } from './network.ts';

/** What all visitors of a shop did, in order of time. */
export interface ShopEvent {
  visitor: number;
  item: number;
  deed: Deed;
  /** Milliseconds. */
  at: number;
}

/** A purchase within this time after a look at the product is the look's. Milliseconds. */
export const PURCHASE_HORIZON_MS = 24 * 60 * 60 * 1000;

/**
 * Looks at products that the visitor had not bought: what was known before, whether a purchase followed, and with each
 * some products that were not looked at then. A group is one look: its first row is the product looked at.
 */
export interface ResponseExamples {
  /** Rows of a group. */
  perGroup: number;
  /** The vectors' columns are left 0. [groups × perGroup, inputs] */
  features: Float32Array;
  /** [groups × perGroup] */
  items: Int32Array;
  /** The visitor's latest products, 0 where there were fewer. [groups, LATEST] */
  latest: Int32Array;
  /** 1 where the visitor bought the product within the horizon. [groups] */
  bought: Uint8Array;
  /** [groups] */
  visitors: Int32Array;
}

export interface ExamplesPlan {
  /** Looks from this time on are told of; earlier ones only make histories. Default: all. */
  from?: number;
  /** Nothing from this time on is known; of its last day no look is told of, since its purchase may be to come. */
  until: number;
  /** Of products as a pack would have them. Default: counted as time goes on, so that no count knows what it foretells. */
  products?: ProductActivity;
  items: number;
  /** Width of the vectors. */
  width: number;
  /** Products beside each one looked at, drawn evenly. */
  negatives: number;
  /** @returns an integer in [0, bound) */
  below: (bound: number) => number;
}

export function collectExamples(events: readonly ShopEvent[], plan: ExamplesPlan): ResponseExamples {
  const { from = Number.NEGATIVE_INFINITY, until, items, width, negatives, below } = plan;
  const known = events.filter(({ at }) => at < until);
  const products = plan.products ?? new ProductActivity(items);
  const visitors = new Map<number, VisitorActivity>();
  const purchases = purchaseTimes(known);
  const perGroup = 1 + negatives;
  const inputs = inputWidth(width);
  const isTold = ({ deed, at }: ShopEvent): boolean =>
    deed === 'views' && at >= from && at < until - PURCHASE_HORIZON_MS;
  const most = known.filter(isTold).length;
  const examples: ResponseExamples = {
    perGroup,
    features: new Float32Array(most * perGroup * inputs),
    items: new Int32Array(most * perGroup),
    latest: new Int32Array(most * LATEST),
    bought: new Uint8Array(most),
    visitors: new Int32Array(most),
  };
  let groups = 0;
  for (const event of known) {
    const { visitor: number, item, deed, at } = event;
    const visitor = visitors.get(number) ?? new VisitorActivity();
    visitors.set(number, visitor);
    if (isTold(event) && (visitor.met.get(item)?.purchases ?? 0) === 0) {
      for (let i = 0; i < perGroup; i++) {
        const row = groups * perGroup + i;
        examples.items[row] = i === 0 ? item : 1 + below(items);
        writeFeatures({ visitor, products, item: examples.items[row], now: at }, examples.features, row * inputs);
      }
      examples.latest.set(visitor.latest, groups * LATEST);
      const times = purchases.get(`${number} ${item}`) ?? [];
      examples.bought[groups] = times.some((time) => time >= at && time < at + PURCHASE_HORIZON_MS) ? 1 : 0;
      examples.visitors[groups] = number;
      groups++;
    }
    visitor.add(item, deed, at);
    if (plan.products === undefined) products.add(item, deed);
  }
  return {
    perGroup,
    features: examples.features.subarray(0, groups * perGroup * inputs),
    items: examples.items.subarray(0, groups * perGroup),
    latest: examples.latest.subarray(0, groups * LATEST),
    bought: examples.bought.subarray(0, groups),
    visitors: examples.visitors.subarray(0, groups),
  };
}

function purchaseTimes(events: readonly ShopEvent[]): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const { visitor, item, deed, at } of events) {
    if (deed !== 'purchases') continue;
    const key = `${visitor} ${item}`;
    times.set(key, [...(times.get(key) ?? []), at]);
  }
  return times;
}

/** Counts of products before a time. */
export function countProducts(events: readonly ShopEvent[], items: number, until: number): ProductActivity {
  const products = new ProductActivity(items);
  for (const { item, deed, at } of events) if (at < until) products.add(item, deed);
  return products;
}
