/** From here on the fraction converges quickly, and the series loses digits. */
const FRACTION_FROM = 2;
/** erf is 1 to the last digit from here on. */
const ONE_FROM = 6;
const FRACTION_DEPTH = 200;

/** Logarithm of the complementary error function, also where the function itself is too small for a number. */
export function logErfc(x: number): number {
  if (x < FRACTION_FROM) return Math.log1p(-erf(x));
  // Laplace's continued fraction, from its far end: erfc(x) = e^(−x²) ∕ √π · 1 ∕ (x + ½ ∕ (x + 1 ∕ (x + 1½ ∕ …))).
  let tail = x;
  for (let k = FRACTION_DEPTH; k > 0; k--) tail = x + k / 2 / tail;
  return -x * x - Math.log(tail) - Math.log(Math.PI) / 2;
}

/** By a series whose terms all have one sign: 2 ∕ √π · e^(−x²) · Σ 2ⁿ x^(2n+1) ∕ (1 · 3 · … · (2n+1)). */
function erf(x: number): number {
  if (Math.abs(x) > ONE_FROM) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * Number.EPSILON; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
