import type { TopK } from './item-matrix.ts';

/**
 * The best `k` of the rows offered, in a binary heap with the worst on top. The order is total (score, then the lower
 * row), so the outcome does not depend on the order of the offers.
 */
export class BestRows {
  readonly #rows: Int32Array;
  readonly #scores: Float32Array;
  #count = 0;

  /** @param k ≥ 0; @param offers how many rows can be offered at most: `k` beyond that costs no memory. */
  constructor(k: number, offers: number) {
    const capacity = Math.min(Math.max(0, Math.trunc(k) || 0), offers);
    this.#rows = new Int32Array(capacity);
    this.#scores = new Float32Array(capacity);
  }

  /** A row at or below this score, and after all rows offered so far, is not among the best. */
  get threshold(): number {
    if (this.#count < this.#rows.length) return Number.NEGATIVE_INFINITY;
    return this.#rows.length === 0 ? Number.POSITIVE_INFINITY : this.#scores[0];
  }

  /** NaN is not taken. Scores are compared as float32, which is how they are kept. */
  offer(row: number, given: number): void {
    if (Number.isNaN(given)) return;
    const score = Math.fround(given);
    if (this.#count < this.#rows.length) this.#rise(this.#count++, row, score);
    else if (this.#rows.length > 0 && this.#worse(0, row, score)) this.#sink(row, score);
  }

  /** Empties the heap. */
  take(): TopK {
    const items = new Int32Array(this.#count);
    const scores = new Float32Array(this.#count);
    while (this.#count > 0) {
      const last = --this.#count;
      items[last] = this.#rows[0];
      scores[last] = this.#scores[0];
      this.#sink(this.#rows[last], this.#scores[last]);
    }
    return { items, scores };
  }

  /** Whether the row in heap place `place` ranks below this one. */
  #worse(place: number, row: number, score: number): boolean {
    return this.#scores[place] < score || (this.#scores[place] === score && this.#rows[place] > row);
  }

  #rise(place: number, row: number, score: number): void {
    while (place > 0) {
      const parent = (place - 1) >> 1;
      // The worst is on top: a parent that is worse than the new row stays there.
      if (this.#worse(parent, row, score)) break;
      this.#rows[place] = this.#rows[parent];
      this.#scores[place] = this.#scores[parent];
      place = parent;
    }
    this.#rows[place] = row;
    this.#scores[place] = score;
  }

  /** Puts this row in place of the top. */
  #sink(row: number, score: number): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#count) break;
      if (child + 1 < this.#count && this.#worse(child + 1, this.#rows[child], this.#scores[child])) child++;
      if (!this.#worse(child, row, score)) break;
      this.#rows[place] = this.#rows[child];
      this.#scores[place] = this.#scores[child];
      place = child;
    }
    this.#rows[place] = row;
    this.#scores[place] = score;
  }
}
