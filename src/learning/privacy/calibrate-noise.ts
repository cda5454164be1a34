import { logErfc } from './log-erfc.ts';
import { guaranteeOf, type SampledGaussian } from './renyi-accountant.ts';

const MOST_NOISE = 2 ** 20;
const HALVINGS = 60;

/**
 * The least noise with which a mechanism keeps to ε: a standard deviation, in units of the norm that contributions are clipped to.
 * @param delta in (0, 1)
 * @throws RangeError where an argument is out of its range, or no noise is enough
 */
export function noiseFor(mechanism: Omit<SampledGaussian, 'noise'>, epsilon: number, delta: number): number {
  if (!(epsilon > 0)) throw new RangeError('`epsilon` is not above 0.');
  const keeps = (noise: number): boolean => guaranteeOf([{ ...mechanism, noise }], delta).epsilon <= epsilon;
  if (!keeps(MOST_NOISE)) throw new RangeError('No noise is enough for so small an ε.');
  return leastThat(keeps, MOST_NOISE);
}

/**
 * What a count with noise must reach to be told at all, so that what one shopper alone did stays hidden: the noise lifts a count
 * of 1 up to it with this probability at most.
 * @param deviation of the discrete Gaussian noise
 */
export function thresholdFor(deviation: number, probability: number): number {
  const passes = (deviations: number): boolean =>
    Math.log(0.5) + logErfc(deviations / Math.SQRT2) <= Math.log(probability);
  // The tail of the discrete Gaussian from m on is at most that of the Gaussian from m − 1 on.
  return 2 + Math.ceil(deviation * leastThat(passes, 64));
}

/** The least number above 0, up to `most`, for which a condition holds that holds from somewhere on. */
function leastThat(holds: (value: number) => boolean, most: number): number {
  let [from, to] = [0, most];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (from + to) / 2;
    if (middle > 0 && holds(middle)) to = middle;
    else from = middle;
  }
  return to;
}
