import { BestRows } from '../kernels/top-k.ts';
import type { Candidates, VisitorContext } from './candidate-source.ts';

/**
 * Adds up what the positions of a history say for items. Memory is kept between visitors; the cost of one visitor is
 * what was added for them, not the catalogue.
 */
export class ScoreBoard {
  readonly #scores: Float64Array;
  readonly #byVoice: Float32Array;
  readonly #touched: Int32Array;
  #count = 0;

  /** @param items rows run to `items`; @param voices how many positions of a history speak at most. */
  constructor(
    items: number,
    readonly voices: number,
  ) {
    this.#scores = new Float64Array(items + 1);
    this.#byVoice = new Float32Array((items + 1) * voices);
    this.#touched = new Int32Array(items + 1);
  }

  /** @param amount > 0; @param voice 0…voices−1. */
  add(item: number, amount: number, voice: number): void {
    if (this.#scores[item] === 0) this.#touched[this.#count++] = item;
    this.#scores[item] += amount;
    this.#byVoice[item * this.voices + voice] += amount;
  }

  /** The best allowed items; empties the board. @param positions of the voices in `context.items`. */
  take(context: VisitorContext, limit: number, positions: Int32Array): Candidates {
    const best = new BestRows(limit, this.#count);
    for (const item of this.#touched.subarray(0, this.#count)) {
      if (context.allowed.has(item)) best.offer(item, this.#scores[item]);
    }
    const { items, scores } = best.take();
    const because = items.map((item) => positions[this.#loudest(item)]);
    for (const item of this.#touched.subarray(0, this.#count)) {
      this.#scores[item] = 0;
      // A loop: over so few numbers, calls of `fill` took a quarter of a click.
      for (let at = item * this.voices; at < (item + 1) * this.voices; at++) this.#byVoice[at] = 0;
    }
    this.#count = 0;
    return { items, scores, because };
  }

  #loudest(item: number): number {
    const voices = this.#byVoice.subarray(item * this.voices, (item + 1) * this.voices);
    let loudest = 0;
    for (let voice = 1; voice < voices.length; voice++) if (voices[voice] > voices[loudest]) loudest = voice;
    return loudest;
  }
}
