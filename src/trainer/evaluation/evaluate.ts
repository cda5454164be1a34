import { type Cases, historyOf, type KnownHistory, wantedOf } from './interaction-log.ts';
import { groupedEstimate } from './metrics/estimate.ts';
import { countExposure, coverage } from './metrics/exposure.ts';
import { METRICS, type MetricName, type RankedList, rankOf } from './metrics/ranking.ts';
import { SEGMENT_NAMES, type Segment, segmentOf } from './segments.ts';

/** What is evaluated: the best `limit` of the whole catalogue for one history. */
export type CatalogueRanker = (history: KnownHistory, limit: number) => RankedList | Promise<RankedList>;

export interface Evaluation {
  cases: number;
  /** By `metric@k`, and `coverage@k`: share of the catalogue that any list shows. */
  metrics: Record<string, number>;
  /** Half widths of 95 % intervals, by `metric@k`; the questions about one shopper count as one observation. */
  intervals: Record<string, number>;
  /** The same metrics of visitors of whom little, some or much is known (see `segmentOf`); those without cases are absent. */
  segments: Partial<Record<Segment, { cases: number; metrics: Record<string, number> }>>;
  /** What each case gave, by `metric@k`. [cases] */
  values: Readonly<Record<string, Float64Array>>;
  /** Whom each case is about: index into the log's `shopperIds`. [cases] */
  visitors: Int32Array;
  /** Each case's list, as long as the longest cutoff. [cases] */
  lists: readonly Int32Array[];
}

export interface EvaluateOptions {
  /** Cutoffs. Default 5, 10 and 20. */
  cutoffs?: readonly number[];
  onProgress?: (done: number, total: number) => void | Promise<void>;
}

const PROGRESS_EVERY = 256;

/** Asks every case of the ranker. */
export async function evaluate(
  rank: CatalogueRanker,
  cases: Cases,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { cutoffs = [5, 10, 20], onProgress } = options;
  const longest = Math.max(...cutoffs);
  const count = cases.targets.length;
  const ranks: number[][] = [];
  const lists: Int32Array[] = [];
  const segments: Segment[] = [];
  for (let index = 0; index < count; index++) {
    const history = historyOf(cases, index);
    // Twice as long as needed, so that ties at the cutoff can be seen to their end.
    const answer = rank(history, 2 * longest);
    const list = answer instanceof Promise ? await answer : answer;
    const complete = list.items.length < 2 * longest;
    ranks.push(Array.from(wantedOf(cases, index), (wanted) => rankOf(wanted, list, complete)));
    lists.push(list.items.slice(0, longest));
    segments.push(segmentOf(history.items.length));
    if (index % PROGRESS_EVERY === 0) await onProgress?.(index, count);
  }
  await onProgress?.(count, count);

  const visitors = cases.sequences.map((sequence) => cases.log.shoppers[sequence]);
  const values = valuesOf(ranks, cutoffs);
  const estimates = Object.entries(values).map(([name, own]) => ({ name, ...groupedEstimate(own, visitors) }));
  const metrics = Object.fromEntries(estimates.map(({ name, mean }) => [name, mean]));
  for (const k of cutoffs) {
    metrics[`coverage@${k}`] = coverage(countExposure(lists, k, cases.log.productIds.length));
  }
  return {
    cases: count,
    metrics,
    intervals: Object.fromEntries(estimates.map(({ name, interval }) => [name, interval])),
    segments: bySegment(segments, values),
    values,
    visitors,
    lists,
  };
}

function valuesOf(ranks: readonly number[][], cutoffs: readonly number[]): Record<string, Float64Array> {
  const names = Object.keys(METRICS) as MetricName[];
  const pairs = cutoffs.flatMap((k) => names.map((name) => ({ name, k })));
  return Object.fromEntries(
    pairs.map(({ name, k }) => [`${name}@${k}`, Float64Array.from(ranks, (own) => METRICS[name](own, k))]),
  );
}

function bySegment(segments: readonly Segment[], values: Evaluation['values']): Evaluation['segments'] {
  const found = SEGMENT_NAMES.filter((name) => segments.includes(name));
  return Object.fromEntries(
    found.map((name) => {
      const means = Object.entries(values).map(([metric, all]) => {
        const own = all.filter((_, i) => segments[i] === name);
        return [metric, own.reduce((a, b) => a + b, 0) / own.length];
      });
      const cases = segments.filter((segment) => segment === name).length;
      return [name, { cases, metrics: Object.fromEntries(means) }];
    }),
  );
}
