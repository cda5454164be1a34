/** What a product is worth to the shop where the visitor turns to it; ≥ 0. */
type WorthOf = (items: ArrayLike<number>) => Float64Array;

/**
 * The chance that the next product is the one at place k falls as k^−FALL. In the logs of docs/accuracy.md the recall at 5, 10
 * and 20 falls as 0.7 to 1.05.
 */
const FALL = 0.85;
/** Share of the expected NDCG of a list that worth may cost. */
export const MOST_LOST = 0.03;
/** Halvings of the range in which the weight of worth is looked for, and its ends as powers of 2. */
const STEPS = 14;
const LEAST_POWER = -8;
const MOST_POWER = 12;

/**
 * Puts candidates in the order of what is worth most to the shop. The products of the list are those with the highest sum of
 * chance and weight × chance × worth; the weight is the largest that costs at most `MOST_LOST` of the expected NDCG. On the list
 * they are in order of chance, so that what the visitor most likely wants stays first.
 *
 * @param items candidates; @param scores theirs
 * @param limit places of the list
 * @returns the same scores, given to the candidates in their new order
 */
export function byWorth(worthOf: WorthOf, items: Int32Array, scores: Float32Array, limit: number): Float32Array {
  const order = Array.from(items.keys()).sort((a, b) => scores[b] - scores[a] || items[a] - items[b]);
  const chances = order.map((_, place) => (place + 1) ** -FALL);
  const worth = worthOf(order.map((i) => items[i]));
  const mean = worth.reduce((a, b) => a + b, 0) / worth.length;
  if (!(mean > 0) || order.length <= limit) return scores;

  /** Places in the order of chance. */
  const chosenBy = (weight: number): number[] => {
    const gains = chances.map((chance, place) => chance * (1 + (weight * worth[place]) / mean));
    return [...gains.keys()]
      .sort((a, b) => gains[b] - gains[a] || a - b)
      .slice(0, limit)
      .sort((a, b) => a - b);
  };
  const relevance = (places: readonly number[]): number =>
    places.reduce((sum, place, rank) => sum + chances[place] / Math.log2(rank + 2), 0);
  const least = (1 - MOST_LOST) * relevance(chosenBy(0));
  let [low, high] = [LEAST_POWER, MOST_POWER];
  let chosen = chosenBy(0);
  for (let step = 0; step < STEPS; step++) {
    const power = (low + high) / 2;
    const tried = chosenBy(2 ** power);
    if (relevance(tried) >= least) {
      chosen = tried;
      low = power;
    } else {
      high = power;
    }
  }
  const onList = new Set(chosen);
  const places = [...chosen, ...[...chances.keys()].filter((place) => !onList.has(place))];
  const given = new Float32Array(scores.length);
  places.forEach((place, rank) => {
    given[order[place]] = scores[order[rank]];
  });
  return given;
}
