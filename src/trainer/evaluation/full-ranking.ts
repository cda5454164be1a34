import type { CatalogueRanker } from './evaluate.ts';
import { type Cases, historyOf, sampleCases, wantedOf } from './interaction-log.ts';
import { rankingAuc } from './metrics/auc.ts';
import { type Estimate, groupedEstimate } from './metrics/estimate.ts';

/** Cases whose whole ranking is asked for, at most, evenly spread: each costs as much as hundreds of shelves. */
const MOST_CASES = 1000;

/**
 * AUC by rankings of the whole catalogue: of each wanted item against everything that may be shown, is not wanted and
 * was not met. Wanted items that were met are left out. Each case has its own AUC, and the mean weighs visitors
 * by their cases: this is GAUC as well.
 * @param mayBeShown the products that the ranker chooses from
 */
export async function fullRankingAuc(
  rank: CatalogueRanker,
  cases: Cases,
  mayBeShown: (item: number) => boolean,
  onProgress?: (done: number, total: number) => void | Promise<void>,
): Promise<Estimate> {
  const asked = sampleCases(cases, MOST_CASES);
  const catalogue = cases.log.productIds.length;
  const shown = Array.from({ length: catalogue }, (_, i) => i + 1).filter(mayBeShown).length;
  const values: number[] = [];
  const visitors: number[] = [];
  for (let index = 0; index < asked.targets.length; index++) {
    await onProgress?.(index, asked.targets.length);
    const history = historyOf(asked, index);
    const met = new Set([...history.items, ...history.unknown]);
    const wanted = wantedOf(asked, index).filter((item) => !met.has(item));
    if (wanted.length === 0) continue;
    const apart = new Set([...met, ...wanted]);
    const rivals = shown - [...apart].filter(mayBeShown).length;
    const answer = rank(history, catalogue);
    const list = answer instanceof Promise ? await answer : answer;
    const sum = wanted.reduce(
      (sum, target) => sum + rankingAuc(target, list, rivals, (item) => mayBeShown(item) && !apart.has(item)),
      0,
    );
    values.push(sum / wanted.length);
    visitors.push(asked.log.shoppers[asked.sequences[index]]);
  }
  return groupedEstimate(values, visitors);
}
