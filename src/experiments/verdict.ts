import { alwaysValidInterval, varianceAtDecision, varianceNeeded } from './always-valid.ts';
import { differenceOf, type VariantTotals } from './totals.ts';

/** How certain a verdict must be, and which differences are expected. */
export interface VerdictOptions {
  /** Chance of seeing a difference where there is none, over all looks together, 0…1. Default 0.05. */
  alpha?: number;
  /**
   * Size of the expected difference, as a share of the control's mean. The test finds a difference of about this size soonest,
   * and one of any size in the end. Must not be changed after the results were seen. Default 0.05; of preferences 0.1, in their own unit.
   */
  expected?: number;
}

/** What is known about a variant so far. */
export interface Verdict {
  /** Of the variant against the control; `open` where no difference is certain yet. */
  outcome: 'better' | 'worse' | 'open';
  /** Of both together. */
  visitors: number;
  /** The control's mean by visitor. */
  base: number;
  /** Variant − control, by visitor. */
  difference: number;
  /** Holds the true difference at all times at once, with chance 1 − alpha. Without end where nothing is known yet. */
  interval: readonly [number, number];
  /** Difference and interval as shares of the control's mean; `undefined` where that is 0. */
  relative?: { difference: number; interval: readonly [number, number] };
  /** Deviation of the difference, as estimated; 0 where nothing is known yet. */
  error: number;
  /** By how much what was known of visitors before reduces the variance, as a share, 0…1. */
  reduction: number;
  alpha: number;
  /** The size of difference that is expected, in the unit of the values. */
  expected: number;
}

/** Fewest visitors of each variant for a verdict: an estimate from fewer is not near enough to normal. */
const FEWEST = 100;

const DEFAULTS = { alpha: 0.05, expected: 0.05 };
/** Of preferences, which reach from −1 to 1: between two rankings they differ by more than what is sold does. */
const EXPECTED_PREFERENCE = 0.1;

/** Whether a variant is better than the control. May be asked at any time, as often as one likes. */
export function compareVariants(control: VariantTotals, variant: VariantTotals, options: VerdictOptions = {}): Verdict {
  const { alpha, expected } = { ...DEFAULTS, ...options };
  const visitors = control.visitors + variant.visitors;
  if (Math.min(control.visitors, variant.visitors) < FEWEST) return nothingKnown(visitors, alpha);
  const { base, difference, variance, reduction } = differenceOf(control, variant);
  const scale = Math.abs(control.sum + variant.sum) / visitors;
  if (variance === 0 || scale === 0) return { ...nothingKnown(visitors, alpha), base, difference };
  const verdict = { ...judge(difference, variance, visitors, expected * scale, alpha), base, reduction };
  if (base <= 0) return verdict;
  const [low, high] = verdict.interval;
  return { ...verdict, relative: { difference: difference / base, interval: [low / base, high / base] } };
}

/**
 * Whether visitors prefer the second team of interleaved lists: of each visitor who clicked, 1 where more of the second team's
 * products were clicked, −1 where more of the first's, else 0. The control's mean is 0, and the difference is −1…1.
 */
export function comparePreference(preferences: VariantTotals, options: VerdictOptions = {}): Verdict {
  const { alpha, expected } = { ...DEFAULTS, expected: EXPECTED_PREFERENCE, ...options };
  const { visitors, sum, squares } = preferences;
  if (visitors < FEWEST) return nothingKnown(visitors, alpha);
  const difference = sum / visitors;
  const variance = (squares / visitors - difference ** 2) / (visitors - 1);
  return variance > 0 ? judge(difference, variance, visitors, expected, alpha) : nothingKnown(visitors, alpha);
}

/**
 * Visitors that an open verdict still needs, of both variants together, if the difference stays as it is. Infinite where there
 * is none so far.
 */
export function visitorsStillNeeded({ outcome, visitors, difference, error, expected, alpha }: Verdict): number {
  if (outcome !== 'open') return 0;
  if (difference === 0 || error === 0) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.ceil(visitors * (error ** 2 / varianceNeeded(difference, expected, alpha) - 1)));
}

/**
 * Visitors of both variants together, in equal shares, that the test needs on average to find a true difference.
 * @param lift as a share of the mean @param mean of the control, by visitor @param deviation of one visitor's value
 */
export function expectedSampleSize(
  { lift, mean, deviation }: { lift: number; mean: number; deviation: number },
  options: VerdictOptions = {},
): number {
  const { alpha, expected } = { ...DEFAULTS, ...options };
  // Two groups of n visitors each: the variance is 2 × deviation² / n.
  return (4 * deviation ** 2) / varianceAtDecision(lift * mean, expected * mean, alpha);
}

function judge(difference: number, variance: number, visitors: number, expected: number, alpha: number): Verdict {
  const half = alwaysValidInterval(variance, expected, alpha);
  return {
    outcome: Math.abs(difference) <= half ? 'open' : difference > 0 ? 'better' : 'worse',
    visitors,
    base: 0,
    difference,
    interval: [difference - half, difference + half],
    error: Math.sqrt(variance),
    reduction: 0,
    alpha,
    expected,
  };
}

const nothingKnown = (visitors: number, alpha: number): Verdict => ({
  outcome: 'open',
  visitors,
  base: 0,
  difference: 0,
  interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  error: 0,
  reduction: 0,
  alpha,
  expected: 0,
});
