import { differenceOver, type PairedDifference } from '../evaluation/difference.ts';
import { overRuns } from '../evaluation/repeated.ts';
import { rounded, roundedDifference } from '../figures.ts';
import { SEEDS } from '../options/common-options.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import { TRAINING_OPTIONS } from '../options/training-options.ts';
import { AUGMENTATIONS, type Augmentation } from '../recipe/behaviour/augment.ts';
import { COLD_MODEL, measureColdVisitors } from '../recipe/behaviour/cold-visitors.ts';
import { readSourceSettings } from '../recipe/source-settings.ts';
import type { RunContext } from '../run-context.ts';
import type { MeasuredLog } from './protocol.ts';
import { QUESTION_OPTIONS, questionsOf } from './questions.ts';

export const COLD_OPTIONS = { ...QUESTION_OPTIONS, ...SEEDS, set: TRAINING_OPTIONS.set } as const satisfies Options;
export const COLD_METRICS = ['ndcg@10', 'recall@10'] as const;

export type ColdReport = Awaited<ReturnType<typeof evaluateColdVisitors>>;

/**
 * What augmentations of the training give visitors of whom one or two clicks are known.
 * @throws VitrineError `bad-options`, `aborted`, `nothing-to-train`, `diverged`, `no-backend`
 */
export async function evaluateColdVisitors(measured: MeasuredLog, given: Given<typeof COLD_OPTIONS>, run: RunContext) {
  const options = resolveOptions(COLD_OPTIONS, given);
  const settings = readSourceSettings(options.set ?? [], [COLD_MODEL]);
  const seeds = options.seeds ?? [run.seed];
  const { protocol, splits } = questionsOf(measured, options, { seed: seeds[0] });
  const runs = await measureColdVisitors(splits[0], { seeds, settings }, run);
  const of = (by: Augmentation) => runs.map(({ test }) => test[by]);
  const arms = AUGMENTATIONS.map((by) => {
    const { metrics, betweenRuns } = overRuns(of(by));
    const figures = { metrics: chosen(metrics), ...(betweenRuns && { betweenRuns: chosen(betweenRuns) }) };
    return [by, figures] as const;
  });
  const differences = (['none', 'plain'] as const).map((other) => {
    const found = COLD_METRICS.map((metric) => [
      metric,
      roundedDifference(differenceOver(metric, of('generator'), of(other))),
    ]);
    return [`generator minus ${other}`, Object.fromEntries(found) as Record<string, PairedDifference>] as const;
  });
  return {
    protocol,
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
  return rounded(Object.fromEntries(COLD_METRICS.map((name) => [name, metrics[name]])));
}
