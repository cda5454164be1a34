import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import type { Sequences } from '../../../contract/sequences.ts';
import type { NamedTensors } from '../../../contract/tensors.ts';
import type {
  Checkpoint,
  FitOptions,
  Model,
  ModelEntry,
  RankingQuality,
  TrainingData,
} from '../../../learning/models/model.ts';
import { inPrecision, type VectorPrecision } from '../../../learning/models/vector-precision.ts';
import { joinSequences } from '../../../learning/training/sequences.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { historyOf, sampleCases } from '../../evaluation/interaction-log.ts';
import type { Stage } from '../../evaluation/splits.ts';
import { type RunContext, runStep } from '../../run-context.ts';
import { modelOptions, type SourceSettings } from '../source-settings.ts';
import { measureInParts } from './measure-in-parts.ts';
import { type EndedTraining, TrainingFiles } from './training-files.ts';
import { type StartingPack, transferWeights } from './transfer.ts';

/** When a training ends, where nothing else is said. */
const FIT = { patience: 8, validateEvery: 2 };
/** Histories that a validation measures while training, against the full catalogue: with 4,000, chance ended trainings early. */
const VALIDATION_CASES = 10_000;
/** … and that the section is measured with in the end. */
const QUALITY_CASES = 20_000;

export interface TrainingPlan {
  /** Rows of the pack. */
  items: number;
  /** What a sequence is. */
  unit: 'visitor' | 'session';
  /** Options over the sources' defaults. */
  settings: SourceSettings;
  /** Pack whose models the training starts from. Default: from random weights. */
  from?: StartingPack;
  /** Of the shop's products, where they were given: what new ones are placed by. */
  features?: FeatureIndex | undefined;
  /** How the pack holds item vectors. */
  vectors: VectorPrecision;
}

/** What a model is trained on. */
export interface TrainingStages {
  /** Its cases say when to stop. */
  tuning: Stage;
  /**
   * Sequences that it is trained on again then, from the start, for as many epochs as were best. Default, and where they
   * hold no more: the section is the one that was validated.
   */
  whole?: Sequences | undefined;
}

/** What a training ended in. */
export interface TrainedSection {
  section: PackSection;
  /** Of the section as it was saved, rounded numbers and all, on validation. */
  quality: RankingQuality;
  /** Of the weights before that, where it is known. */
  exact?: RankingQuality;
}

/**
 * Trains a model. Goes on from the checkpoint of a training of the same data and options that was stopped; one that was
 * ended is not repeated.
 * @throws VitrineError `aborted`, after the last checkpoint was written; `diverged`, `no-backend`
 */
export async function trainModel(
  entry: ModelEntry,
  { tuning, whole }: TrainingStages,
  plan: TrainingPlan,
  run: RunContext,
): Promise<{ tuned: TrainedSection; final: PackSection }> {
  const { from, features, items } = plan;
  const { seed } = run;
  const productIds = tuning.train.productIds.slice(0, items);
  const start = from && transferWeights(entry, from, { productIds, features, seed });
  const { epochs, options } = modelOptions(entry, plan.settings, start?.options, plan.unit);
  const fit = { epochs, ...FIT, seed };
  return run.compute.lend(async () => {
    const model = entry.create(options);
    try {
      const data = trainingData(tuning, items, VALIDATION_CASES);
      const { histories, targets } = trainingData(tuning, items, QUALITY_CASES).validation;
      const measure = (model: Model) =>
        runStep(run, `measure ${entry.name}`, (step) => measureInParts(model, histories, targets, step));
      const training = { entry, options, data, fit, start: start?.weights };
      const trained = await trainInFiles({ ...training, measure }, run);
      const held = (section: PackSection) => inPrecision(section, plan.vectors, seed);
      const section = held(trained.section);
      model.load(section);
      const tuned = { ...trained, section, quality: await measure(model) };
      const more = whole !== undefined && whole.items.length > data.sequences.items.length;
      // Where no epoch was better than the start, there is nothing to repeat.
      if (!more || trained.epochs === 0) return { tuned, final: section };
      const again = { ...fit, epochs: trained.epochs ?? epochs };
      const last = await trainInFiles({ ...training, data: { items, sequences: whole }, fit: again }, run);
      return { tuned, final: held(last.section) };
    } finally {
      model.dispose();
    }
  });
}

/** One training, and all that decides what it ends in. */
interface Training {
  entry: ModelEntry;
  options: Record<string, unknown>;
  data: TrainingData;
  fit: FitOptions;
  /** Weights to start from; they stay where no other validates better. Default: random ones. */
  start?: NamedTensors | undefined;
  /** How well the weights rank. Default: nobody asks. */
  measure?: (model: Model) => Promise<RankingQuality>;
}

/** One training, or what it ended in where that is in the run's folder. */
async function trainInFiles(training: Training, run: RunContext): Promise<EndedTraining> {
  const { entry, options, data, fit, start, measure } = training;
  const { items, sequences, validation } = data;
  const files = await TrainingFiles.of(run.folder, entry.name, [
    JSON.stringify([entry.name, options, fit, items]),
    ...[sequences, ...(validation ? [validation.histories] : [])].flatMap(({ items, offsets }) => [items, offsets]),
    ...(validation ? [validation.targets] : []),
    ...Object.values(start ?? {}).map(({ data }) => data),
  ]);
  const ended = await files.readSection();
  if (ended !== undefined) return ended;
  const model = entry.create(options);
  if (start) model.adopt(start);
  try {
    const best = await fitInFiles(model, training, files, run);
    const epochs = start && validation && !(await keepBetter(model, start, validation)) ? 0 : best;
    const exact = await measure?.(model);
    const trained = { section: model.save(), epochs, ...(exact && { exact }) };
    await files.writeSection(trained);
    return trained;
  } finally {
    model.dispose();
  }
}

/**
 * The guard of a training that starts from weights: they come back where those that were trained validate no better.
 * @returns whether those that were trained stay
 */
async function keepBetter(
  model: Model,
  start: NamedTensors,
  { histories, targets }: NonNullable<TrainingData['validation']>,
): Promise<boolean> {
  const trained = Object.fromEntries(
    Object.entries(model.weights()).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]),
  );
  const after = await model.measure(histories, targets);
  model.adopt(start);
  const before = await model.measure(histories, targets);
  const better = after.ndcg10 > before.ndcg10;
  if (better) model.adopt(trained);
  return better;
}

/** Trains from the last checkpoint on, and writes one each epoch. @returns epochs after which the weights were the best */
async function fitInFiles(
  model: Model,
  { data, fit }: Pick<Training, 'data' | 'fit'>,
  files: TrainingFiles,
  run: RunContext,
): Promise<number> {
  const resume = await files.readCheckpoint();
  let bestEpoch = resume?.counters.bestEpoch ?? 0;
  await runStep(run, `train ${model.name}`, async (step) => {
    let best: number | undefined;
    const checkpoint = async (state: Checkpoint) => {
      await files.writeCheckpoint(state);
      bestEpoch = state.counters.bestEpoch;
    };
    const fitting = model.fit(data, { ...fit, signal: run.signal, checkpoint, ...(resume && { resume }) });
    for await (const { epoch, epochs, step: done, steps, loss, validation } of fitting) {
      if (validation !== undefined) best = Math.max(best ?? 0, validation);
      await step(epoch * steps + done, epochs * steps, best, { loss, ...(validation !== undefined && { validation }) });
    }
  });
  return bestEpoch;
}

/** Sequences, and cases as histories with a target; items that the pack does not know are left out of both. */
export function trainingData({ train, cases }: Stage, items: number, most: number): Required<TrainingData> {
  const asked = sampleCases(cases, most);
  const histories: Int32Array[] = [];
  const targets: number[] = [];
  asked.targets.forEach((at, i) => {
    const target = asked.log.sequences.items[at];
    const history = historyOf(asked, i).items.filter((item) => item <= items);
    if (target > items || history.length === 0) return;
    histories.push(history);
    targets.push(target);
  });
  return {
    items,
    sequences: train.sequences,
    validation: { histories: joinSequences(histories), targets: Int32Array.from(targets) },
  };
}
