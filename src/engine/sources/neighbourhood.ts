import { BestRows } from '../../kernels/scoring/top-k.ts';
import type { ShopperWindows } from './shopper-windows.ts';

/** A window of another shopper that shares items with the history. */
export interface Neighbour {
  window: number;
  similarity: number;
  /** Which of the history's positions, in order of age, contributed most to it. */
  contributor: number;
}

export interface NeighbourhoodOptions {
  last: number;
  recent: number;
  neighbours: number;
  decay: number;
  lengthPower: number;
}

/** Finds the windows most like a history; it costs only the windows that share an item with it. */
export class Neighbourhood {
  /** The place of each window in the lists below, from 1 on; 0: it was not met. */
  readonly #places: Uint16Array | Uint32Array;
  readonly #met: Int32Array;
  readonly #similarity: Float64Array;
  readonly #weight: Float64Array;
  readonly #contributor: Uint8Array;

  constructor(
    readonly windows: ShopperWindows,
    readonly options: NeighbourhoodOptions,
  ) {
    const most = Math.min(windows.count, options.last * options.recent);
    this.#places = most < 1 << 16 ? new Uint16Array(windows.count) : new Uint32Array(windows.count);
    this.#met = new Int32Array(most);
    this.#similarity = new Float64Array(most);
    this.#weight = new Float64Array(most);
    this.#contributor = new Uint8Array(most);
  }

  /** The most similar windows, best first; of equal ones the more recent first. @param contributors at most `last` items, newest first. */
  find(contributors: Int32Array): Neighbour[] {
    const count = this.#meet(contributors);
    const newest = this.windows.count - 1;
    const best = new BestRows(this.options.neighbours, count);
    for (let place = 0; place < count; place++) {
      const window = this.#met[place];
      const length = this.windows.lengthOf(window);
      best.offer(newest - window, this.#similarity[place] * length ** -this.options.lengthPower);
    }
    const { items, scores } = best.take();
    const found = Array.from(items, (age, i) => {
      const window = newest - age;
      return { window, similarity: scores[i], contributor: this.#contributor[this.#places[window] - 1] };
    });
    for (let place = 0; place < count; place++) this.#places[this.#met[place]] = 0;
    return found;
  }

  /** Adds up what these items contribute to windows. @returns how many windows were met. */
  #meet(contributors: Int32Array): number {
    let count = 0;
    contributors.forEach((item, age) => {
      const holders = this.windows.holdersOf(item);
      const rarity = Math.log(1 + this.windows.count / Math.max(1, holders.length));
      const amount = this.options.decay ** age * rarity;
      const begin = Math.max(0, holders.length - this.options.recent);
      for (let i = begin; i < holders.length; i++) {
        const window = holders[i];
        if (i > begin && window === holders[i - 1]) continue;
        let place = this.#places[window] - 1;
        if (place < 0) {
          place = count++;
          this.#places[window] = count;
          this.#met[place] = window;
          this.#similarity[place] = 0;
          this.#weight[place] = 0;
        }
        this.#similarity[place] += amount;
        if (amount <= this.#weight[place]) continue;
        this.#weight[place] = amount;
        this.#contributor[place] = age;
      }
    });
    return count;
  }
}
