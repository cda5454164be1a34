import type { NamedTensors } from '../../contract/tensors.ts';
import { frechetDistance } from '../../learning/generators/adversarial/frechet-distance.ts';
import { meanPairwiseDistance, type SampleRows } from '../../learning/generators/adversarial/quality.ts';
import type { PictureMaker } from '../../learning/generators/picture/maker-file.ts';
import { PictureClassifier } from '../../learning/generators/picture/picture-classifier.ts';
import type { PictureSet, Pixels } from '../../learning/generators/picture/picture-set.ts';
import { TrainingFiles } from '../recipe/models/training-files.ts';
import { type RunContext, runStep } from '../run-context.ts';
import { unframed } from './framed.ts';

const CLASSIFIER = { patience: 6, validateEvery: 1, seed: 1 };
const EPOCHS = 6;
/** Pictures that it sees at least, however often each: a small set takes more epochs. */
const LEAST_SEEN = 16_000;

/**
 * The classifier that made pictures are measured by; trained once, on pictures of its own training set, and gone on with
 * where that was stopped.
 * @throws VitrineError `aborted`, `diverged`
 */
export async function classifierFor(set: PictureSet, run: RunContext): Promise<PictureClassifier> {
  const classifier = new PictureClassifier(set.size, set.channels, set.kinds);
  const epochs = Math.max(EPOCHS, Math.ceil(LEAST_SEEN / set.kindOf.length));
  const files = await TrainingFiles.of(run.folder, 'classifier', [
    JSON.stringify([{ epochs, ...CLASSIFIER }, classifier.shapes]),
    set.pixels,
    set.kindOf,
  ]);
  const ended = await files.readSection();
  if (ended) {
    classifier.adopt(ended.section.tensors as NamedTensors);
    return classifier;
  }
  const resume = await files.readCheckpoint();
  await run.compute.lend(() =>
    runStep(run, 'classifier', async (step) => {
      const fitting = classifier.fit(set, {
        epochs,
        ...CLASSIFIER,
        signal: run.signal,
        checkpoint: (state) => files.writeCheckpoint(state),
        ...(resume && { resume }),
      });
      let least: number | undefined;
      for await (const { epoch, epochs, step: done, steps, validation } of fitting) {
        if (validation !== undefined) least = Math.min(least ?? validation, validation);
        await step(epoch * steps + done, epochs * steps, least);
      }
    }),
  );
  await files.writeSection({ section: { options: {}, tensors: classifier.weights } });
  return classifier;
}

export interface PictureMeasures {
  /** Share of the made pictures that the classifier takes for the kind that was asked for. */
  recognised: number;
  /** Share of the real test pictures that it takes for what they are. */
  accuracy: number;
  /** Squared Fréchet distance from the test pictures in the classifier's features. */
  frechet: number;
  /** … of as many training pictures from the test pictures: what no generator can be expected to beat. */
  frechetOfReal: number;
  /** Mean distance between two pictures of a kind, over that of the test pictures: by pixels, and by features. */
  diversity: number;
  diversityOfFeatures: number;
  [metric: string]: number;
}

export interface ComparedPictures {
  /** One picture is made for each of these, under its kind. */
  test: PictureSet;
  /** The generator's own training pictures, in the measure of what is reachable only. */
  training: PictureSet;
}

/** Makes one picture for each test picture, under its kind, and compares. */
export async function measurePictures(
  generator: Pick<PictureMaker, 'conditions' | 'drawUnder'>,
  classifier: PictureClassifier,
  { test, training }: ComparedPictures,
  { compute, seed }: Pick<RunContext, 'compute' | 'seed'>,
): Promise<{ measures: PictureMeasures; made: Pixels }> {
  const { width } = generator.conditions;
  const count = test.kindOf.length;
  const conditions = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    generator.conditions.ofPicture(test, i, conditions.subarray(i * width, (i + 1) * width));
  }
  const each = test.size * test.size * test.channels;
  const { made, ofMade, ofTest, ofTraining } = await compute.lend(async () => {
    const made = unframed(await generator.drawUnder(conditions, seed), test);
    return {
      made,
      ofMade: await classifier.name(made),
      ofTest: await classifier.name(test),
      ofTraining: await classifier.name({ ...training, pixels: training.pixels.subarray(0, count * each) }),
    };
  });
  const share = (kinds: Uint16Array): number =>
    kinds.reduce((right, kind, i) => right + (kind === test.kindOf[i] ? 1 : 0), 0) / count;
  return {
    made,
    measures: {
      recognised: share(ofMade.kinds),
      accuracy: share(ofTest.kinds),
      frechet: frechetDistance(ofTest.features, ofMade.features),
      frechetOfReal: frechetDistance(ofTest.features, ofTraining.features),
      diversity: ratio(rowsOf(made, each), rowsOf(test, each), test.kindOf),
      diversityOfFeatures: ratio(ofMade.features, ofTest.features, test.kindOf),
    },
  };
}

/** Pictures that distances between two are taken of: their number is squared. */
const COMPARED = 2000;

function ratio(made: SampleRows, real: SampleRows, kinds: Uint16Array): number {
  const some = ({ data, width }: SampleRows): SampleRows => ({ data: data.subarray(0, COMPARED * width), width });
  return meanPairwiseDistance(some(made), kinds) / meanPairwiseDistance(some(real), kinds);
}

function rowsOf({ pixels }: Pixels, width: number): SampleRows {
  return { data: Float32Array.from(pixels), width };
}
