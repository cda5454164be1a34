import { BestRows } from '../../kernels/scoring/top-k.ts';
import type { Candidates, VisitorContext } from './candidate-source.ts';

/** Of so many of the latest items it is kept what each gave. */
const KEPT_VOICES = 3;
/** Items that a board has room for before it grows. */
const FIRST_ROOM = 512;

/**
 * Adds up what the positions of a history say for items. Memory is kept between visitors: four bytes an item of the
 * largest catalogue for all boards together, and room for as many items as one visitor ever had something said for; the
 * cost of one visitor is what was added for them. A board is filled and emptied before another one is.
 */
export class ScoreBoard {
  /** Where each item stands in the lists of the board that is being filled, from 1 on; 0: nothing was said for it. */
  static #places = new Int32Array(0);
  #items = new Int32Array(FIRST_ROOM);
  #scores = new Float64Array(FIRST_ROOM);
  #byVoice: Float32Array;
  #count = 0;

  /** @param items rows run to `items`; @param voices how many positions of a history speak at most. */
  constructor(
    items: number,
    readonly voices: number,
  ) {
    if (items >= ScoreBoard.#places.length) ScoreBoard.#places = new Int32Array(items + 1);
    this.#byVoice = new Float32Array(FIRST_ROOM * voices);
  }

  /** @param amount what is said for the item, below 0 against it; @param voice 0…voices−1. */
  add(item: number, amount: number, voice: number): void {
    const places = ScoreBoard.#places;
    let place = places[item] - 1;
    if (place < 0) {
      if (this.#count === this.#items.length) this.#grow();
      place = this.#count++;
      places[item] = this.#count;
      this.#items[place] = item;
    }
    this.#scores[place] += amount;
    this.#byVoice[place * this.voices + voice] += amount;
  }

  /**
   * The best allowed items for which more was said than against; empties the board.
   * @param positions of the voices in `context.items`
   */
  take(context: VisitorContext, limit: number, positions: Int32Array): Candidates {
    const places = ScoreBoard.#places;
    const best = new BestRows(limit, this.#count);
    for (let place = 0; place < this.#count; place++) {
      if (this.#scores[place] > 0 && context.allowed.has(this.#items[place])) {
        best.offer(this.#items[place], this.#scores[place]);
      }
    }
    const { items, scores } = best.take();
    const loudest = items.map((item) => this.#loudest(places[item] - 1));
    const kept = Math.min(KEPT_VOICES, this.voices);
    const latest = new Float32Array(items.length * kept);
    items.forEach((item, place) => {
      const first = (places[item] - 1) * this.voices;
      for (let age = 0; age < kept; age++) latest[place * kept + age] = Math.max(0, this.#byVoice[first + age]);
    });
    for (let place = 0; place < this.#count; place++) places[this.#items[place]] = 0;
    this.#scores.fill(0, 0, this.#count);
    this.#byVoice.fill(0, 0, this.#count * this.voices);
    this.#count = 0;
    return {
      items,
      scores,
      because: (place) => positions[loudest[place]],
      voice: (place, age) => (age < kept ? latest[place * kept + age] : 0),
    };
  }

  #loudest(place: number): number {
    const first = place * this.voices;
    let loudest = 0;
    for (let voice = 1; voice < this.voices; voice++) {
      if (this.#byVoice[first + voice] > this.#byVoice[first + loudest]) loudest = voice;
    }
    return loudest;
  }

  #grow(): void {
    const room = 2 * this.#items.length;
    const items = new Int32Array(room);
    const scores = new Float64Array(room);
    const byVoice = new Float32Array(room * this.voices);
    items.set(this.#items);
    scores.set(this.#scores);
    byVoice.set(this.#byVoice);
    this.#items = items;
    this.#scores = scores;
    this.#byVoice = byVoice;
  }
}
