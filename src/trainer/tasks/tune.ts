import { VitrineError } from '../../contract/errors.ts';
import { models } from '../../learning/models/index.ts';
import type { ModelEntry } from '../../learning/models/model.ts';
import { arrangeFor, productsMetBy } from '../evaluation/relabel.ts';
import type { Stage } from '../evaluation/splits.ts';
import { roundsOf, successiveHalving } from '../evaluation/successive-halving.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import { TRAINING_OPTIONS } from '../options/training-options.ts';
import type { ProgressReporter } from '../progress.ts';
import { trainModel } from '../recipe/models/train-model.ts';
import { trainingDigest } from '../recipe/models/training-digest.ts';
import { modelOptions, readSourceSettings } from '../recipe/source-settings.ts';
import { drawSettings, readSpace } from '../recipe/tuning/search-space.ts';
import { TrialJournal, type TrialLine } from '../recipe/tuning/trial-journal.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { type MeasuredLog, PROTOCOL_OPTIONS, type Protocol, protocolFor, splitBy, unitOf } from './protocol.ts';

export const TUNE_OPTIONS = {
  ...PROTOCOL_OPTIONS,
  model: {
    type: 'choice',
    values: models.map(({ name }) => name),
    meaning: `whose options are searched: ${models.map(({ name }) => name).join(', ')}`,
  },
  space: {
    type: 'text',
    value: 'SPACE',
    meaning:
      'what to try: values or ranges, such as "attention.width=32,64;attention.dropout=0.2:0.5"; a range over a factor of ' +
      'ten or more is drawn from by its logarithm',
  },
  trials: { type: 'whole', least: 1, default: 20, meaning: 'how many options are drawn' },
  set: TRAINING_OPTIONS.set,
} as const satisfies Options;

export interface TuneReport {
  protocol: Protocol;
  model: string;
  seed: number;
  /** Settings of the best trial, as `set` takes them. */
  best: readonly string[];
  /** The last training of each trial, the best first. */
  trials: readonly TrialLine[];
}

interface Search {
  entry: ModelEntry;
  stage: Stage;
  items: number;
  unit: 'visitor' | 'session';
  journal: TrialJournal;
  /** Settings of a trial, as `set` takes them. */
  settingsOf(trial: number): readonly string[];
}

/** What a search is, checked. */
export interface TunePlan {
  entry: ModelEntry;
  trials: number;
  settingsOf(trial: number): readonly string[];
}

/** Draws all trials' options: an option that cannot be set is refused before anything is read or trained. @throws VitrineError `bad-options` */
export function planSearch(given: Given<typeof TUNE_OPTIONS>, seed: number): TunePlan {
  const { model, space: text, trials, set = [] } = resolveOptions(TUNE_OPTIONS, given);
  const entry = models.find(({ name }) => name === model);
  if (entry === undefined || text === undefined) {
    throw new VitrineError('bad-options', `The ${entry === undefined ? 'model' : 'space'} is missing.`, {
      remedy: 'Give a model, and what of its options to try.',
    });
  }
  const space = readSpace(text);
  const settingsOf = (trial: number): string[] => [...set, ...drawSettings(space, seed, trial)];
  for (let trial = 0; trial < trials; trial++) readSourceSettings(settingsOf(trial), [entry.name]);
  return { entry, trials, settingsOf };
}

/**
 * Searches a model's options on validation; the test is not looked at. Options are drawn at random; all trials are trained
 * for a ninth of the epochs, the best third of them for a third, the best third of these to the end. Each training that is
 * ended is a line of a journal in the run's folder, which an aborted search goes on from.
 * @throws VitrineError `bad-options`, `aborted`, `diverged` where every training did; `no-backend`
 */
export async function tune(
  measured: MeasuredLog,
  given: Given<typeof TUNE_OPTIONS>,
  run: RunContext,
): Promise<TuneReport> {
  const { entry, trials, settingsOf } = planSearch(given, run.seed);
  const options = resolveOptions(TUNE_OPTIONS, given);
  const { cut, space, set = [] } = options;
  const { seed } = run;
  const protocol = protocolFor(measured, options);
  const split = splitBy(protocol, measured, { cut, seed });
  const packIds = productsMetBy(1, split.tuning.train);
  const { tuning: stage } = arrangeFor(split, packIds, packIds.length);
  if (stage.cases.targets.length === 0) {
    throw new VitrineError('bad-options', 'Nobody can be asked about.', { remedy: 'Give a longer log.' });
  }
  const decides = JSON.stringify([entry.name, protocol, cut, space, set, seed]);
  const { sequences } = stage.train;
  // Another log, space or seed has a journal of its own.
  const digest = await trainingDigest([decides, sequences.items, sequences.offsets, stage.cases.targets]);
  const journal = await TrialJournal.open(run.folder, `tune-${entry.name}-${digest}.jsonl`);
  const search = { entry, stage, items: packIds.length, unit: unitOf(protocol), journal, settingsOf };
  const results = await searchSettings(search, trials, run);
  const [best] = results;
  if (best['ndcg@10'] === null) {
    throw new VitrineError('diverged', 'Every training diverged.', { remedy: 'Try lower learning rates.' });
  }
  return { protocol, model: entry.name, seed, best: best.settings, trials: results };
}

/** @returns the last training of each trial, the best first */
async function searchSettings(search: Search, trials: number, run: RunContext): Promise<TrialLine[]> {
  const { entry, journal, settingsOf } = search;
  const numbers = Array.from({ length: trials }, (_, trial) => trial);
  const { epochs } = modelOptions(entry, readSourceSettings(settingsOf(0), [entry.name]));
  const rounds = roundsOf(trials, epochs);
  const ranked = await runStep(run, `tune ${entry.name}`, (step) => {
    // Each third round has a third of the trials: what is spent on each round is about the same.
    const all = rounds.reduce((sum, budget, round) => sum + budget * Math.ceil(trials / 3 ** round), 0);
    let spent = 0;
    let best: number | undefined;
    return successiveHalving(numbers, rounds, async (trial, budget) => {
      const known = journal.find(trial, budget);
      // The training itself ends when the run is aborted.
      const onShare = (share: number): void =>
        void step(Math.round(spent + budget * share), all, best).catch(() => undefined);
      const line = known ?? (await train(search, { trial, epochs: budget }, { ...run, progress: sharesTo(onShare) }));
      if (known === undefined) await journal.add(line);
      spent += budget;
      const score = line['ndcg@10'] ?? Number.NEGATIVE_INFINITY;
      best = Math.max(best ?? score, score);
      await step(spent, all, best);
      return score;
    });
  });
  return ranked.map(({ candidate, budget }) => journal.find(candidate, budget)!);
}

/** @throws VitrineError as `trainModel`; a training that diverges is a result */
async function train(
  { entry, stage, items, unit, settingsOf }: Search,
  { trial, epochs }: { trial: number; epochs: number },
  run: RunContext,
): Promise<TrialLine> {
  const settings = settingsOf(trial);
  const read = readSourceSettings(settings, [entry.name]);
  const plan = {
    items,
    unit,
    vectors: 'int8' as const,
    settings: { [entry.name]: { ...read[entry.name], epochs } },
  };
  const started = performance.now();
  const lineOf = (ndcg: number | null, recall: number | null): TrialLine => ({
    trial,
    epochs,
    settings,
    'ndcg@10': ndcg,
    'recall@10': recall,
    seconds: Math.round((performance.now() - started) / 1000),
  });
  try {
    const { tuned } = await trainModel(entry, { tuning: stage }, plan, run);
    return lineOf(tuned.quality.ndcg10, tuned.quality.recall10);
  } catch (thrown) {
    if (thrown instanceof VitrineError && thrown.code === 'diverged') return lineOf(null, null);
    throw thrown;
  }
}

/** Of each step only what share of it is done. */
function sharesTo(tell: (share: number) => void): ProgressReporter {
  const reporter: ProgressReporter = {
    begin: () => ({ ...reporter, advance: (done, total) => tell(done / total), end: () => undefined }),
  };
  return reporter;
}
