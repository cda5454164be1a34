import { BestRows } from '../kernels/top-k.ts';
import { occurrencesOf } from './occurrences.ts';

/** A window of another shopper that shares items with the history. */
export interface Neighbour {
  window: number;
  similarity: number;
  /** Which of the history's positions, in order of age, spoke loudest for it. */
  voice: number;
}

/** Windows by item, the most recent last, so that finding neighbours costs only the windows that share an item. */
export class Neighbourhood {
  readonly #index: { offsets: Uint32Array; windows: Uint32Array };
  readonly #rarity: Float64Array;
  readonly #similarity: Float64Array;
  readonly #loudness: Float64Array;
  readonly #voice: Uint8Array;
  readonly #touched: Uint32Array;

  /** @param rows of the windows, one after the other, oldest window first; @param items rows run to `items`. */
  constructor(
    rows: Uint16Array | Uint32Array,
    readonly offsets: Uint32Array,
    items: number,
    readonly options: { recent: number; neighbours: number; decay: number; lengthPower: number },
  ) {
    const windows = offsets.length - 1;
    const { offsets: starts, positions, sequenceOf } = occurrencesOf({ items: rows, offsets }, items);
    this.#index = { offsets: starts, windows: positions.map((position) => sequenceOf[position]) };
    this.#rarity = Float64Array.from({ length: items + 1 }, (_, item) =>
      Math.log(1 + windows / Math.max(1, starts[item + 1] - starts[item])),
    );
    this.#similarity = new Float64Array(windows);
    this.#loudness = new Float64Array(windows);
    this.#voice = new Uint8Array(windows);
    this.#touched = new Uint32Array(windows);
  }

  /** The most similar windows, best first; of equal ones the more recent first. @param voices items, newest first. */
  find(voices: Int32Array): Neighbour[] {
    const count = this.#meet(voices);
    const { offsets, options } = this;
    const newest = offsets.length - 2;
    const best = new BestRows(options.neighbours, count);
    for (const window of this.#touched.subarray(0, count)) {
      const length = offsets[window + 1] - offsets[window];
      best.offer(newest - window, this.#similarity[window] * length ** -options.lengthPower);
      this.#similarity[window] = 0;
      this.#loudness[window] = 0;
    }
    const { items, scores } = best.take();
    return Array.from(items, (age, i) => {
      const window = newest - age;
      return { window, similarity: scores[i], voice: this.#voice[window] };
    });
  }

  /** Adds up what the voices say for windows. @returns how many windows were touched. */
  #meet(voices: Int32Array): number {
    let count = 0;
    voices.forEach((item, age) => {
      const amount = this.options.decay ** age * this.#rarity[item];
      const end = this.#index.offsets[item + 1];
      const begin = Math.max(this.#index.offsets[item], end - this.options.recent);
      for (let i = begin; i < end; i++) {
        const window = this.#index.windows[i];
        if (i > begin && window === this.#index.windows[i - 1]) continue;
        if (this.#similarity[window] === 0) this.#touched[count++] = window;
        this.#similarity[window] += amount;
        if (amount <= this.#loudness[window]) continue;
        this.#loudness[window] = amount;
        this.#voice[window] = age;
      }
    });
    return count;
  }
}
