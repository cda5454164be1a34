import type { VitrineError } from '../../contract/errors.ts';
import { Gallery } from '../../learning/generators/picture/gallery.ts';
import { writePictureFile } from '../../learning/generators/picture/picture-file.ts';
import { PICTURE_TRAINING } from '../../learning/generators/picture/picture-generator.ts';
import type { PictureSet, Pixels } from '../../learning/generators/picture/picture-set.ts';
import { type Given, type Options, resolveOptions } from '../options/option.ts';
import { type CurvePoint, trainGenerator } from '../pictures/train-generator.ts';
import type { RunContext } from '../run-context.ts';

export const PICTURES_OPTIONS = {
  steps: { type: 'whole', least: 1, default: 6000, meaning: 'steps of each net at most' },
  every: {
    type: 'whole',
    least: 1,
    default: PICTURE_TRAINING.stepsPerEpoch,
    meaning: 'steps from one examination, checkpoint and sample sheet to the next',
  },
  batch: { type: 'whole', least: 1, default: PICTURE_TRAINING.batch, meaning: 'pictures a step' },
  stabiliser: {
    type: 'choice',
    values: ['spectral', 'none'],
    default: PICTURE_TRAINING.stabiliser,
    meaning: 'spectral: normalised discriminator, averaged generator; or none, to compare',
  },
} as const satisfies Options;

export interface PicturesInput {
  pictures: PictureSet;
  /** Gets sample pictures at each examination, and what it found. Default: nobody looks at them. */
  onSamples?: ((samples: Pixels, found: CurvePoint) => void | Promise<void>) | undefined;
  /** Ends the training where it stands, with the best weights so far. Default: it goes on to its end. */
  finish?: AbortSignal | undefined;
}

export interface TrainedPictures {
  /** The generator and the gallery, as a page loads them. */
  generator: Uint8Array<ArrayBuffer>;
  /** Of the best examination: `distance`, `diversity` and `coverage`. */
  metrics: Record<string, number>;
  /** How often it diverged or collapsed, and went back to the last good state. */
  rollbacks: number;
  curve: readonly CurvePoint[];
  /** How it diverged, where it did: the generator has the best weights before that. */
  diverged?: VitrineError;
}

/**
 * Trains the picture generator that a page imagines with: two nets against each other, one that makes pictures of a kind,
 * in a colour, to a taste, and one that tells them from the shop's own.
 * @throws VitrineError `bad-options`, `nothing-to-train`, `aborted`, `no-backend`; `diverged` before it found pictures worth keeping
 */
export async function trainPictures(
  { pictures, onSamples, finish }: PicturesInput,
  given: Given<typeof PICTURES_OPTIONS>,
  run: RunContext,
): Promise<TrainedPictures> {
  const { steps, every, batch, stabiliser } = resolveOptions(PICTURES_OPTIONS, given);
  const training = { ...PICTURE_TRAINING, batch, stepsPerEpoch: every, stabiliser };
  const { generator, curve, diverged } = await trainGenerator(
    pictures,
    { training, steps, ...(onSamples && { onSamples }), ...(finish && { finish }) },
    run,
  );
  const kept = curve.filter(({ collapsed }) => !collapsed).sort((a, b) => a.distance - b.distance)[0];
  const metrics: Record<string, number> = kept
    ? { distance: kept.distance, diversity: kept.diversity, coverage: kept.coverage }
    : {};
  const bytes = writePictureFile({ generator, gallery: Gallery.of(pictures) }, metrics);
  return { generator: bytes, metrics, rollbacks: kept?.rollbacks ?? 0, curve, ...(diverged && { diverged }) };
}
