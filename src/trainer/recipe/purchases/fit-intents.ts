import { SESSION_GAP_MS } from '../../../contract/interaction.ts';
import { purchaseIntents } from '../../../engine/placements/purchase-intents.ts';
import { repurchaseScores } from '../../../engine/placements/repurchase.ts';
import type { IntentOptions } from '../../../pack/sections/response.ts';
import type { ShopEvent } from '../../fit/response/examples.ts';

/** One purchase, and what the visitor had done before it, oldest first: at least one thing. */
export interface NextPurchase {
  visitor: number;
  item: number;
  before: readonly ShopEvent[];
}

/** Scores of the products that a visitor met; what comes first is the likeliest purchase. */
export type IntentScores = (before: readonly ShopEvent[]) => ReadonlyMap<number, number>;

const LIST = 10;
/** Fewer purchases choose by chance. */
const FEWEST = 50;
const DECAYS = [0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99];
const CARTS = [1, 2, 4, 8, 16, 32];
const BOUGHT = [0.001, 0.02, 0.1, 0.5, 1];

/** Purchases of this time, each asked from all that its visitor had done before it. */
export function nextPurchases(events: readonly ShopEvent[], from: number, until: number): NextPurchase[] {
  const known = new Map<number, ShopEvent[]>();
  const purchases: (NextPurchase & { before: ShopEvent[]; length: number })[] = [];
  for (const event of events) {
    if (event.at >= until) break;
    const before = known.get(event.visitor) ?? [];
    known.set(event.visitor, before);
    if (event.action === 'purchases' && event.at >= from && before.length > 0)
      purchases.push({ visitor: event.visitor, item: event.item, before, length: before.length });
    before.push(event);
  }
  return purchases.map(({ visitor, item, before, length }) => ({ visitor, item, before: before.slice(0, length) }));
}

/** NDCG@10 of each purchase, among all products: one that the visitor had not met is not found. Ties count against us. */
export function ndcgOf(purchases: readonly NextPurchase[], scores: IntentScores): number[] {
  return purchases.map(({ item, before }) => {
    const own = scores(before);
    const score = own.get(item) ?? 0;
    if (score <= 0) return 0;
    let place = 0;
    for (const other of own.values()) if (other >= score) place++;
    return place <= LIST ? 1 / Math.log2(place + 1) : 0;
  });
}

/** Whatever was done counts alike; only the decay is chosen. */
export const fitWithoutActions = (purchases: readonly NextPurchase[]): IntentOptions =>
  bestOf(
    purchases,
    DECAYS.map((decay) => ({ decay, carts: 1, bought: 1 })),
  );

/** Each action counts by its strength. */
export const fitIntents = (purchases: readonly NextPurchase[]): IntentOptions =>
  bestOf(
    purchases,
    DECAYS.flatMap((decay) => CARTS.flatMap((carts) => BOUGHT.map((bought) => ({ decay, carts, bought })))),
  );

export const scoresBy =
  (options: IntentOptions): IntentScores =>
  (before) =>
    purchaseIntents(before, options);

/** What the page shows without having learned anything: what was bought, by how often and how lately; then the latest looks. */
export const scoresUnlearned: IntentScores = (before) => {
  let order = 0;
  const purchases = before.flatMap(({ item, action, at }, i) => {
    if (i > 0 && at - before[i - 1].at > SESSION_GAP_MS) order++;
    return action === 'purchases' ? [{ item, order }] : [];
  });
  const scores = new Map<number, number>();
  for (const [i, { item, action }] of before.entries()) if (action !== 'purchases') scores.set(item, i / before.length);
  // Above any look, which is below 1.
  for (const [item, score] of repurchaseScores(purchases)) scores.set(item, 1 + score);
  return scores;
};

/** Learned options, where they order the purchases of this time better than the page would without them. */
export function betterIntents(events: readonly ShopEvent[], from: number, until: number): IntentOptions | undefined {
  const purchases = nextPurchases(events, from, until);
  if (purchases.length < FEWEST) return undefined;
  const options = fitIntents(purchases);
  const gained = mean(ndcgOf(purchases, scoresBy(options))) - mean(ndcgOf(purchases, scoresUnlearned));
  return gained > 0 ? options : undefined;
}

/** Of equal ones the first. */
function bestOf(purchases: readonly NextPurchase[], tried: readonly IntentOptions[]): IntentOptions {
  let [best, highest] = [tried[0], Number.NEGATIVE_INFINITY];
  for (const options of tried) {
    const reached = mean(ndcgOf(purchases, scoresBy(options)));
    if (reached > highest) [best, highest] = [options, reached];
  }
  return best;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
