import { differenceOver, type PairedDifference } from '../../src/trainer/evaluation/difference.ts';
import type { Evaluation } from '../../src/trainer/evaluation/evaluate.ts';
import type { Cases } from '../../src/trainer/evaluation/interaction-log.ts';
import { overRuns, type Repeated } from '../../src/trainer/evaluation/repeated.ts';
import type { EvaluationRun } from '../../src/trainer/recipe/evaluation-run.ts';

/** What differences are told of. */
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

export function roundedDifference(difference: PairedDifference): PairedDifference {
  return rounded({ ...difference }) as Record<keyof PairedDifference, number>;
}

export function rounded(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(6))]));
}

/** The lists of all runs, one after the other. */
export function listsOf(runs: readonly EvaluationRun[]): string {
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

export function printReport(model: string, report: EvaluationReport): void {
  const { cases, metrics, singles, baselines, segments, differences } = report;
  const shown = ['recall@10', 'ndcg@10', 'mrr@10', 'recall@20', 'mrr@20', 'coverage@10'];
  const beyond = Object.keys(metrics).filter((name) => /^(auc|gini|novelty|popularity|diversity|category)/.test(name));
  const rows = { [model]: metrics, ...singles, ...prefixed('baseline ', baselines) };
  printTable(`${cases} questions`, shown, rows);
  printTable('\nbeyond accuracy', beyond, rows);
  const bySegment = Object.entries(segments).map(([name, { cases, metrics }]) => [`${name} (${cases})`, metrics]);
  printTable('\nvisitors', shown.slice(0, -1), Object.fromEntries(bySegment));
  process.stdout.write(`\n${model} minus …\n`);
  const all = { ...differences.singles, ...prefixed('baseline ', differences.baselines) };
  for (const [name, byMetric] of Object.entries(all)) {
    process.stdout.write(`${name.padEnd(24)}ndcg@10 ${differenceInWords(byMetric['ndcg@10'])}\n`);
  }
}

/** `+0.0052 ± 0.0011 (+9.1 %)` */
export function differenceInWords({ difference, interval, relative }: PairedDifference): string {
  const signed = (value: number, digits: number): string => `${value < 0 ? '' : '+'}${value.toFixed(digits)}`;
  return `${signed(difference, 4)} ± ${interval.toFixed(4)} (${signed(100 * relative, 1)} %)`;
}

function prefixed<TValue>(prefix: string, record: Record<string, TValue>): Record<string, TValue> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [`${prefix}${name}`, value]));
}

function printTable(title: string, columns: readonly string[], rows: Record<string, Record<string, number>>): void {
  const widths = columns.map((column) => Math.max(11, column.length + 2));
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(24)}${cells.map((cell, i) => cell.padStart(widths[i])).join('')}\n`;
  process.stdout.write(line(title, columns));
  for (const [name, figures] of Object.entries(rows)) {
    const cells = columns.map((column) => (column in figures ? figures[column].toFixed(4) : '–'));
    process.stdout.write(line(name, cells));
  }
}
