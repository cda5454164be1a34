/** Products found by words of which the visitor's taste knows the best, and how many of these it gives. */
export const MOST_FOUND = 1_000;
export const MOST_TASTED = 200;
/** The visitor's latest products that are told apart from the others. */
export const MOST_MET = 1_000;
/** Of a visitor of whom nothing is known, so many of the most popular products of all count in their place. */
export const MOST_POPULAR = 500;
/**
 * Where the pack has learned no weights: how much taste, or popularity, can add to a product's score, beside the words' own 1 at most: as chosen on validation by
 * `vitrine evaluate --task search --data LOG`: the geometric means of what was best on Beauty and on online-retail.
 */
export const TASTE = 2;
export const POPULARITY = 0.7;

/**
 * Words and what the sources know in one score: a product that no source knows keeps that of its words.
 * @param words of each product, 1 at most
 * @param tastes of each product, of any scale; `undefined` where no source knows it
 * @param weight of the best taste
 */
export function mixedScores(
  words: ArrayLike<number>,
  tastes: readonly (number | undefined)[],
  weight: number,
): Float64Array {
  const best = tastes.reduce<number>((most, taste = 0) => Math.max(most, taste), 0) || 1;
  return Float64Array.from(words, (score, i) => score + (weight * (tastes[i] ?? 0)) / best);
}
