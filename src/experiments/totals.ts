/**
 * What one variant's visitors brought, as sums: enough for means, deviations and CUPED, however many they are. Plain data,
 * so that days, browsers or servers can be added up.
 */
export interface VariantTotals {
  visitors: number;
  /** Of the values and of their squares, one value a visitor: 1 or 0 for a conversion, or money. */
  sum: number;
  squares: number;
  /** The same of what was known of a visitor before the experiment; 0 where nothing is. */
  before: number;
  beforeSquares: number;
  /** Of value × before. */
  products: number;
}

export const noTotals = (): VariantTotals => ({
  visitors: 0,
  sum: 0,
  squares: 0,
  before: 0,
  beforeSquares: 0,
  products: 0,
});

/** Adds one visitor, or takes one away again. @param times 1 or −1 */
export function addVisitor(totals: VariantTotals, value: number, before = 0, times: 1 | -1 = 1): void {
  totals.visitors += times;
  totals.sum += times * value;
  totals.squares += times * value * value;
  totals.before += times * before;
  totals.beforeSquares += times * before * before;
  totals.products += times * value * before;
}

/** A difference of two means, with the variance of the difference. */
export interface Difference {
  /** Of the first group. */
  base: number;
  /** Second − first. */
  difference: number;
  variance: number;
  /** How much less the variance is for what was known before; 0 where that tells nothing. */
  reduction: number;
}

/**
 * How much more the second group brings a visitor. What was known of visitors before takes its part out of the noise
 * (CUPED: Deng, Xu, Kohavi & Walker, "Improving the sensitivity of online controlled experiments by utilizing
 * pre-experiment data", 2013): it moves both groups alike, so it cannot make a difference, only lay one bare.
 */
export function differenceOf(first: VariantTotals, second: VariantTotals): Difference {
  const [base, other] = [momentsOf(first), momentsOf(second)];
  const spread = base.visitors * base.beforeVariance + other.visitors * other.beforeVariance;
  const shared = base.visitors * base.covariance + other.visitors * other.covariance;
  const slope = spread > 0 ? shared / spread : 0;
  const plain = base.variance / base.visitors + other.variance / other.visitors;
  const variance = adjusted(base, slope) / base.visitors + adjusted(other, slope) / other.visitors;
  return {
    base: base.mean,
    difference: other.mean - base.mean - slope * (other.before - base.before),
    variance,
    reduction: plain > 0 ? 1 - variance / plain : 0,
  };
}

/** The variance of the values, less the part that is predicted. */
const adjusted = ({ variance, covariance, beforeVariance }: Moments, slope: number): number =>
  Math.max(0, variance - 2 * slope * covariance + slope ** 2 * beforeVariance);

interface Moments {
  visitors: number;
  mean: number;
  before: number;
  variance: number;
  beforeVariance: number;
  covariance: number;
}

function momentsOf(totals: VariantTotals): Moments {
  const { visitors } = totals;
  const mean = totals.sum / visitors;
  const before = totals.before / visitors;
  // Of a sample, not of all visitors that there could be.
  const unbiased = visitors / Math.max(1, visitors - 1);
  return {
    visitors,
    mean,
    before,
    variance: unbiased * Math.max(0, totals.squares / visitors - mean ** 2),
    beforeVariance: unbiased * Math.max(0, totals.beforeSquares / visitors - before ** 2),
    covariance: unbiased * (totals.products / visitors - mean * before),
  };
}
