import { VitrineError } from '../../src/contract/errors.ts';
import { imagine } from '../../src/learning/generators/picture/imagine.ts';
import { LatentGenerator } from '../../src/learning/generators/picture/latent/latent-generator.ts';
import type { MakerFile } from '../../src/learning/generators/picture/maker-file.ts';
import type { PictureSet, Pixels } from '../../src/learning/generators/picture/picture-set.ts';
import { trainFlow } from '../../src/trainer/pictures/train-flow.ts';
import type { RunContext } from '../../src/trainer/run-context.ts';
import { trainPictures } from '../../src/trainer/tasks/train-pictures.ts';
import type { ExaminedPictures, MadeSheet, TrainedGenerator } from '../workbench.ts';
import { sheetOf } from './picture-sheet.ts';

/** Few pictures a step and frequent examinations: a person watches. */
const TRAINING = { every: 25, batch: 16 };
const FLOW_TRAINING = { every: 25, batch: 32 };
const SHEET_COLUMNS = 8;
/** Pictures that are followed from noise on; and those that are made at once, where there are no steps. */
const [FOLLOWED, AT_ONCE] = [4, 16];

/** What a training of a picture generator is told by the page. */
export interface PictureTrainingPlan {
  /** Of each net. */
  steps: number;
  /** Ends it where it stands. */
  finish: AbortSignal;
  onExamined: (found: ExaminedPictures) => void;
}

/**
 * Trains a picture generator, and keeps the weights that were best.
 * @throws VitrineError as `trainPictures`; `diverged` also where no examination found pictures worth keeping
 */
export async function trainGenerator(
  pictures: PictureSet,
  { steps, finish, onExamined }: PictureTrainingPlan,
  run: RunContext,
): Promise<TrainedGenerator & { generator: Uint8Array<ArrayBuffer> }> {
  const onSamples = (samples: Pixels, found: Omit<ExaminedPictures, 'sheet'>): void =>
    onExamined({ ...found, sheet: sheetOf(samples, SHEET_COLUMNS) });
  const ended = await trainPictures({ pictures, onSamples, finish }, { steps, ...TRAINING }, run);
  const { generator, metrics, diverged } = ended;
  if (metrics.distance !== undefined) return { generator, metrics, ...(diverged && { diverged: diverged.message }) };
  throw new VitrineError('diverged', 'No examination found pictures worth keeping: they were all alike.', {
    remedy: 'Train for longer, with more pictures or of fewer kinds.',
  });
}

/**
 * Trains the flow of the generator on the bench anew, from noise, on the pictures that it knows of these kinds, and keeps the weights that
 * were best.
 * @throws VitrineError as `trainFlow`; `bad-options` where that generator has none
 */
export async function trainBenchFlow(
  file: MakerFile | undefined,
  kinds: readonly string[],
  { steps, finish, onExamined }: PictureTrainingPlan,
  run: RunContext,
): Promise<TrainedGenerator & { generator: Uint8Array<ArrayBuffer> }> {
  if (!(file?.generator instanceof LatentGenerator && file.codes)) {
    throw new VitrineError('bad-options', 'There is no generator on the bench whose flow could be trained.', {
      remedy: 'Open one that was made by `python/write.py`, or train two nets on the shop’s own pictures.',
    });
  }
  const { generator, gallery, codes } = file;
  const onSamples = (samples: Pixels, found: Omit<ExaminedPictures, 'sheet'>): void =>
    onExamined({ ...found, sheet: sheetOf(samples, SHEET_COLUMNS) });
  return trainFlow({ generator, gallery, codes }, { kinds, steps, ...FLOW_TRAINING, onSamples, finish }, run);
}

/**
 * Pictures that the generator makes of a kind: where they flow from noise, each in a row of its steps, the noise first.
 * @throws VitrineError `bad-options` where it was never trained on the kind; `no-backend`
 */
export function drawSheet(
  file: MakerFile,
  kind: string,
  seed: number,
  { compute }: Pick<RunContext, 'compute'>,
): Promise<MadeSheet> {
  const { generator } = file;
  return compute.lend(async () => {
    if (generator instanceof LatentGenerator) {
      const { conditions, size, channels } = generator;
      const rows = new Float32Array(FOLLOWED * conditions.width);
      for (let i = 0; i < FOLLOWED; i++) {
        conditions.ofRequest({ kind }, rows.subarray(i * conditions.width, (i + 1) * conditions.width));
      }
      const steps = await generator.drawSteps(rows, seed);
      const each = size * size * channels;
      const pixels = new Uint8Array(steps.length * FOLLOWED * each);
      steps.forEach((step, column) => {
        for (let row = 0; row < FOLLOWED; row++) {
          pixels.set(step.pixels.subarray(row * each, (row + 1) * each), (row * steps.length + column) * each);
        }
      });
      return { steps: steps.length - 1, sheet: sheetOf({ size, channels, pixels }, steps.length) };
    }
    const { pictures } = await imagine(file, { interests: [], kind, count: AT_ONCE, neighbours: 0, seed });
    const size = generator.size;
    const pixels = new Uint8Array(pictures.flatMap(({ rgba }) => [...rgba].filter((_, i) => i % 4 < 3)));
    return { steps: 0, sheet: sheetOf({ size, channels: 3, pixels }, SHEET_COLUMNS) };
  });
}
