/** Steps of a number between 0 and 1. */
const STEPS = 16;

/**
 * A vector of which only the rough direction is left: of length 1, with Gaussian noise in each number, then rounded. Nothing is
 * left of a vector of zeros.
 * @param noise standard deviation
 * @param uniform numbers in (0, 1)
 */
export function coarsen(vector: Float32Array, noise: number, uniform: () => number): number[] | undefined {
  const length = Math.hypot(...vector);
  if (!(length > 0 && length < Infinity)) return undefined;
  const gaussian = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return Array.from(vector, (number) => Math.round((number / length + noise * gaussian()) * STEPS) / STEPS || 0);
}

/** Of the browser's cryptographic generator: noise that could be predicted would hide nothing. */
export function uniform(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] + 0.5) / 2 ** 32;
}
