import { VitrineError } from '../../contract/errors.ts';
import type { FederatedTask } from '../../contract/federated.ts';
import { DiscreteGaussian } from '../privacy/discrete-gaussian.ts';

type Precision = Pick<FederatedTask, 'clippingNorm' | 'resolution'>;
type Noise = Precision & Pick<FederatedTask, 'noiseMultiplier' | 'survivors'>;

/** Deviations that noise in a sum never reaches: it would once in 10³² numbers. */
const FARTHEST = 12;

/** The most that an update in fixed point is long (L2). */
export function normOf({ clippingNorm, resolution }: Precision): number {
  return clippingNorm * resolution;
}

/**
 * Standard deviation (not variance) of one shopper's noise, in fixed-point steps: the shares of `survivors` shoppers, which are
 * independent, add up to the whole noise, and those of more to more.
 */
export function noiseOf(task: Noise): number {
  return (task.noiseMultiplier * normOf(task)) / Math.sqrt(task.survivors);
}

/** Numbers in a round's sum are smaller than this in size. */
export function reachOf(task: Noise & Pick<FederatedTask, 'cohort'>): number {
  return task.cohort * normOf(task) + FARTHEST * noiseOf(task) * Math.sqrt(task.cohort);
}

/**
 * An update in fixed point, shortened to the clipping norm. Numbers are rounded toward zero, so that rounding makes no update
 * longer than the norm that the noise is measured in.
 * @throws VitrineError `diverged` where it is not finite
 */
export function encode(update: Float32Array, task: Precision): Int32Array {
  let squares = 0;
  for (let i = 0; i < update.length; i++) squares += update[i] ** 2;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length)) {
    throw new VitrineError('diverged', 'The update is not finite.', {
      remedy: 'Give the task a lower `learningRate`.',
    });
  }
  const scale = task.resolution * Math.min(1, task.clippingNorm / length);
  const vector = new Int32Array(update.length);
  for (let i = 0; i < vector.length; i++) vector[i] = Math.trunc(update[i] * scale);
  return vector;
}

/** The same with the shopper's share of the noise, from the platform's cryptographic generator. */
export function addNoise(vector: Int32Array, task: Noise): Int32Array {
  const noise = new DiscreteGaussian(noiseOf(task));
  return vector.map((value) => value + noise.sample());
}

/** The mean update that a sum of `count` fixed-point updates stands for. */
export function decode(sum: Int32Array, count: number, { resolution }: Precision): Float32Array {
  return Float32Array.from(sum, (value) => value / (resolution * count));
}
