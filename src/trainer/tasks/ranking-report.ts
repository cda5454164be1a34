import { differenceOver, type PairedDifference } from '../evaluation/difference.ts';
import type { Evaluation } from '../evaluation/evaluate.ts';
import type { Cases } from '../evaluation/interaction-log.ts';
import { overRuns, type Repeated } from '../evaluation/repeated.ts';
import { rounded, roundedDifference } from '../figures.ts';
import type { EvaluationRun } from '../recipe/evaluation-run.ts';

/** The metrics whose differences are reported. */
const COMPARED = ['recall@10', 'ndcg@10', 'recall@20', 'ndcg@20', 'mrr@20'];
/** Products that a line of the lists names, and metrics that it gives. */
const LISTED = 10;

/** Figures of one or several runs, as they are printed and recorded. */
export interface EvaluationReport extends Repeated {
  singles: Record<string, Record<string, number>>;
  baselines: Record<string, Record<string, number>>;
  /** To each of the pack's sources alone and to each baseline, by metric. */
  differences: { singles: Differences; baselines: Differences };
}
type Differences = Record<string, Record<string, PairedDifference>>;

export function reportOf(runs: readonly EvaluationRun[]): EvaluationReport {
  const served = runs.map((run) => run.served);
  const { cases, metrics, intervals, betweenRuns, segments } = overRuns(served);
  const [singles, baselines] = [of(runs, 'singles'), of(runs, 'baselines')];
  return {
    cases,
    metrics: rounded(metrics),
    intervals: rounded(intervals),
    ...(betweenRuns && { betweenRuns: rounded(betweenRuns) }),
    segments: Object.fromEntries(
      Object.entries(segments).map(([name, { cases, metrics }]) => [name, { cases, metrics: rounded(metrics) }]),
    ),
    singles: meansOf(singles),
    baselines: meansOf(baselines),
    differences: { singles: compared(served, singles), baselines: compared(served, baselines) },
  };
}

/** Evaluations by name, of each run. */
function of(runs: readonly EvaluationRun[], kind: 'singles' | 'baselines'): Record<string, Evaluation[]> {
  return Object.fromEntries(Object.keys(runs[0][kind]).map((name) => [name, runs.map((run) => run[kind][name])]));
}

function meansOf(evaluations: Record<string, Evaluation[]>): Record<string, Record<string, number>> {
  return Object.fromEntries(Object.entries(evaluations).map(([name, runs]) => [name, rounded(overRuns(runs).metrics)]));
}

function compared(served: readonly Evaluation[], others: Record<string, Evaluation[]>): Differences {
  return Object.fromEntries(
    Object.entries(others).map(([name, theirs]) => [
      name,
      Object.fromEntries(COMPARED.map((metric) => [metric, roundedDifference(differenceOver(metric, served, theirs))])),
    ]),
  );
}

/** The lists of all runs, one after the other. */
export function listLinesOf(runs: readonly EvaluationRun[]): string {
  return runs.map(({ cases, served }) => listLines(cases, served)).join('');
}

/** One line a question: whom it was about, the list, and what it gave; `vitrine compare` reads them. */
function listLines({ log, sequences }: Cases, { lists, values }: Evaluation): string {
  return lists
    .map((list, index) => {
      const user = log.shopperIds[log.shoppers[sequences[index]]];
      const items = Array.from(list.subarray(0, LISTED), (item) => log.productIds[item - 1]);
      const metrics = rounded(Object.fromEntries(COMPARED.map((metric) => [metric, values[metric][index]])));
      return `${JSON.stringify({ user, items, metrics })}\n`;
    })
    .join('');
}
