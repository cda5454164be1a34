import type { Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import type { Pack } from '../../pack/pack.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import type { Pair } from '../evaluation/link-split.ts';
import { rounded } from '../figures.ts';
import { SEEDS } from '../options/common-options.ts';
import { type Given, type Options, type Resolved, resolveOptions } from '../options/option.ts';
import { readSources } from '../options/sources.ts';
import { TRAINING_OPTIONS, trainingChoices } from '../options/training-options.ts';
import { type EvaluationPlan, type EvaluationRun, runEvaluation } from '../recipe/evaluation-run.ts';
import { type RunContext, runPart } from '../run-context.ts';
import { type MeasuredLog, type Protocol, unitOf } from './protocol.ts';
import { QUESTION_OPTIONS, questionsOf } from './questions.ts';
import { type EvaluationReport, reportOf } from './ranking-report.ts';

export const RANKING_OPTIONS = {
  ...TRAINING_OPTIONS,
  ...QUESTION_OPTIONS,
  ...SEEDS,
  seen: {
    type: 'choice',
    values: ['exclude', 'include'],
    meaning: 'exclude or include products of the history; default include for session, else exclude',
  },
  newProducts: {
    type: 'number',
    least: 0,
    most: 0.5,
    default: 0,
    meaning: 'leave so large a share of the products out of all training, and ask only about these, against each other',
  },
  known: {
    type: 'whole',
    least: 1,
    meaning: 'the ranking knows only the last so many items of each history: visitors who have just begun',
  },
} as const satisfies Options;

/** What a ranking is measured on. */
export interface RankingInput {
  measured: MeasuredLog;
  /** Log that is learned from instead; what is asked stays. */
  teacher?: InteractionLog | undefined;
  /** The shop's products: adds neighbours by content, and shows only what is on sale. */
  products?: Feed | undefined;
  /** Links between shoppers, for the source `friends`. */
  links?: readonly Pair[] | undefined;
  /** Pack whose models the training starts from. */
  from?: Pack | undefined;
  /** Pack that is measured instead of one that is trained. */
  pack?: { pack: Pack; bytes: Uint8Array<ArrayBuffer> } | undefined;
}

/** The figures of the page's ranking, and of the rankings that it is compared with. */
export type RankingReport = EvaluationReport & {
  protocol: Protocol | 'cross-validation';
  [more: string]: unknown;
};

/**
 * What a visitor wants next: the pack's own ranking, over the full catalogue and with the very bytes of the pack, each of its
 * sources alone, and plain baselines.
 * @returns the report, and each run with its lists
 * @throws VitrineError `bad-options`, `aborted`, `nothing-to-train`, `diverged`, `no-backend`
 */
export async function evaluateRanking(
  input: RankingInput,
  given: Given<typeof RANKING_OPTIONS>,
  run: RunContext,
): Promise<{ report: RankingReport; runs: readonly EvaluationRun[] }> {
  const options = resolveOptions(RANKING_OPTIONS, given);
  const { model, folds } = options;
  const seeds = options.seeds ?? [run.seed];
  if (folds !== undefined && seeds.length > 1) {
    throw new VitrineError('bad-options', 'Both folds and seeds are given.', { remedy: 'Give one of them.' });
  }
  const { protocol, splits } = questionsOf(input.measured, options, { teacher: input.teacher, seed: seeds[0] });
  const plan = planOf(input, options, protocol);
  const runs: EvaluationRun[] = [];
  for (const [fold, split] of splits.entries()) {
    for (const seed of seeds) {
      const name = folds === undefined ? `seed ${seed}` : `fold ${fold + 1}`;
      runs.push(await runPart({ ...run, seed }, name, (part) => runEvaluation(split, plan, part)));
    }
  }
  const [{ pack, bytes }] = runs;
  const named = (i: number) => (folds === undefined ? { seed: seeds[i] } : { fold: i + 1 });
  const report: RankingReport = {
    protocol: folds === undefined ? protocol : 'cross-validation',
    model,
    seed: seeds[0],
    ...(runs.length > 1 && {
      runs: runs.map(({ served, bytes }, i) => ({ ...named(i), bytes, metrics: rounded(served.metrics) })),
    }),
    seen: plan.seen,
    ...reportOf(runs),
    validation: rounded(pack.manifest.metrics),
    bytes,
    weights: pack.manifest.weights,
    ranker: Object.hasOwn(pack.sections, 'ranker') ? 'learned' : 'weights',
    options: Object.fromEntries(Object.entries(pack.sections).map(([name, { options }]) => [name, options])),
  };
  return { report, runs };
}

function planOf(
  { products, links, from, pack }: RankingInput,
  options: Resolved<typeof RANKING_OPTIONS>,
  protocol: Protocol,
): EvaluationPlan {
  const { model, seen, newProducts, known } = options;
  return {
    ...trainingChoices(options, from),
    unit: unitOf(protocol),
    unordered: protocol === 'given' || protocol === 'random',
    seen: seen ?? (protocol === 'session' ? 'include' : 'exclude'),
    newShare: newProducts,
    ...(known !== undefined && { known }),
    ...(products !== undefined && { products }),
    ...(pack !== undefined && { given: { ...pack, ...(model !== 'fused' && { only: readSources(model) }) } }),
    links,
  };
}
