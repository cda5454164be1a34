import { createResponseModel } from '../../src/engine/ranking/response/response-model.ts';
import { Random } from '../../src/learning/training/random.ts';
import type { PackSection } from '../../src/pack/pack.ts';
import { estimate } from '../../src/trainer/evaluation/metrics/estimate.ts';
import { readShopLog } from '../../src/trainer/log/shop-events.ts';
import type { LogHints } from '../../src/trainer/log/understanding.ts';
import { learnResponses } from '../../src/trainer/recipe/purchases/fit-response-model.ts';
import {
  foretellLooks,
  measureHeldOut,
  measureLooks,
  type PurchaseMeasures,
} from '../../src/trainer/recipe/purchases/measure-purchases.ts';
import { createProgress } from '../progress.ts';
import { tell } from './data.ts';

/** Share of the events before the test. */
const TEST = 0.8;

interface PurchaseRun extends PurchaseMeasures {
  seed: number;
  /** Of the pack's section. */
  bytes: number;
  heldOut?: ReturnType<typeof measureHeldOut>;
}

/** What `vitrine evaluate --task purchase` tells. */
export type PurchaseReport = Awaited<ReturnType<typeof evaluatePurchases>>;

/**
 * Purchase probability: learned before a cut in time, asked after it at each look at a product. Where a folder keeps
 * purchases apart, also whether these rank above what the visitor never met.
 */
export async function evaluatePurchases(data: string, hints: LogHints, seeds: readonly number[]) {
  const shop = await readShopLog(data, hints);
  const { events, productIds, shopperIds, heldOut, report } = shop;
  tell(`${data}: ${events.length} views, carts and purchases of ${shopperIds.length} shoppers`);
  for (const line of report.lines()) tell(`  ${line}`);
  const items = productIds.length;
  const timeAt = (share: number): number => events[Math.floor((events.length - 1) * share)].at;
  const cut = timeAt(TEST);
  const progress = createProgress();
  const runs: PurchaseRun[] = [];
  for (const seed of seeds) {
    const section = await learnResponses(shop, productIds, cut, seed, progress);
    const looks = foretellLooks(events, createResponseModel(section, items), items, cut);
    runs.push({ seed, bytes: bytesOf(section), ...measureLooks(looks), ...(await heldOutOf(seed)) });
  }
  const [{ looks, bought, bytes, baselines }] = runs;
  const over = Object.keys(runs[0].metrics).map(
    (name) => [name, estimate(runs.map(({ metrics }) => metrics[name]))] as const,
  );
  return {
    data,
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
    const model = createResponseModel(await learnResponses(shop, productIds, undefined, seed, progress), items);
    const random = new Random(seed, 1);
    return { heldOut: measureHeldOut(events, heldOut, model, items, (bound) => random.below(bound)) };
  }
}

function bytesOf({ tensors }: PackSection): number {
  return Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
}

export function printPurchases({ cases, bought, metrics, baselines, runs }: PurchaseReport): void {
  const names = ['gauc', 'auc', 'log-loss', 'ece'];
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(24)}${cells.map((cell) => cell.padStart(11)).join('')}\n`;
  process.stdout.write(line(`${cases} looks`, names));
  for (const [name, figures] of Object.entries({ model: metrics, ...baselines })) {
    const own: Record<string, number> = figures;
    process.stdout.write(
      line(
        name,
        names.map((metric) => (metric in own ? own[metric].toFixed(4) : '–')),
      ),
    );
  }
  process.stdout.write(`${bought} looks ended in a purchase\n`);
  for (const { seed, differences, heldOut } of runs) {
    for (const [name, { mean, interval }] of Object.entries(differences)) {
      process.stdout.write(`seed ${seed}: gauc minus ${name} ${mean.toFixed(4)} ± ${interval.toFixed(4)}\n`);
    }
    if (heldOut === undefined) continue;
    const { cases, gauc, popular, difference } = heldOut;
    const figures = [`gauc ${gauc.mean.toFixed(4)}`, `popular ${popular.mean.toFixed(4)}`];
    figures.push(`difference ${difference.mean.toFixed(4)} ± ${difference.interval.toFixed(4)}`);
    process.stdout.write(`seed ${seed}: ${cases} purchases kept apart: ${figures.join(', ')}\n`);
  }
}
