import { type ProductActivity, VisitorActivity } from '../../../engine/ranking/response/activity.ts';
import type { ResponseModel } from '../../../engine/ranking/response/response-model.ts';
import { auc, groupedAuc } from '../../evaluation/metrics/auc.ts';
import { type Estimate, groupedEstimate } from '../../evaluation/metrics/estimate.ts';
import {
  expectedCalibrationError,
  logLoss,
  type ReliabilityBin,
  reliability,
} from '../../evaluation/metrics/probabilities.ts';
import { countProducts, replayViews, type ShopEvent } from '../../fit/response/examples.ts';

/** Views of products, what was predicted of each, and what became of it. */
export interface PredictedViews {
  visitors: number[];
  /** 1 where the visitor bought the product within the horizon. */
  bought: number[];
  /** Parallel to `visitors`, by what predicted: the model, and what it has to beat. Probabilities, but for `popular`. */
  scores: { model: number[]; popular: number[]; rate: number[] };
}

/** Views from which a product's own rate starts, at the rate of all. */
const PRIOR_VIEWS = 20;

/**
 * Replays a log, and asks at each view from `from` on (at a product that the visitor had not bought) how likely the
 * purchase is. Beside the model stand the product's popularity, by purchases, and its smoothed purchase rate, both
 * counted before `from`.
 */
export function predictPurchases(
  events: readonly ShopEvent[],
  model: ResponseModel,
  items: number,
  from: number,
): PredictedViews {
  const products = countProducts(events, items, from);
  const predicted: PredictedViews = { visitors: [], bought: [], scores: { model: [], popular: [], rate: [] } };
  const { visitors, bought, scores } = predicted;
  const end = events[events.length - 1].at;
  for (const { event, visitor, bought: wasBought } of replayViews(events, { from, until: end })) {
    const { item, at } = event;
    visitors.push(event.visitor);
    bought.push(wasBought ? 1 : 0);
    scores.model.push(model.chances(visitor, [item], at).purchase[0]);
    scores.popular.push(products.of(item, 'purchases'));
    scores.rate.push(purchaseRate(products, item));
  }
  return predicted;
}

function purchaseRate(products: ProductActivity, item: number): number {
  const overall = products.total.purchases / products.total.views;
  const rate = (products.of(item, 'purchases') + PRIOR_VIEWS * overall) / (products.of(item, 'views') + PRIOR_VIEWS);
  return Math.min(1, rate);
}

export interface PurchaseMeasures {
  looks: number;
  bought: number;
  /** `gauc`, `auc`, `log-loss` and `ece`. */
  metrics: Record<string, number>;
  baselines: Record<string, Record<string, number>>;
  /** Of GAUC, to each baseline; paired by visitor. */
  differences: Record<string, Estimate>;
  reliability: ReliabilityBin[];
}

/** How well purchases were predicted; of scores that are no probabilities, only the order is measured. */
export function measurePredictions({ visitors, bought, scores }: PredictedViews): PurchaseMeasures {
  const order = (own: number[]): Record<string, number> => ({
    gauc: groupedAuc(own, bought, visitors).gauc,
    auc: auc(own, bought),
  });
  const chances = (own: number[]): Record<string, number> => ({
    ...order(own),
    'log-loss': logLoss(own, bought),
    ece: expectedCalibrationError(own, bought),
  });
  const mean = bought.reduce((a, b) => a + b, 0) / bought.length;
  const constant = bought.map(() => mean);
  return {
    looks: bought.length,
    bought: bought.reduce((a, b) => a + b, 0),
    metrics: chances(scores.model),
    baselines: {
      popular: order(scores.popular),
      'purchase-rate': chances(scores.rate),
      constant: { 'log-loss': logLoss(constant, bought) },
    },
    differences: {
      popular: gaucDifference(scores.model, scores.popular, bought, visitors),
      'purchase-rate': gaucDifference(scores.model, scores.rate, bought, visitors),
    },
    reliability: reliability(scores.model, bought),
  };
}

/** Each visitor weighs as much as they have views. */
function gaucDifference(ours: number[], theirs: number[], labels: number[], visitors: number[]): Estimate {
  const [own, other] = [ours, theirs].map((scores) => groupedAuc(scores, labels, visitors).groups);
  const differences = own.flatMap(({ auc, size }, group) => Array<number>(size).fill(auc - other[group].auc));
  const groups = own.flatMap(({ size }, group) => Array<number>(size).fill(group));
  return groupedEstimate(differences, groups);
}

/**
 * Products that each held-out purchase is compared with, drawn evenly: of AUC this estimates the whole without bias.
 */
const RIVALS = 1000;

/**
 * Held-out purchases of products that the visitor never met, against products drawn from all that the visitor never met,
 * by the chance of turning to a product times that of buying it then. The moment asked about is that of the visitor's
 * latest action.
 */
export function measureHeldOut(
  events: readonly ShopEvent[],
  heldOut: readonly { visitor: number; item: number }[],
  model: ResponseModel,
  items: number,
  below: (bound: number) => number,
) {
  const products = countProducts(events, items, Number.POSITIVE_INFINITY);
  const visitors = new Map<number, VisitorActivity>();
  for (const { visitor, item, action, at } of events) {
    const activity = visitors.get(visitor) ?? new VisitorActivity();
    visitors.set(visitor, activity);
    activity.add(item, action, at);
  }
  const aucs = { model: [] as number[], popular: [] as number[] };
  for (const { visitor: number, item } of heldOut) {
    const visitor = visitors.get(number);
    if (visitor === undefined) continue;
    const rivals: number[] = [];
    while (rivals.length < RIVALS) {
      const rival = 1 + below(items);
      if (rival !== item && !visitor.met.has(rival)) rivals.push(rival);
    }
    const asked = [item, ...rivals];
    const labels = asked.map((_, i) => (i === 0 ? 1 : 0));
    const { click, purchase } = model.chances(visitor, asked, visitor.latestAt);
    aucs.model.push(
      auc(
        click.map((chance, i) => chance * purchase[i]),
        labels,
      ),
    );
    aucs.popular.push(
      auc(
        asked.map((rival) => products.of(rival, 'purchases')),
        labels,
      ),
    );
  }
  const each = (values: number[]): Estimate =>
    groupedEstimate(
      values,
      values.map((_, i) => i),
    );
  return {
    cases: aucs.model.length,
    gauc: each(aucs.model),
    popular: each(aucs.popular),
    difference: each(aucs.model.map((value, i) => value - aucs.popular[i])),
  };
}
