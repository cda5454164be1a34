import { type Action, LATEST, ProductActivity, VisitorActivity } from '../../../engine/ranking/response/activity.ts';
import { writeFeatures } from '../../../engine/ranking/response/features.ts';
import { responseInputs } from '../../../pack/sections/response.ts';

/** What all visitors of a shop did, in order of time. */
export interface ShopEvent {
  visitor: number;
  item: number;
  action: Action;
  /** Milliseconds. */
  at: number;
}

/** A purchase within this time after a view of the product is that of the view. Milliseconds. */
export const PURCHASE_HORIZON_MS = 24 * 60 * 60 * 1000;

/**
 * Views of products that the visitor had not bought: what was known before, whether a purchase followed, and with each
 * some products that were not viewed then. A group is one view: its first row is the product viewed.
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

export interface ViewsWindow {
  /** Views from this time on are given; earlier ones only make histories. Default: all. Milliseconds */
  from?: number;
  /** Nothing from this time on is known; of its last day no view is given, since its purchase may be to come. */
  until: number;
}

export interface ProductView {
  event: ShopEvent;
  /** What the visitor did before. It goes on with the next view: what is needed of it is to be read at once. */
  visitor: VisitorActivity;
  /** Whether the visitor bought the product within the horizon. */
  bought: boolean;
}

/**
 * Replays what visitors did, and gives each view of a product that the visitor had not bought.
 * @param onEvent called after each event that is known
 */
export function* replayViews(
  events: readonly ShopEvent[],
  { from = Number.NEGATIVE_INFINITY, until }: ViewsWindow,
  onEvent: (event: ShopEvent) => void = () => undefined,
): Generator<ProductView> {
  const known = events.filter(({ at }) => at < until);
  const purchases = purchaseTimes(known);
  const visitors = new Map<number, VisitorActivity>();
  for (const event of known) {
    const { visitor: number, item, action, at } = event;
    const visitor = visitors.get(number) ?? new VisitorActivity();
    visitors.set(number, visitor);
    const isGiven = action === 'views' && at >= from && at < until - PURCHASE_HORIZON_MS;
    if (isGiven && (visitor.met.get(item)?.purchases ?? 0) === 0) {
      const times = purchases.get(pairOf(event)) ?? [];
      yield { event, visitor, bought: times.some((time) => time >= at && time < at + PURCHASE_HORIZON_MS) };
    }
    visitor.add(item, action, at);
    onEvent(event);
  }
}

export interface ExamplesPlan extends ViewsWindow {
  /** Of products as a pack would have them. Default: counted as time goes on, so that no count knows what it foretells. */
  products?: ProductActivity;
  items: number;
  /** Width of the vectors. */
  width: number;
  /** Products beside each one viewed, drawn evenly. */
  negatives: number;
  /** @returns an integer in [0, bound) */
  below: (bound: number) => number;
}

export function collectExamples(events: readonly ShopEvent[], plan: ExamplesPlan): ResponseExamples {
  const { items, width, negatives, below } = plan;
  const counted = new ProductActivity(items);
  const products = plan.products ?? counted;
  const perGroup = 1 + negatives;
  const inputs = responseInputs(width);
  const most = events.filter(({ action }) => action === 'views').length;
  const features = new Float32Array(most * perGroup * inputs);
  const rows = new Int32Array(most * perGroup);
  const latest = new Int32Array(most * LATEST);
  const labels: number[] = [];
  const visitors: number[] = [];
  const count = ({ item, action }: ShopEvent): void => counted.add(item, action);
  for (const { event, visitor, bought } of replayViews(events, plan, count)) {
    const group = labels.length;
    for (let row = group * perGroup; row < (group + 1) * perGroup; row++) {
      rows[row] = row === group * perGroup ? event.item : 1 + below(items);
      writeFeatures({ visitor, products, item: rows[row], now: event.at }, features, row * inputs);
    }
    latest.set(visitor.latest, group * LATEST);
    labels.push(bought ? 1 : 0);
    visitors.push(event.visitor);
  }
  const groups = labels.length;
  return {
    perGroup,
    features: features.subarray(0, groups * perGroup * inputs),
    items: rows.subarray(0, groups * perGroup),
    latest: latest.subarray(0, groups * LATEST),
    bought: Uint8Array.from(labels),
    visitors: Int32Array.from(visitors),
  };
}

const pairOf = ({ visitor, item }: ShopEvent): string => `${visitor} ${item}`;

function purchaseTimes(events: readonly ShopEvent[]): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const event of events) {
    if (event.action !== 'purchases') continue;
    const key = pairOf(event);
    times.set(key, [...(times.get(key) ?? []), event.at]);
  }
  return times;
}

/** Counts of products before a time. */
export function countProducts(events: readonly ShopEvent[], items: number, until: number): ProductActivity {
  const products = new ProductActivity(items);
  for (const { item, action, at } of events) if (at < until) products.add(item, action);
  return products;
}
