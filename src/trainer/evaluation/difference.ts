import type { Evaluation } from './evaluate.ts';
import { groupedEstimate } from './metrics/estimate.ts';

/** How much better one ranker did than another on the same questions. */
export interface PairedDifference {
  ours: number;
  theirs: number;
  /** ours − theirs */
  difference: number;
  /** Half the width of the difference's 95 % interval. */
  interval: number;
  /** The difference as a share of theirs. */
  relative: number;
}

/**
 * Paired by question, with the questions about one visitor, and repetitions of them under other seeds, taken as one
 * observation: most of what makes one question harder than another falls out of the difference.
 * @param visitors of each value, parallel
 */
export function pairedDifference(
  ours: ArrayLike<number>,
  theirs: ArrayLike<number>,
  visitors: ArrayLike<number>,
): PairedDifference {
  const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
  const { mean: difference, interval } = groupedEstimate(
    Array.from(ours, (value, i) => value - theirs[i]),
    visitors,
  );
  return { ours: mean(ours), theirs: mean(theirs), difference, interval, relative: difference / mean(theirs) };
}

/** One measure of rankers that were asked the same in each of several runs. */
export function differenceOver(
  metric: string,
  ours: readonly Evaluation[],
  theirs: readonly Evaluation[],
): PairedDifference {
  const joined = (evaluations: readonly Evaluation[]): number[] =>
    evaluations.flatMap(({ values }) => Array.from(values[metric]));
  return pairedDifference(
    joined(ours),
    joined(theirs),
    ours.flatMap(({ visitors }) => Array.from(visitors)),
  );
}
