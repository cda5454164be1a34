/** One of the shop's own texts that a product's text may be made from. */
export interface SimilarText {
  /** Place among the texts. */
  text: number;
  /** Cosine of the two products' words, each weighed by how rare it is. 0…1 */
  similarity: number;
}

/**
 * Finds the products whose records have most in common with another's: words weighed by the logarithm of how rare they are
 * (Spärck Jones 1972), cosine.
 */
export class NearestTexts {
  /** Products by word, and the square of its weight. */
  readonly #places = new Map<number, number[]>();
  readonly #lengths: Float64Array;
  readonly #count: number;

  /** @param prompts rows of the words of each product */
  constructor(prompts: readonly ArrayLike<number>[]) {
    this.#count = prompts.length;
    prompts.forEach((rows, place) => {
      for (const row of new Set(Array.from(rows))) {
        const known = this.#places.get(row);
        if (known) known.push(place);
        else this.#places.set(row, [place]);
      }
    });
    this.#lengths = Float64Array.from(prompts, (rows) => {
      let sum = 0;
      for (const row of new Set(Array.from(rows))) sum += this.#weight(row) ** 2;
      return Math.sqrt(sum);
    });
  }

  /** All that have a word in common, most alike first. */
  nearest(prompt: ArrayLike<number>): SimilarText[] {
    const sums = new Map<number, number>();
    let own = 0;
    for (const row of new Set(Array.from(prompt))) {
      const squared = this.#weight(row) ** 2;
      own += squared;
      for (const place of this.#places.get(row) ?? []) sums.set(place, (sums.get(place) ?? 0) + squared);
    }
    const length = Math.sqrt(own);
    return [...sums]
      .map(([text, sum]) => ({ text, similarity: sum / (length * this.#lengths[text]) }))
      .sort((a, b) => b.similarity - a.similarity || a.text - b.text);
  }

  #weight(row: number): number {
    return Math.log(1 + this.#count / (this.#places.get(row)?.length ?? 0.5));
  }
}
