import { type Cases, type History, historyOf } from './interaction-log.ts';
import { METRICS, type MetricName, meanOf, type RankedList, rankOf } from './metrics/ranking.ts';

/** What is evaluated: the best `limit` of the whole catalogue for one history. */
export type Ranker = (history: History, limit: number) => RankedList;

export interface Evaluation {
  cases: number;
  /** By `metric@k`, and `coverage@k`: share of the catalogue that any list shows. */
  metrics: Record<string, number>;
  /** Half widths of 95 % intervals, by `metric@k`. */
  intervals: Record<string, number>;
}

export interface EvaluateOptions {
  /** Cutoffs. Default 5, 10 and 20. */
  cutoffs?: readonly number[];
  /** Called with each case's list, for those who write them down. */
  onList?: (index: number, list: RankedList) => void;
  onProgress?: (done: number, total: number) => void;
}

const PROGRESS_EVERY = 256;

/** Asks every case of the ranker. */
export function evaluate(rank: Ranker, cases: Cases, options: EvaluateOptions = {}): Evaluation {
  const { cutoffs = [5, 10, 20], onList, onProgress } = options;
  const longest = Math.max(...cutoffs);
  const ranks = new Float64Array(cases.targets.length);
  const shown = cutoffs.map(() => new Set<number>());
  for (let index = 0; index < ranks.length; index++) {
    // Twice as long as needed, so that ties at the cutoff can be seen to their end.
    const list = rank(historyOf(cases, index), 2 * longest);
    ranks[index] = rankOf(cases.log.sequences.items[cases.targets[index]], list, list.items.length < 2 * longest);
    cutoffs.forEach((k, i) => {
      for (const item of list.items.subarray(0, k)) shown[i].add(item);
    });
    onList?.(index, list);
    if (index % PROGRESS_EVERY === 0) onProgress?.(index, ranks.length);
  }
  onProgress?.(ranks.length, ranks.length);

  const evaluation: Evaluation = { cases: ranks.length, metrics: {}, intervals: {} };
  cutoffs.forEach((k, i) => {
    for (const metric of Object.keys(METRICS) as MetricName[]) {
      const { mean, interval } = meanOf(metric, ranks, k);
      evaluation.metrics[`${metric}@${k}`] = mean;
      evaluation.intervals[`${metric}@${k}`] = interval;
    }
    evaluation.metrics[`coverage@${k}`] = shown[i].size / cases.log.productIds.length;
  });
  return evaluation;
}
