/**
 * Statistics that hold whenever one looks, and however often: the mixture sequential probability ratio test (mSPRT: Robbins,
 * "Statistical methods related to the law of the iterated logarithm", 1970; for experiments Johari, Koomen, Pekelis & Walsh,
 * "Always valid inference", 2022), with the variance estimated as it goes.
 */

/**
 * Half the width of the interval that holds the true difference at all times at once, with chance 1 − alpha.
 * @param variance of the estimated difference
 * @param expected deviation of the differences that are expected: the interval is narrowest for about such ones
 */
export function alwaysValidInterval(variance: number, expected: number, alpha: number): number {
  if (variance === 0) return 0;
  const mixture = expected ** 2;
  const scale = (variance * (variance + mixture)) / mixture;
  return Math.sqrt(scale * (2 * Math.log(1 / alpha) + Math.log((variance + mixture) / variance)));
}

/**
 * The variance that the estimated difference has, on average, when the test first finds a true difference: the smaller, the
 * more visitors. By Wald's identities, as Pollak & Siegmund ("Approximations to the expected sample size of certain
 * sequential tests", 1975) have it, where steps are small.
 */
export function varianceAtDecision(difference: number, expected: number, alpha: number): number {
  const mixture = expected ** 2;
  /** What the logarithm of the likelihood ratio is expected to be, when the variance is 1 / information. */
  const reached = (information: number): number =>
    ((mixture * information) / (1 + mixture * information) / 2) * (difference ** 2 * information + 1) -
    Math.log1p(mixture * information) / 2;
  return 1 / firstReached(reached, Math.log(1 / alpha));
}

/** The variance at which an interval around a difference that stays as it is no longer holds zero. */
export function varianceNeeded(difference: number, expected: number, alpha: number): number {
  const reached = (information: number): number =>
    Math.abs(difference) - alwaysValidInterval(1 / information, expected, alpha);
  return 1 / firstReached(reached, 0);
}

/** Where a function that rises in the end first reaches a level, from 0 on: doubled, then halved. */
function firstReached(of: (at: number) => number, level: number): number {
  let high = 1e-12;
  while (of(high) < level && high < 1e300) high *= 2;
  let low = high / 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (of(middle) < level) low = middle;
    else high = middle;
  }
  return high;
}
