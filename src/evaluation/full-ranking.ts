import type { Ranker } from './evaluate.ts';
import { type Cases, historyOf, sampleCases } from './interaction-log.ts';
import { rankingAuc } from './metrics/auc.ts';
import { type Estimate, groupedEstimate } from './metrics/estimate.ts';

/** Cases whose whole ranking is asked for, at most, evenly spread: each costs as much as hundreds of shelves. */
const MOST_CASES = 1000;

/** Area under the ROC curve over rankings of everything. */
export interface FullRankingAuc {
  /** Of the target against everything that may be shown and is not in the history. */
  auc: Estimate;
  /** The same within each visitor, weighed by their cases. */
  cases: number;
}

/**
 * AUC by rankings of the whole catalogue. Weighed by cases the mean over visitors is the mean over cases, so with one
 * wanted item a case GAUC is the same number.
 * @param mayBeShown the products that the ranker chooses from
 */
export function fullRankingAuc(
  rank: Ranker,
  cases: Cases,
  mayBeShown: (item: number) => boolean,
  onProgress?: (done: number, total: number) => void,
): FullRankingAuc {
  const asked = sampleCases(cases, MOST_CASES);
  const catalogue = cases.log.productIds.length;
  const shown = Array.from({ length: catalogue }, (_, i) => i + 1).filter(mayBeShown).length;
  const values = Float64Array.from(asked.targets, (at, index) => {
    onProgress?.(index, asked.targets.length);
    const target = asked.log.sequences.items[at];
    const history = historyOf(asked, index);
    const met = new Set(history.items);
    const isRival = (item: number): boolean => item !== target && mayBeShown(item) && !met.has(item);
    const rivals = shown - [...met].filter(mayBeShown).length - (mayBeShown(target) && !met.has(target) ? 1 : 0);
    return rankingAuc(target, rank(history, catalogue), rivals, isRival);
  });
  const visitors = asked.sequences.map((sequence) => asked.log.shoppers[sequence]);
  return { auc: groupedEstimate(values, visitors), cases: values.length };
}
