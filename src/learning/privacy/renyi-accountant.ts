import { logErfc } from './log-erfc.ts';

/**
 * What a training tells about any one shopper, in differential privacy's terms: Rényi divergences of the Gaussian mechanism
 * with Poisson sampling, added up over the steps and turned into (ε, δ).
 *
 * Two assumptions stand beside every ε that comes from here:
 * - Sampling: in each step every shopper takes part by chance alone, with the same probability, each independently of the
 *   others and of earlier steps (Poisson sampling). Batches of a fixed size, or shuffled, are another mechanism.
 * - Neighbours: two data sets are neighbours where one has one shopper's whole contribution more than the other
 *   (add or remove one). What one shopper contributes to a step is clipped to the norm that the noise is measured in.
 *
 * Formulas: Mironov, Talwar, Zhang, "Rényi Differential Privacy of the Sampled Gaussian Mechanism" (2019); the improved
 * conversion is that of Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy" (2020).
 */
export interface SampledGaussian {
  /** Probability with which a shopper takes part in a step, 0…1. */
  sampling: number;
  /** Standard deviation of the noise (not its variance), in units of the norm that contributions are clipped to. Above 0. */
  noise: number;
  /** How often it runs; a whole number. */
  steps: number;
}

/** A guarantee, and the order that gave it. */
export interface PrivacyGuarantee {
  epsilon: number;
  delta: number;
  order: number;
}

/** `improved` is never worse; `classic` is Mironov's of 2017, for comparisons with older figures. */
export type Conversion = 'improved' | 'classic';

/** Orders at which the divergence is computed: close together where ε of a few has its best one, and up to 512 for small ε. */
const ORDERS: readonly number[] = [
  ...Array.from({ length: 99 }, (_, i) => (11 + i) / 10),
  ...Array.from({ length: 502 }, (_, i) => 11 + i),
];

/**
 * Rényi divergence of order `order` over all steps.
 * @param order above 1
 * @throws RangeError where an argument is out of its range
 */
export function renyiDivergence({ sampling, noise, steps }: SampledGaussian, order: number): number {
  if (!(sampling >= 0 && sampling <= 1)) throw new RangeError('`sampling` is not a probability.');
  if (!(noise > 0)) throw new RangeError('`noise` is not above 0.');
  if (!(Number.isSafeInteger(steps) && steps >= 0)) throw new RangeError('`steps` is not a whole number.');
  if (!(order > 1 && Number.isFinite(order))) throw new RangeError('`order` is not above 1.');
  if (sampling === 0 || steps === 0) return 0;
  if (sampling === 1) return (steps * order) / (2 * noise ** 2);
  const moment = Number.isInteger(order)
    ? wholeMoment(sampling, noise, order)
    : fractionalMoment(sampling, noise, order);
  return (steps * moment) / (order - 1);
}

/**
 * The smallest ε that the divergences give for this δ, over `orders`. Several mechanisms on the same shoppers add up: give all
 * of them.
 * @param delta probability in which the guarantee may fail, in (0, 1): well below one in the number of shoppers
 * @throws RangeError where an argument is out of its range
 */
export function guaranteeOf(
  mechanisms: readonly SampledGaussian[],
  delta: number,
  { conversion = 'improved', orders = ORDERS }: { conversion?: Conversion; orders?: readonly number[] } = {},
): PrivacyGuarantee {
  if (!(delta > 0 && delta < 1)) throw new RangeError('`delta` is not above 0 and below 1.');
  let best: PrivacyGuarantee = { epsilon: Number.POSITIVE_INFINITY, delta, order: Number.NaN };
  for (const order of orders) {
    const divergence = mechanisms.reduce((sum, mechanism) => sum + renyiDivergence(mechanism, order), 0);
    const classic = divergence - Math.log(delta) / (order - 1);
    const gain = conversion === 'improved' ? Math.log(order) / (order - 1) - Math.log1p(-1 / order) : 0;
    // What tells nothing at all is private without any failure.
    const epsilon = divergence === 0 ? 0 : Math.max(0, classic - gain);
    if (epsilon < best.epsilon) best = { epsilon, delta, order };
  }
  return best;
}

/** Logarithm of E[(μ/μ₀)^order] under μ₀, for a whole order: a binomial sum. */
function wholeMoment(sampling: number, noise: number, order: number): number {
  let sum = Number.NEGATIVE_INFINITY;
  let logChoose = 0;
  for (let k = 0; k <= order; k++) {
    const term = logChoose + k * Math.log(sampling) + (order - k) * Math.log1p(-sampling);
    sum = logAdd(sum, term + (k * k - k) / (2 * noise ** 2));
    logChoose += Math.log((order - k) / (k + 1));
  }
  // Of a mechanism that tells next to nothing, rounding alone could make it negative.
  return Math.max(0, sum);
}

/** Terms below e to this of what they are added to change nothing. */
const NEGLIGIBLE = -40;

/** The same for any order: two series, for what lies on either side of the point where both densities are equal. */
function fractionalMoment(sampling: number, noise: number, order: number): number {
  const logQ = Math.log(sampling);
  const logRest = Math.log1p(-sampling);
  const middle = noise ** 2 * (logRest - logQ) + 0.5;
  const scale = Math.SQRT2 * noise;
  let positive = Number.NEGATIVE_INFINITY;
  let negative = Number.NEGATIVE_INFINITY;
  let choose = 1;
  for (let k = 0; ; k++) {
    const j = order - k;
    const logChoose = Math.log(Math.abs(choose)) + Math.log(0.5);
    const below = logChoose + k * logQ + j * logRest + (k * k - k) / (2 * noise ** 2) + logErfc((k - middle) / scale);
    const above = logChoose + j * logQ + k * logRest + (j * j - j) / (2 * noise ** 2) + logErfc((middle - j) / scale);
    const term = logAdd(below, above);
    if (choose > 0) positive = logAdd(positive, term);
    else negative = logAdd(negative, term);
    if (k > order && term < positive + NEGLIGIBLE) break;
    choose *= j / (k + 1);
  }
  return Math.max(0, positive + Math.log1p(-Math.exp(negative - positive)));
}

/** log(eᵃ + eᵇ), of which one at least is finite. */
function logAdd(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}
