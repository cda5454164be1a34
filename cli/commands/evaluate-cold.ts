import { differenceOver, type PairedDifference } from '../../src/trainer/evaluation/difference.ts';
import { overRuns } from '../../src/trainer/evaluation/repeated.ts';
import type { Split } from '../../src/trainer/evaluation/splits.ts';
import { AUGMENTATIONS, type Augmentation } from '../../src/trainer/recipe/behaviour/augment.ts';
import { COLD_MODEL, measureColdVisitors } from '../../src/trainer/recipe/behaviour/cold-visitors.ts';
import type { SourceSettings } from '../../src/trainer/recipe/source-settings.ts';
import { createProgress } from '../progress.ts';
import { differenceInWords, rounded, roundedDifference } from './evaluation-report.ts';

/** What `vitrine evaluate --task cold` tells. */
export type ColdReport = Awaited<ReturnType<typeof evaluateCold>>;

const METRICS = ['ndcg@10', 'recall@10'];

/** What augmentations of the training give visitors of whom one or two clicks are known. */
export async function evaluateCold(split: Split, settings: SourceSettings, seeds: readonly number[], folder: string) {
  const runs = await measureColdVisitors(split, { seeds, settings, folder }, createProgress());
  const of = (by: Augmentation) => runs.map(({ test }) => test[by]);
  const arms = AUGMENTATIONS.map((by) => {
    const { metrics, betweenRuns } = overRuns(of(by));
    return [
      by,
      { metrics: rounded(chosen(metrics)), ...(betweenRuns && { betweenRuns: rounded(chosen(betweenRuns)) }) },
    ] as const;
  });
  const differences = (['none', 'plain'] as const).map((other) => {
    const found = METRICS.map((metric) => [
      metric,
      roundedDifference(differenceOver(metric, of('generator'), of(other))),
    ]);
    return [`generator minus ${other}`, Object.fromEntries(found) as Record<string, PairedDifference>] as const;
  });
  return {
    task: 'cold',
    model: COLD_MODEL,
    settings,
    seeds,
    cases: runs[0].test.none.cases,
    arms: Object.fromEntries(arms),
    differences: Object.fromEntries(differences),
    runs: runs.map(({ seed, validation, test }) => ({
      seed,
      validation: rounded(validation),
      'ndcg@10': rounded(Object.fromEntries(AUGMENTATIONS.map((by) => [by, test[by].metrics['ndcg@10']]))),
    })),
  };
}

function chosen(metrics: Record<string, number>): Record<string, number> {
  return Object.fromEntries(METRICS.map((name) => [name, metrics[name]]));
}

export function printCold({ cases, arms, differences }: ColdReport): void {
  process.stdout.write(`${`${cases} questions`.padEnd(24)}${METRICS.map((name) => name.padStart(11)).join('')}\n`);
  for (const [by, { metrics }] of Object.entries(arms)) {
    process.stdout.write(`${by.padEnd(24)}${METRICS.map((name) => metrics[name].toFixed(4).padStart(11)).join('')}\n`);
  }
  for (const [name, { 'ndcg@10': difference }] of Object.entries(differences)) {
    process.stdout.write(`${name.padEnd(24)}ndcg@10 ${differenceInWords(difference)}\n`);
  }
}
