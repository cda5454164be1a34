import { writeFileSync } from 'node:fs';
import { taughtBy } from '../../src/trainer/evaluation/relabel.ts';
import { type Split, visitorFolds } from '../../src/trainer/evaluation/splits.ts';
import type { ReadLog } from '../../src/trainer/log/read-log.ts';
import { type EvaluationPlan, type EvaluationRun, runEvaluation } from '../../src/trainer/recipe/evaluation-run.ts';
import { createProgress } from '../progress.ts';
import { choice, date, share, sources, wholeNumber, wrong } from './arguments.ts';
import { linksFor, readLogAloud, readPackAt, readProductsAloud, tell } from './data.ts';
import type { EvaluateValues, Found } from './evaluate-task.ts';
import { listsOf, printReport, reportOf, rounded } from './evaluation-report.ts';
import { type Protocol, readForProtocol, splitBy, unitOf } from './protocol.ts';
import { trainingChoices } from './training-options.ts';

/** A log, and what of it is learned from and what is asked. */
export interface Questions {
  read: ReadLog;
  protocol: Protocol;
  /** One, or one a fold. */
  splits: readonly Split[];
  folds?: number;
}

/** @throws VitrineError `bad-options` */
export async function readQuestions(
  values: EvaluateValues,
  data: string,
  seeds: readonly number[],
): Promise<Questions> {
  const { read, protocol } = await readForProtocol(values, data);
  const folds = values.folds === undefined ? undefined : wholeNumber('folds', values.folds, 3);
  if (folds !== undefined && seeds.length > 1) throw wrong('Both --folds and --seeds are given.', 'Give one of them.');
  const ofLog =
    folds === undefined ? [splitBy(protocol, read, date('cut', values.cut), seeds[0])] : visitorFolds(read.log, folds);
  const teacher = values['train-on'] === undefined ? undefined : (await readLogAloud(values['train-on'], {})).log;
  const splits = teacher === undefined ? ofLog : ofLog.map((split) => taughtBy(teacher, split));
  if (splits.some(({ final }) => final.cases.targets.length === 0)) {
    throw wrong('Nobody can be asked about.', 'Give a longer log, or another protocol.');
  }
  return { read, protocol, splits, ...(folds !== undefined && { folds }) };
}

/** What a visitor wants next: the pack's own ranking, each of its sources alone, and plain baselines. */
export async function evaluateRanking(values: EvaluateValues, data: string, seeds: readonly number[]): Promise<Found> {
  const { read, protocol, splits, folds } = await readQuestions(values, data, seeds);
  const plan = await planOf(values, read, protocol);
  const progress = createProgress();
  const runs: EvaluationRun[] = [];
  for (const split of splits) {
    for (const seed of seeds) runs.push(await runEvaluation(split, seed, plan, progress));
  }
  const [{ pack, bytes }] = runs;
  const report = reportOf(runs);
  if (values.lists !== undefined) writeFileSync(values.lists, listsOf(runs));
  return {
    result: {
      data,
      protocol: folds === undefined ? protocol : 'cross-validation',
      model: values.model,
      seed: seeds[0],
      ...(runs.length > 1 && { runs: runs.map((run, i) => runOf(run, i, seeds, folds)) }),
      seen: plan.seen,
      ...report,
      validation: rounded(pack.manifest.metrics),
      bytes,
      weights: pack.manifest.weights,
      ranker: Object.hasOwn(pack.sections, 'ranker') ? 'learned' : 'weights',
      options: Object.fromEntries(Object.entries(pack.sections).map(([name, { options }]) => [name, options])),
    },
    print: () => {
      printReport(values.model, report);
      tell(`pack: ${bytes} bytes`);
    },
  };
}

async function planOf(values: EvaluateValues, { log }: ReadLog, protocol: Protocol): Promise<EvaluationPlan> {
  const seenByDefault = protocol === 'session' ? 'include' : 'exclude';
  const choices = trainingChoices(values);
  return {
    ...choices,
    unit: unitOf(protocol),
    unordered: protocol === 'given' || protocol === 'random',
    seen: choice('seen', values.seen ?? seenByDefault, ['exclude', 'include']),
    newShare: share('new-products', values['new-products']),
    ...(values.known !== undefined && { known: wholeNumber('known', values.known, 1) }),
    ...(values.products !== undefined && { products: (await readProductsAloud(values.products)).feed() }),
    ...(values.pack !== undefined && {
      given: { ...readPackAt(values.pack), ...(values.model !== 'fused' && { only: sources(values.model) }) },
    }),
    links: await linksFor(values.relations, choices.sources, log.shopperIds),
  };
}

function runOf({ served, bytes }: EvaluationRun, index: number, seeds: readonly number[], folds: number | undefined) {
  const named = folds === undefined ? { seed: seeds[index] } : { fold: index + 1 };
  return { ...named, bytes, metrics: rounded(served.metrics) };
}
