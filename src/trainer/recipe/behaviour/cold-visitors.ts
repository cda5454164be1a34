import { models } from '../../../learning/models/index.ts';
import { type Evaluation, evaluate } from '../../evaluation/evaluate.ts';
import { type InteractionLog, sampleCases } from '../../evaluation/interaction-log.ts';
import { justBegun } from '../../evaluation/known-history.ts';
import { arrangeFor, productsMetBy } from '../../evaluation/relabel.ts';
import type { Split } from '../../evaluation/splits.ts';
import { type RunContext, runStep } from '../../run-context.ts';
import { trainModel } from '../models/train-model.ts';
import { Contexts, everyRow, sourceRanker } from '../ranker/ranker.ts';
import type { SourceSettings } from '../source-settings.ts';
import { openSources } from '../sources/open-sources.ts';
import { AUGMENTATIONS, type Augmentation, augmented } from './augment.ts';

/** The model that is trained each way: the one that the generator is made of. */
export const COLD_MODEL = 'attention';
const CUTOFFS = [10];
/** Validation cases that tell when a training stops. */
const VALIDATED = 4000;

export interface ColdPlan {
  /** Of the model's trainings, one after the other. The sequences that are added to the log are drawn by the first, once. */
  seeds: readonly number[];
  /** Options over the model's defaults. */
  settings: SourceSettings;
}

/** One seed's trainings. */
export interface ColdRun {
  seed: number;
  /** NDCG@10 of each on validation, where visitors have just begun too: what decided when it stopped. */
  validation: Record<Augmentation, number>;
  test: Record<Augmentation, Evaluation>;
}

/**
 * How well visitors who have just begun are ranked for, of whom the last click or the last two are known, by a model that
 * was trained with each augmentation; all for the same number of steps.
 * @throws VitrineError `aborted`, `nothing-to-train`, `diverged`
 */
export async function measureColdVisitors(
  split: Split,
  { seeds, settings }: ColdPlan,
  run: RunContext,
): Promise<ColdRun[]> {
  const productIds = productsMetBy(1, split.final.train);
  const items = productIds.length;
  const { tuning, final } = arrangeFor(split, productIds, items);
  const validated = justBegun(sampleCases(tuning.cases, VALIDATED));
  const cases = justBegun(final.cases);
  const contexts = new Contexts(everyRow(cases.log.productIds.length), 'exclude');
  const entry = models.find(({ name }) => name === COLD_MODEL)!;
  const measure = async (train: InteractionLog, seed: number) => {
    // Made visits stand in the order they were made in.
    const plan = { items, unit: 'session', settings, vectors: 'int8' } as const;
    const stages = { tuning: { train, cases: validated } };
    const { tuned, final: section } = await trainModel(entry, stages, plan, { ...run, seed });
    const [source] = await openSources({ [COLD_MODEL]: section }, { items, others: [], sources: [COLD_MODEL] });
    const ranker = sourceRanker(source, contexts);
    const test = await runStep(run, 'evaluate', (step) =>
      evaluate(ranker, cases, { cutoffs: CUTOFFS, onProgress: step }),
    );
    return { validation: tuned.quality.ndcg10, test };
  };

  const logs: [Augmentation, InteractionLog][] = [];
  for (const by of AUGMENTATIONS) {
    logs.push([by, await augmented(tuning.train, by, items, { ...run, seed: seeds[0] })]);
  }
  const runs: ColdRun[] = [];
  for (const seed of seeds) {
    const found = { seed, validation: {}, test: {} } as ColdRun;
    for (const [by, log] of logs) {
      const { validation, test } = await measure(log, seed);
      found.validation[by] = validation;
      found.test[by] = test;
    }
    runs.push(found);
  }
  return runs;
}
