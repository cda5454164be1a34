import { VitrineError } from '../../contract/errors.ts';
import { BASKET, type BasketOptions, type Purchase, usualBasket } from '../../engine/placements/repurchase.ts';
import { pairedDifference } from '../evaluation/difference.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { estimate } from '../evaluation/metrics/estimate.ts';
import { roundedDifference } from '../figures.ts';
import { basketsOf } from '../fit/baskets.ts';
import { type RunContext, runStep } from '../run-context.ts';

export type BasketReport = Awaited<ReturnType<typeof evaluateBasket>>;

const LIST = 10;
/** Tried on each shopper's order before the last. */
const TRIED: readonly BasketOptions[] = [0.9, 0.95, 1].flatMap((decay) =>
  [0.01, 1, 2, 3].map((favourites) => ({ decay, favourites })),
);
/** Own products by how often they were bought, equal ones by favour; then favourites. */
const BASELINE: BasketOptions = { decay: 1, favourites: 1e-6 };

/** Of each shopper. */
interface Orders {
  shopper: number;
  /** Oldest first. */
  orders: readonly (readonly number[])[];
}

/**
 * Next basket: each shopper's last order, asked from those before it, among all products; bought ones may come again. What the
 * page serves for an empty cart, against the plain strong baseline.
 * @throws VitrineError `bad-options` where no shopper has two orders; `aborted`
 */
export async function evaluateBasket({ log }: { log: InteractionLog }, run: RunContext) {
  const all = ordersOf(log).filter(({ orders }) => orders.length > 1);
  if (all.length === 0) {
    throw new VitrineError('bad-options', 'No shopper of the log has two orders.', {
      remedy: 'Give a log of orders with times, or with --columns time=THE_COLUMN_OF_ORDER_NUMBERS.',
    });
  }
  const earlier = all.map(({ shopper, orders }) => ({ shopper, orders: orders.slice(0, -1) }));
  const validation = await runStep(run, 'validate', async (step) => {
    const tried = [];
    for (const [i, options] of TRIED.entries()) {
      const { recall, ndcg } = measure(
        earlier.filter(({ orders }) => orders.length > 1),
        options,
      );
      tried.push({ ...options, recall: mean(recall), ndcg: mean(ndcg) });
      await step(i + 1, TRIED.length);
    }
    return tried;
  });
  const ours = measure(all, BASKET);
  const theirs = measure(all, BASELINE);
  const shoppers = all.map(({ shopper }) => shopper);
  return {
    task: 'basket',
    protocol: 'last order of each shopper, from those before it',
    cases: all.length,
    options: BASKET,
    validation,
    metrics: { [`recall@${LIST}`]: mean(ours.recall), [`ndcg@${LIST}`]: mean(ours.ndcg) },
    baseline: { [`recall@${LIST}`]: mean(theirs.recall), [`ndcg@${LIST}`]: mean(theirs.ndcg) },
    differences: {
      [`recall@${LIST}`]: roundedDifference(pairedDifference(ours.recall, theirs.recall, shoppers)),
      [`ndcg@${LIST}`]: roundedDifference(pairedDifference(ours.ndcg, theirs.ndcg, shoppers)),
    },
  };
}

function ordersOf(log: InteractionLog): Orders[] {
  const byShopper = new Map<number, { at: number; items: readonly number[] }[]>();
  for (const { shopper, items, at } of basketsOf(log)) {
    byShopper.set(shopper, [...(byShopper.get(shopper) ?? []), { items, at }]);
  }
  return Array.from(byShopper, ([shopper, orders]) => ({
    shopper,
    orders: orders.sort((a, b) => a.at - b.at).map(({ items }) => items),
  }));
}

/** The last order of each shopper is asked; what is popular is counted in those before. */
function measure(shoppers: readonly Orders[], options: BasketOptions): { recall: number[]; ndcg: number[] } {
  const counts = new Map<number, number>();
  for (const { orders } of shoppers) {
    for (const item of orders.slice(0, -1).flat()) counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const popularity = new Map(
    [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([item, count]) => [item, count / most]),
  );
  const recall: number[] = [];
  const ndcg: number[] = [];
  for (const { orders } of shoppers) {
    const history = orders.slice(0, -1).flatMap((items, order): Purchase[] => items.map((item) => ({ item, order })));
    const list = [...usualBasket(history, popularity, options)]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, LIST);
    const wanted = new Set(orders.at(-1));
    const gains = list.map(([item], place) => (wanted.has(item) ? 1 / Math.log2(place + 2) : 0));
    const ideal = Array.from({ length: Math.min(LIST, wanted.size) }, (_, place) => 1 / Math.log2(place + 2));
    recall.push(gains.filter((gain) => gain > 0).length / wanted.size);
    ndcg.push(sum(gains) / sum(ideal));
  }
  return { recall, ndcg };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => Number(estimate(values).mean.toFixed(6));
