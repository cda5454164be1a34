/** Metrics of stated probabilities. `labels`: 1 it happened, 0 not, parallel to `chances`. */

/** A chance of exactly 0 or 1 that was wrong would cost infinitely much. */
const LEAST = 1e-15;

/** Mean −ln of the chance given to what happened, nats (Good 1952). */
export function logLoss(chances: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < chances.length; i++) {
    const given = labels[i] === 1 ? chances[i] : 1 - chances[i];
    sum -= Math.log(Math.max(LEAST, given));
  }
  return sum / chances.length;
}

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  /** Mean chance stated. */
  stated: number;
  /** Share of those that happened. */
  happened: number;
  count: number;
}

/** Chances in bins of equally many, from the lowest up (Nguyen & O'Connor 2015): chances of purchases crowd near 0. */
export function reliability(chances: ArrayLike<number>, labels: ArrayLike<number>, bins = 15): ReliabilityBin[] {
  const order = Array.from({ length: chances.length }, (_, i) => i).sort((a, b) => chances[a] - chances[b]);
  return Array.from({ length: Math.min(bins, order.length) }, (_, bin, count = Math.min(bins, order.length)) => {
    const own = order.slice(Math.floor((bin * order.length) / count), Math.floor(((bin + 1) * order.length) / count));
    const mean = (values: ArrayLike<number>): number => own.reduce((sum, i) => sum + values[i], 0) / own.length;
    return { stated: mean(chances), happened: mean(labels), count: own.length };
  });
}

/**
 * Expected calibration error: how far stated chances are from what happened, averaged over the bins (Naeini, Cooper &
 * Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", 2015; Guo et al. 2017).
 */
export function expectedCalibrationError(chances: ArrayLike<number>, labels: ArrayLike<number>, bins = 15): number {
  return reliability(chances, labels, bins).reduce(
    (sum, { stated, happened, count }) => sum + (Math.abs(stated - happened) * count) / chances.length,
    0,
  );
}
