import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { VitrineError } from '../../src/contract/errors.ts';
import { models } from '../../src/learning/models/index.ts';
import type { ModelEntry } from '../../src/learning/models/model.ts';
import { arrangeFor, productsMetBy } from '../../src/trainer/evaluation/relabel.ts';
import type { Stage } from '../../src/trainer/evaluation/splits.ts';
import { roundsOf, successiveHalving } from '../../src/trainer/evaluation/successive-halving.ts';
import { trainModel } from '../../src/trainer/recipe/models/train-model.ts';
import { record } from '../../src/trainer/recipe/record.ts';
import { drawSettings, readSpace } from '../../src/trainer/recipe/search/search-space.ts';
import { TrialJournal, type TrialLine } from '../../src/trainer/recipe/search/trial-journal.ts';
import { modelOptions, readSourceSettings } from '../../src/trainer/recipe/source-settings.ts';
import { createProgress, type Progress } from '../progress.ts';
import { choice, date, LOG_HELP, LOG_OPTIONS, readArguments, required, wholeNumber, wrong } from './arguments.ts';
import type { Command } from './command.ts';
import { tell } from './data.ts';
import { PROTOCOLS, readForProtocol, splitBy, unitOf } from './protocol.ts';

const HELP = `vitrine tune --data LOG --model NAME --space SPACE [options]

Searches a model's options on validation; the test is not looked at. Options are drawn at random; all trials are trained
for a ninth of the epochs, the best third of them for a third, the best third of these to the end. Each training that is
ended is a line of a journal: stopped by Ctrl-C or killed, the same command goes on from there.

  --data LOG           as for vitrine evaluate
  --model NAME         one of ${models.map(({ name }) => name).join(', ')}
  --space SPACE        what to try: values or ranges, such as "attention.width=32,64;attention.dropout=0.2:0.5"; a range
                       over a factor of ten or more is drawn from by its logarithm
  --trials N           default 20
  --protocol NAME      one of ${PROTOCOLS.join(', ')}; default as for vitrine evaluate
  --cut DATE           time-split: the cut
  --validation NAME    as for vitrine evaluate
${LOG_HELP}
  --set OPTION=VALUE   an option that is the same in all trials; may be given again
  --seed N             of what is drawn, and of the trainings; default 1
  --work FOLDER        where the journal and the trainings lie; default .vitrine
  --record FILE        write the result with what is needed to get it again
  --json               print JSON
`;

interface Search {
  entry: ModelEntry;
  stage: Stage;
  items: number;
  unit: 'visitor' | 'session';
  seed: number;
  folder: string;
  journal: TrialJournal;
  /** Settings of a trial, as `--set` takes them. */
  settingsOf(trial: number): readonly string[];
}

export const tuneCommand: Command = {
  name: 'tune',
  summary: 'searches a model’s options on validation',
  help: HELP,
  async run(args) {
    const values = readArguments(args, {
      data: { type: 'string' },
      model: { type: 'string' },
      space: { type: 'string' },
      trials: { type: 'string', default: '20' },
      protocol: { type: 'string' },
      cut: { type: 'string' },
      validation: { type: 'string', default: 'given' },
      ...LOG_OPTIONS,
      set: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: '1' },
      work: { type: 'string', default: '.vitrine' },
      record: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const data = required('data', values.data);
    const names = models.map((model) => model.name);
    const name = choice('model', required('model', values.model), names);
    const entry = models.find((model) => model.name === name)!;
    const space = readSpace(required('space', values.space));
    const trials = wholeNumber('trials', values.trials, 1);
    const seed = wholeNumber('seed', values.seed, 0);
    const settingsOf = (trial: number): string[] => [...values.set, ...drawSettings(space, seed, trial)];
    // What cannot be set is told before anything is read or trained.
    for (let trial = 0; trial < trials; trial++) readSourceSettings(settingsOf(trial), [name]);
    const { read, protocol } = await readForProtocol(values, data);
    const split = splitBy(protocol, read, date('cut', values.cut), seed);
    const packIds = productsMetBy(1, split.tuning.train);
    const { tuning: stage } = arrangeFor(split, packIds, packIds.length);
    if (stage.cases.targets.length === 0) throw wrong('Nobody can be asked about.', 'Give a longer log.');

    const decides = JSON.stringify([name, protocol, values.cut, values.space, values.set, seed]);
    const journal = new TrialJournal(join(values.work, `tune-${name}-${digestOf(decides, stage)}.jsonl`));
    if (journal.lines.length > 0) tell(`${journal.path}: goes on after ${journal.lines.length} trainings`);
    const search: Search = {
      entry,
      stage,
      items: packIds.length,
      unit: unitOf(protocol),
      seed,
      folder: values.work,
      journal,
      settingsOf,
    };
    const results = await searchSettings(search, trials);
    const [best] = results;
    if (best['ndcg@10'] === null) {
      throw new VitrineError('diverged', 'Every training diverged.', { remedy: 'Try lower learning rates.' });
    }
    const result = {
      command: `vitrine tune ${args.join(' ')}`,
      data,
      protocol,
      model: name,
      seed,
      best: best.settings,
      trials: results,
    };
    if (values.record !== undefined) record(values.record, result);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else printTrials(results);
  },
};

/** @returns the last training of each trial, the best first */
async function searchSettings(search: Search, trials: number): Promise<TrialLine[]> {
  const { entry, journal, settingsOf } = search;
  const numbers = Array.from({ length: trials }, (_, trial) => trial);
  const { epochs } = modelOptions(entry, readSourceSettings(settingsOf(0), [entry.name]));
  const rounds = roundsOf(trials, epochs);
  const ranked = await createProgress().stage(`tune ${entry.name}`, (step) => {
    // Each third round has a third of the trials: what is spent on each round is about the same.
    const all = rounds.reduce((sum, budget, round) => sum + budget * Math.ceil(trials / 3 ** round), 0);
    let spent = 0;
    let best: number | undefined;
    return successiveHalving(numbers, rounds, async (trial, budget) => {
      const known = journal.find(trial, budget);
      const line =
        known ?? (await train(search, trial, budget, (share) => step(Math.round(spent + budget * share), all, best)));
      if (known === undefined) journal.add(line);
      spent += budget;
      const score = line['ndcg@10'] ?? Number.NEGATIVE_INFINITY;
      best = Math.max(best ?? score, score);
      step(spent, all, best);
      return score;
    });
  });
  return ranked.map(({ candidate, budget }) => journal.find(candidate, budget)!);
}

/** @throws VitrineError as `trainModel`; a training that diverges is a result */
async function train(
  { entry, stage, items, unit, seed, folder, settingsOf }: Search,
  trial: number,
  epochs: number,
  onShare: (share: number) => void,
): Promise<TrialLine> {
  const settings = settingsOf(trial);
  const read = readSourceSettings(settings, [entry.name]);
  const plan = {
    items,
    unit,
    seed,
    folder,
    vectors: 'int8' as const,
    settings: { [entry.name]: { ...read[entry.name], epochs } },
  };
  const quiet: Progress = { stage: async (_, work) => work((done, total) => onShare(done / total)) };
  const started = performance.now();
  const told = (ndcg: number | null, recall: number | null): TrialLine => ({
    trial,
    epochs,
    settings,
    'ndcg@10': ndcg,
    'recall@10': recall,
    seconds: Math.round((performance.now() - started) / 1000),
  });
  try {
    const { tuned } = await trainModel(entry, stage, plan, quiet);
    return told(tuned.quality.ndcg10, tuned.quality.recall10);
  } catch (thrown) {
    if (thrown instanceof VitrineError && thrown.code === 'diverged') return told(null, null);
    throw thrown;
  }
}

/** Tells searches apart: another log, space or seed has a journal of its own. */
function digestOf(decides: string, { train, cases }: Stage): string {
  const hash = createHash('sha256').update(decides);
  for (const array of [train.sequences.items, train.sequences.offsets, cases.targets]) hash.update(array);
  return hash.digest('hex').slice(0, 16);
}

function printTrials(results: readonly TrialLine[]): void {
  process.stdout.write(`${'ndcg@10'.padStart(9)}${'recall@10'.padStart(11)}${'epochs'.padStart(8)}  settings\n`);
  for (const { 'ndcg@10': ndcg, 'recall@10': recall, epochs, settings } of results) {
    const figures = [ndcg, recall].map((figure) => (figure === null ? 'diverged' : figure.toFixed(4)));
    process.stdout.write(
      `${figures[0].padStart(9)}${figures[1].padStart(11)}${String(epochs).padStart(8)}  ${settings.join(' ')}\n`,
    );
  }
  const set = results[0].settings.map((setting) => `--set ${setting}`);
  process.stdout.write(`\nbest: ${set.join(' ')}\n`);
}
