/** Products found by words of which the visitor's taste knows the best, and how many of these it gives. */
export const MOST_FOUND = 1_000;
export const MOST_TASTED = 200;
/** How much taste can add to a product's score, beside the words' own 1 at most. */
const TASTE = 0.5;

/**
 * Words and taste in one score: a product that no source knows keeps that of its words.
 * @param words of each product, 1 at most
 * @param tastes of each product, of any scale; `undefined` where no source knows it
 */
export function mixedScores(
  words: ArrayLike<number>,
  tastes: readonly (number | undefined)[],
  weight = TASTE,
): Float64Array {
  const best = tastes.reduce<number>((most, taste = 0) => Math.max(most, taste), 0) || 1;
  return Float64Array.from(words, (score, i) => score + (weight * (tastes[i] ?? 0)) / best);
}
