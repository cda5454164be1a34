import type { Evaluation } from './evaluate.ts';
import { estimate, groupedEstimate } from './metrics/estimate.ts';
import { SEGMENT_NAMES } from './segments.ts';

/** The same measurement, made once for each seed or fold. */
export interface Repeated {
  /** Questions of all runs. */
  cases: number;
  /** Means over the runs. */
  metrics: Record<string, number>;
  /** Half widths of 95 % intervals over visitors: how much other visitors would change it. */
  intervals: Record<string, number>;
  /** Half widths of 95 % intervals over the runs: how much other seeds or folds would. Absent for one run. */
  betweenRuns?: Record<string, number>;
  /** Means over the questions of all runs. */
  segments: Evaluation['segments'];
}

export function overRuns(runs: readonly Evaluation[]): Repeated {
  const visitors = runs.flatMap((run) => Array.from(run.visitors));
  const names = Object.keys(runs[0].metrics);
  const means = names.map((name) => [name, estimate(runs.map(({ metrics }) => metrics[name]))] as const);
  const intervals = Object.keys(runs[0].values).map((name) => {
    const values = runs.flatMap((run) => Array.from(run.values[name]));
    return [name, groupedEstimate(values, visitors).interval];
  });
  return {
    cases: visitors.length,
    metrics: Object.fromEntries(means.map(([name, { mean }]) => [name, mean])),
    intervals: Object.fromEntries(intervals),
    ...(runs.length > 1 && { betweenRuns: Object.fromEntries(means.map(([name, { interval }]) => [name, interval])) }),
    segments: segmentsOver(runs),
  };
}

function segmentsOver(runs: readonly Evaluation[]): Evaluation['segments'] {
  const found: Evaluation['segments'] = {};
  for (const name of SEGMENT_NAMES) {
    const own = runs.flatMap(({ segments }) => segments[name] ?? []);
    if (own.length === 0) continue;
    const cases = own.reduce((sum, part) => sum + part.cases, 0);
    const mean = (metric: string): number =>
      own.reduce((sum, part) => sum + part.cases * part.metrics[metric], 0) / cases;
    const metrics = Object.keys(own[0].metrics).map((metric) => [metric, mean(metric)] as const);
    found[name] = { cases, metrics: Object.fromEntries(metrics) };
  }
  return found;
}
