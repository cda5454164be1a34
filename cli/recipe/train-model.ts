import { VitrineError } from '../../src/contract/errors.ts';
import type { Sequences } from '../../src/contract/neural.ts';
import { historyOf, sampleCases } from '../../src/evaluation/interaction-log.ts';
import type { Stage } from '../../src/evaluation/splits.ts';
import type { ModelEntry } from '../../src/models/index.ts';
import type { TrainingData } from '../../src/models/model.ts';
import type { PackSection } from '../../src/pack/pack.ts';
import type { Progress } from '../progress.ts';
import { openTensorRuntime } from '../tensor-runtime.ts';
import { TrainingFiles } from './training-files.ts';

/** Long enough for the models here to level; patience ends most trainings before. */
const FIT = { epochs: 60, patience: 6, validateEvery: 2, seed: 1 };
/** Histories that a validation measures, against the full catalogue. */
const VALIDATION_CASES = 4000;

/**
 * Trains a model on the tuning stage, whose cases say when to stop. Goes on from the checkpoint of a training of the
 * same data and options that was stopped; one that was ended is not repeated.
 * @param folder where checkpoints lie
 * @throws VitrineError `aborted` on Ctrl-C, after the last checkpoint was written; `diverged`, `no-backend`
 */
export async function trainModel(
  entry: ModelEntry,
  stage: Stage,
  items: number,
  folder: string,
  progress: Progress,
): Promise<PackSection> {
  const data = trainingData(stage, items);
  const { sequences, validation } = data;
  const fit = { ...FIT, epochs: entry.epochs ?? FIT.epochs };
  const decides = JSON.stringify([entry.name, entry.defaults, fit, items]);
  const files = new TrainingFiles(folder, entry.name, [
    decides,
    ...[sequences, validation.histories].flatMap(({ items, offsets }) => [items, offsets]),
    validation.targets,
  ]);
  const trained = files.readSection();
  if (trained !== undefined) return trained;

  const compute = await openTensorRuntime();
  const model = entry.create();
  const interrupt = new AbortController();
  const onInterrupt = () => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  try {
    const resume = files.readCheckpoint();
    await progress.stage(`train ${entry.name}`, async (step) => {
      let best: number | undefined;
      const checkpoint = async (state: Parameters<TrainingFiles['writeCheckpoint']>[0]) => files.writeCheckpoint(state);
      const fitting = model.fit(data, { ...fit, signal: interrupt.signal, checkpoint, ...(resume && { resume }) });
      for await (const { epoch, epochs, step: done, steps, validation } of fitting) {
        if (validation !== undefined) best = Math.max(best ?? 0, validation);
        step(epoch * steps + done, epochs * steps, best);
      }
    });
    const section = model.save();
    files.writeSection(section);
    return section;
  } catch (thrown) {
    if (!interrupt.signal.aborted) throw thrown;
    throw new VitrineError('aborted', `Interrupted. What was trained so far is kept in ${folder}.`, {
      remedy: 'Run the same command again to go on from the last epoch.',
    });
  } finally {
    process.off('SIGINT', onInterrupt);
    model.dispose();
    compute.close();
  }
}

/** Sequences, and cases as histories with a target; items that the pack does not know are left out of both. */
function trainingData({ train, cases }: Stage, items: number): Required<TrainingData> {
  const asked = sampleCases(cases, VALIDATION_CASES);
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
    validation: { histories: join(histories), targets: Int32Array.from(targets) },
  };
}

function join(lists: readonly Int32Array[]): Sequences {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach(({ length }, i) => {
    offsets[i + 1] = offsets[i] + length;
  });
  const items = new Int32Array(offsets[lists.length]);
  lists.forEach((list, i) => {
    items.set(list, offsets[i]);
  });
  return { items, offsets };
}
