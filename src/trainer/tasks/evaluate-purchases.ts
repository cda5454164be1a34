import { createResponseModel } from '../../engine/ranking/response/response-model.ts';
import { Random } from '../../learning/training/random.ts';
import type { PackSection } from '../../pack/pack.ts';
import { estimate } from '../evaluation/metrics/estimate.ts';
import type { ShopLog } from '../log/shop-log.ts';
import { SEEDS } from '../options/common-options.ts';
import { type Given, resolveOptions } from '../options/option.ts';
import { learnResponses } from '../recipe/purchases/fit-response-model.ts';
import {
  measureHeldOut,
  measurePredictions,
  type PurchaseMeasures,
  predictPurchases,
} from '../recipe/purchases/measure-purchases.ts';
import type { RunContext } from '../run-context.ts';

/** Share of the events before the test. */
const TEST = 0.8;

interface PurchaseRun extends PurchaseMeasures {
  seed: number;
  /** Of the pack's section. */
  bytes: number;
  heldOut?: ReturnType<typeof measureHeldOut>;
}

export type PurchaseReport = Awaited<ReturnType<typeof evaluatePurchases>>;

/**
 * Purchase probability: learned before a cut in time, asked after it at each view of a product. Where a log keeps purchases
 * apart, also whether these rank above what the visitor never met.
 * @throws VitrineError `bad-options` where the log has too few purchases; `aborted`
 */
export async function evaluatePurchases(log: ShopLog, given: Given<typeof SEEDS>, run: RunContext) {
  const seeds = resolveOptions(SEEDS, given).seeds ?? [run.seed];
  const { events, productIds, heldOut } = log;
  const items = productIds.length;
  const timeAt = (share: number): number => events[Math.floor((events.length - 1) * share)].at;
  const cut = timeAt(TEST);
  const runs: PurchaseRun[] = [];
  for (const seed of seeds) {
    const { section } = await learnResponses(log, productIds, cut, { ...run, seed });
    const predicted = predictPurchases(events, createResponseModel(section, items), items, cut);
    runs.push({ seed, bytes: bytesOf(section), ...measurePredictions(predicted), ...(await heldOutOf(seed)) });
  }
  const [{ looks, bought, bytes, baselines }] = runs;
  const over = Object.keys(runs[0].metrics).map(
    (name) => [name, estimate(runs.map(({ metrics }) => metrics[name]))] as const,
  );
  return {
    task: 'purchase',
    protocol: 'time-split',
    model: 'response',
    seed: seeds[0],
    cases: looks,
    bought,
    metrics: Object.fromEntries(over.map(([name, { mean }]) => [name, mean])),
    ...(runs.length > 1 && {
      betweenRuns: Object.fromEntries(over.map(([name, { interval }]) => [name, interval])),
    }),
    baselines,
    bytes,
    runs,
  };

  async function heldOutOf(seed: number) {
    if (heldOut.length === 0) return {};
    const { section } = await learnResponses(log, productIds, undefined, { ...run, seed });
    const model = createResponseModel(section, items);
    const random = new Random(seed, 1);
    return { heldOut: measureHeldOut(events, heldOut, model, items, (bound) => random.below(bound)) };
  }
}

function bytesOf({ tensors }: PackSection): number {
  return Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
}
