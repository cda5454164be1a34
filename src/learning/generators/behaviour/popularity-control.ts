/** Expected counts are refreshed so rarely that a draw costs, on average, this many items more. */
const ITEMS_A_DRAW = 64;
/** Draws that count as doubt, beside those expected and those made: a rare item may be drawn once before it is held back for long. */
const DOUBT = 0.5;

/**
 * Keeps drawn items as popular as they were in the log: an item that was drawn more often than its share by now is held
 * back, one that was drawn less often is pushed, each the more the further it is off. A net alone drifts: it reads what
 * it drew itself.
 */
export class PopularityControl {
  /** Added to the logit of each item; row 0 is padding. [items + 1] */
  readonly bias: Float32Array;
  readonly #drawn: Float64Array;
  readonly #shares: Float64Array;
  /** Draws after which that is done. */
  readonly #anew: number;
  #total = 0;

  /** @param popularity how often each item is met, by row. @param strength 0: none */
  constructor(
    popularity: Int32Array,
    readonly strength: number,
  ) {
    const total = popularity.reduce((sum, count) => sum + count, 0);
    this.#shares = Float64Array.from(popularity, (count) => count / total);
    this.#drawn = new Float64Array(popularity.length);
    this.bias = new Float32Array(popularity.length);
    this.#anew = Math.ceil(popularity.length / ITEMS_A_DRAW);
    if (strength > 0) for (let row = 1; row < this.bias.length; row++) this.#update(row);
  }

  count(item: number): void {
    if (this.strength === 0) return;
    this.#drawn[item]++;
    if (++this.#total % this.#anew === 0) for (let row = 1; row < this.bias.length; row++) this.#update(row);
    else this.#update(item);
  }

  #update(item: number): void {
    // An item that nobody met is never drawn: nothing vouches for it.
    if (this.#shares[item] === 0) {
      this.bias[item] = Number.NEGATIVE_INFINITY;
      return;
    }
    const expected = this.#shares[item] * this.#total;
    this.bias[item] = this.strength * Math.log((expected + DOUBT) / (this.#drawn[item] + DOUBT));
  }
}
