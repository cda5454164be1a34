import { VitrineError } from '../../../contract/errors.ts';
import type { ProductId } from '../../../contract/product.ts';
import { type Calibration, type ResponseWeights, sigmoid } from '../../../engine/ranking/response/network.ts';
import { saveResponseModel } from '../../../engine/ranking/response/response-model.ts';
import { Random } from '../../../learning/training/random.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { logLoss } from '../../evaluation/metrics/probabilities.ts';
import { calibrate } from '../../fit/response/calibrate.ts';
import { collectExamples, countProducts, type ShopEvent } from '../../fit/response/examples.ts';
import { fitResponse, RESPONSE_DEFAULTS } from '../../fit/response/fit-response.ts';
import { logitsOf } from '../../fit/response/response-logits.ts';
import type { ShopLog } from '../../log/shop-log.ts';
import { type RunContext, runStep } from '../../run-context.ts';
import { betterIntents } from './fit-intents.ts';

/** Products drawn beside each one looked at. */
const NEGATIVES = 4;
/** Fewer purchases than this to learn from, or to calibrate on, give chances that are none. */
const FEWEST_PURCHASES = 50;

/** What shoppers did, with products of a pack by row. */
interface ResponseLog {
  events: readonly ShopEvent[];
  items: number;
  cuts: ResponseCuts;
}

/** What a log taught of responses. */
export interface LearnedResponses {
  /** The section `response` of a pack. */
  section: PackSection;
  /** The same as it was before it knew, of products, what came from `validation` on. */
  tuned: PackSection;
  /** Milliseconds. What came then or later taught the weights nothing. */
  validation: number;
}

/** Where the time of a log is cut. Milliseconds. */
interface ResponseCuts {
  /** Learned from before this; looks from here on choose the epoch and calibrate. */
  validation: number;
  /** What is later is not there. */
  end: number;
}

/**
 * Learns click and purchase probability from what came before `validation`, chooses the epoch and calibrates on what came
 * after, and saves it with the counts of products at the end, and with what actions say of the next purchase where that orders
 * what a visitor met better than the page would without it.
 * @returns undefined where there are too few purchases
 */
async function fitResponseModel(
  { events, items, cuts }: ResponseLog,
  seed: number,
  onStep: (done: number, total: number) => Promise<void>,
): Promise<LearnedResponses | undefined> {
  const random = new Random(seed);
  const plan = {
    items,
    width: RESPONSE_DEFAULTS.width,
    negatives: NEGATIVES,
    below: (most: number) => random.below(most),
  };
  const teaching = collectExamples(events, { ...plan, until: cuts.validation });
  const products = countProducts(events, items, cuts.validation);
  const kept = collectExamples(events, { ...plan, from: cuts.validation, until: cuts.end, products });
  if ([teaching, kept].some(({ bought }) => bought.filter((one) => one === 1).length < FEWEST_PURCHASES))
    return undefined;

  let best: { loss: number; weights: ResponseWeights; click: Calibration; purchase: Calibration } | undefined;
  await fitResponse(teaching, items, { ...RESPONSE_DEFAULTS, seed }, async (epoch, weights) => {
    const { clicks, purchases } = logitsOf(weights, kept);
    const labels = clicks.map((_, row) => (row % kept.perGroup === 0 ? 1 : 0));
    const click = calibrate(clicks, labels, (row) => (labels[row] === 1 ? 1 : items / NEGATIVES));
    const purchase = calibrate(purchases, kept.bought);
    const loss =
      relativeLoss(purchases, kept.bought, purchase) + relativeLoss(clicks, labels, calibrate(clicks, labels));
    if (best === undefined || loss < best.loss) best = { loss, weights, click, purchase };
    await onStep(epoch + 1, RESPONSE_DEFAULTS.epochs);
  });
  const { weights, click, purchase } = best!;
  const intents = betterIntents(events, cuts.validation, cuts.end);
  const chances = { click, purchase };
  return {
    section: saveResponseModel(weights, countProducts(events, items, cuts.end), chances, intents),
    tuned: saveResponseModel(weights, products, chances),
    validation: cuts.validation,
  };
}

/** Share of a log's events that are learned from; its end chooses the epoch and calibrates. */
const TEACHING = 0.9;

/**
 * @param packIds products of the pack, in order of row: others are left out
 * @param until leave out what came then or later. Milliseconds
 * @throws VitrineError `bad-options` where the log has too few purchases
 */
export async function learnResponses(
  { events, productIds }: ShopLog,
  packIds: readonly ProductId[],
  until: number | undefined,
  run: RunContext,
): Promise<LearnedResponses> {
  const rowOf = new Map(packIds.map((id, i) => [id, i + 1]));
  const rows = productIds.map((id) => rowOf.get(id) ?? 0);
  const end = until ?? Number.POSITIVE_INFINITY;
  const known = events
    .map((event) => ({ ...event, item: rows[event.item - 1] }))
    .filter(({ item, at }) => item > 0 && at < end);
  const validation = known[Math.floor((known.length - 1) * TEACHING)]?.at ?? 0;
  const learned = { events: known, items: packIds.length, cuts: { validation, end } };
  const responses = await runStep(run, 'learn responses', (step) => fitResponseModel(learned, run.seed, step));
  if (responses !== undefined) return responses;
  throw new VitrineError('bad-options', 'The log has too few purchases to learn from.', {
    remedy: 'Give a longer log, with views and the purchases that followed them.',
  });
}

/** Log-loss against that of stating the mean for all. */
function relativeLoss(logits: Float32Array, labels: ArrayLike<number>, { slope, intercept }: Calibration): number {
  const chances = logits.map((logit) => sigmoid(slope * logit + intercept));
  const mean = Array.from(labels).reduce((a, b) => a + b, 0) / labels.length;
  return logLoss(chances, labels) / logLoss(new Float32Array(labels.length).fill(mean), labels);
}
