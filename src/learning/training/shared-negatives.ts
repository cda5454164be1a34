import type { Random } from './random.ts';

/**
 * Negatives that all predictions of a step share (Klenitskiy & Vasilev 2023: a few hundred of them, instead of one each,
 * are what makes this model strong). Drawn with replacement from 1…items, by `popularity ** power`.
 */
export class SharedNegatives {
  /** Running sums of the chance to be drawn. [items] */
  readonly #cumulative: Float64Array;
  /** Chance to be drawn, by item row. [items + 1] */
  readonly #chances: Float64Array;

  /**
   * @param popularity occurrences by item row. [items + 1]
   * @param power 0 draws uniformly, 1 as often as an item occurs
   */
  constructor(popularity: Int32Array, power: number) {
    const items = popularity.length - 1;
    const mass = Float64Array.from({ length: items }, (_, i) => (power === 0 ? 1 : (popularity[i + 1] + 1) ** power));
    const total = mass.reduce((sum, value) => sum + value, 0);
    this.#chances = Float64Array.from(popularity, (_, row) => (row === 0 ? 0 : mass[row - 1] / total));
    let sum = 0;
    this.#cumulative = mass.map((value) => {
      sum += value / total;
      return sum;
    });
  }

  draw(count: number, random: Random): Int32Array {
    const drawn = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const u = random.unit();
      let low = 0;
      let high = this.#cumulative.length - 1;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (this.#cumulative[middle] > u) high = middle;
        else low = middle + 1;
      }
      drawn[i] = low + 1;
    }
    return drawn;
  }

  /**
   * What is added to the logit of an item that is one of `count` drawn: −log of how often it is expected among them
   * (Bengio & Senécal 2008). The sum over the negatives then estimates the sum over the whole catalogue, and logits tend
   * to log-probabilities.
   */
  correctionOf(item: number, count: number): number {
    return -Math.log(this.#chances[item] * count);
  }
}
