import type { NamedTensors } from '../../src/contract/tensors.ts';
import type { EncoderSizes } from '../../src/kernels/encoders/attention-encoder.ts';
import type { Batch } from '../../src/learning/training/batches.ts';
import { encoderShapes } from '../../src/pack/sections/attention.ts';
import { randomOf } from '../harness/random.ts';
import { randomWeights } from '../harness/random-weights.ts';

/** What both contenders train: the same model on the same batch. */
export interface TrainingShape extends EncoderSizes {
  items: number;
  negatives: number;
  dropout: number;
  learningRate: number;
  /** Windows in the batch, and items in each. */
  rows: number;
  length: number;
}

/** A contender: one step of the optimiser, and the loss before it. */
export type Step = () => Promise<number>;

/** Draws negatives and what is left out; the same for both contenders. */
export const SEED = 1;

/** First weights of the encoder, and of the item vectors as `items`. */
export function firstWeights(shape: TrainingShape): NamedTensors {
  return randomWeights({ items: [shape.items + 1, shape.width], ...encoderShapes(shape) }, SEED);
}

/** Windows of items drawn alike; what comes next is what stands next. */
export function drawnBatch({ rows, length, items }: TrainingShape): Batch {
  const { uniform } = randomOf(SEED + 1);
  const drawn = Int32Array.from({ length: rows * (length + 1) }, () => 1 + Math.floor(uniform() * items));
  const part = (from: number) =>
    Int32Array.from(
      { length: rows * length },
      (_, i) => drawn[Math.floor(i / length) * (length + 1) + (i % length) + from],
    );
  return { rows, length, inputs: part(0), targets: part(1) };
}
