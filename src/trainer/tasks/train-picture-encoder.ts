import { VitrineError } from '../../contract/errors.ts';
import * as plain from '../../contract/validation/plain-data.ts';
import { bytesOfWeights, writeEncoderFile } from '../../learning/encoders/picture/encoder-file.ts';
import { fitPictureEncoder } from '../../learning/encoders/picture/fit-picture-encoder.ts';
import { ENCODER_SHAPE, PictureEncoder } from '../../learning/encoders/picture/picture-encoder.ts';
import { type PictureSet, picturesAt } from '../../learning/generators/picture/picture-set.ts';
import type { Checkpoint } from '../../learning/training/run-training.ts';
import { corruptPack } from '../../pack/corrupt-pack.ts';
import { PictureGallery } from '../../pack/picture-gallery.ts';
import { readSafetensors } from '../../pack/safetensors.ts';
import { readTensor } from '../../pack/section.ts';
import { parseJson } from '../../reading/exact-json.ts';
import type { Given, Options } from '../options/option.ts';
import { resolveOptions } from '../options/option.ts';
import { isLeftOut } from '../pictures/leave-out.ts';
import { TrainingFiles } from '../recipe/models/training-files.ts';
import { type RunContext, runStep } from '../run-context.ts';

export const PICTURE_ENCODER_OPTIONS = {
  epochs: { type: 'whole', least: 1, default: 20, meaning: 'how often each picture is looked at, in two views' },
  leaveOut: {
    type: 'whole',
    least: 0,
    most: 99,
    default: 0,
    meaning:
      'percent of the products whose pictures are kept from training, so that evaluate-encoder can measure by them',
  },
} as const satisfies Options;

/** One pass over the pictures. */
export interface EncoderEpoch {
  epoch: number;
  loss: number;
  /** Share of the pictures kept for validation whose nearest one there is of another kind. */
  errors?: number;
}

export interface TrainedPictureEncoder {
  /** The encoder and the products' vectors, as a page loads them. */
  file: Uint8Array<ArrayBuffer>;
  /** Bytes of the encoder alone. */
  bytes: number;
  /** Pictures that it learned from. */
  pictures: number;
  curve: readonly EncoderEpoch[];
}

/** Fewer pictures than this tell nothing apart. */
const LEAST_PICTURES = 64;

/**
 * Trains what finds products by a picture: an encoder that learns the shop's kinds, colours and what makes two views of a
 * picture the same, and with it a vector for each product. What was trained goes on from its checkpoint.
 * @param pictures in colour, with the products that they show
 * @throws VitrineError `bad-options`, `nothing-to-train`, `aborted`, `diverged`, `no-backend`
 */
export async function trainPictureEncoder(
  pictures: PictureSet,
  given: Given<typeof PICTURE_ENCODER_OPTIONS>,
  run: RunContext,
): Promise<TrainedPictureEncoder> {
  const { epochs, leaveOut } = resolveOptions(PICTURE_ENCODER_OPTIONS, given);
  const taught = taughtOf(pictures, leaveOut);
  if (taught.kindOf.length < LEAST_PICTURES) {
    throw new VitrineError('nothing-to-train', `There are ${taught.kindOf.length} pictures to learn from.`, {
      remedy: `Give at least ${LEAST_PICTURES}.`,
    });
  }
  const encoder = new PictureEncoder(ENCODER_SHAPE);
  const files = await TrainingFiles.of(run.folder, 'picture-encoder', [
    JSON.stringify([ENCODER_SHAPE, epochs, run.seed, taught.kinds, taught.size]),
    taught.pixels,
    taught.kindOf,
  ]);
  const resume = await files.readCheckpoint();
  const curve = (resume?.reported ?? []) as EncoderEpoch[];
  await run.compute.lend(() =>
    runStep(run, 'train the encoder', async (step) => {
      let reached: Checkpoint | undefined;
      const fitting = fitPictureEncoder(encoder, taught, {
        epochs,
        patience: epochs,
        validateEvery: 1,
        seed: run.seed,
        signal: run.signal,
        checkpoint: async (state) => {
          reached = state;
        },
        ...(resume && { resume }),
      });
      for await (const { epoch, step: done, steps, loss, validation } of fitting) {
        if (done === steps)
          curve.push({ epoch: epoch + 1, loss, ...(validation !== undefined && { errors: validation }) });
        // Written when its epoch is told, so that a curve goes on without a gap.
        if (reached !== undefined) await files.writeCheckpoint(reached, curve);
        reached = undefined;
        await step(epoch * steps + done, epochs * steps, leastOf(curve));
      }
    }),
  );
  return encoderOf(encoder, { pictures, leaveOut, curve }, run);
}

/**
 * Makes an encoder of weights that were trained elsewhere, such as by `bench/pictures/train_encoder.py`: nothing is trained.
 * @param weights a safetensors file with a tensor for each of the net's weights, and in its metadata the `losses` of the epochs
 * @throws VitrineError `bad-options`, `pack-corrupt`, `aborted`, `no-backend`
 */
export async function encoderWithWeights(
  pictures: PictureSet,
  weights: Uint8Array,
  { leaveOut }: Pick<Given<typeof PICTURE_ENCODER_OPTIONS>, 'leaveOut'>,
  run: RunContext,
): Promise<TrainedPictureEncoder> {
  const { metadata, tensors } = readSafetensors(weights);
  const encoder = new PictureEncoder(ENCODER_SHAPE);
  const named = Object.entries(encoder.shapes).map(([name, shape]) => {
    const data = readTensor({ options: {}, tensors }, name, [Float32Array], shape);
    return [name, { shape, data }] as const;
  });
  encoder.adopt(Object.fromEntries(named));
  const curve = lossesIn(metadata.losses ?? '[]').map((loss, i) => ({ epoch: i + 1, loss }));
  return encoderOf(encoder, { pictures, leaveOut: leaveOut ?? 0, curve }, run);
}

const Losses = plain.list(plain.finite, 0, 100_000);

function lossesIn(text: string): number[] {
  let losses: unknown;
  try {
    losses = parseJson(text);
  } catch (cause) {
    throw corruptPack('its losses are no JSON', cause);
  }
  return plain.read(Losses, losses, (misfit) => corruptPack(misfit), 'losses');
}

/** The file of an encoder that is trained, with the products by their pictures. */
async function encoderOf(
  encoder: PictureEncoder,
  { pictures, leaveOut, curve }: { pictures: PictureSet; leaveOut: number; curve: readonly EncoderEpoch[] },
  run: RunContext,
): Promise<TrainedPictureEncoder> {
  const taught = taughtOf(pictures, leaveOut);
  const vectors = await run.compute.lend(() => runStep(run, 'encode the pictures', () => encoder.encode(pictures)));
  const gallery = new PictureGallery(pictures.products!, vectors, ENCODER_SHAPE);
  const errors = leastOf(curve);
  return {
    file: writeEncoderFile({ encoder, gallery, leftOut: leaveOut }, errors === undefined ? {} : { errors }),
    bytes: bytesOfWeights(encoder),
    pictures: taught.kindOf.length,
    curve,
  };
}

/** Pictures that are not kept from training. @throws VitrineError `bad-options` */
function taughtOf(pictures: PictureSet, leaveOut: number): PictureSet {
  const { products = [] } = pictures;
  if (pictures.channels !== 3 || products.length !== pictures.kindOf.length) {
    throw new VitrineError('bad-options', 'The pictures are grey, or show no products.', {
      remedy: 'Give colour pictures named after their products.',
    });
  }
  const kept = Int32Array.from(products.keys()).filter((i) => !isLeftOut(products[i], leaveOut));
  return picturesAt(pictures, kept);
}

function leastOf(curve: readonly EncoderEpoch[]): number | undefined {
  const errors = curve.flatMap(({ errors }) => (errors === undefined ? [] : [errors]));
  return errors.length > 0 ? Math.min(...errors) : undefined;
}
