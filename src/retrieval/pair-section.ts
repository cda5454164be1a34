import { GrowingUint32 } from '../catalogue/growing-uint32.ts';
import type { PackSection } from '../pack/pack.ts';
import { itemRows } from './item-rows.ts';
import type { PairOptions } from './pair-weights.ts';

/**
 * Writes the section that `createPairWeights` reads, item by item in order of row. Weights are rounded to 1/255 of the
 * strongest of the item.
 */
export class PairSection {
  readonly #offsets: Uint32Array;
  readonly #heads = new GrowingUint32();
  readonly #weights = new GrowingUint32();
  readonly #scales: Float32Array;
  #row = 1;

  constructor(readonly items: number) {
    this.#offsets = new Uint32Array(items + 2);
    this.#scales = new Float32Array(items + 1);
  }

  /**
   * Adds the next row.
   * @param heads strongest first; @param strengths > 0, by item; @param divisor of all of them
   */
  add(heads: readonly number[], strengths: ArrayLike<number>, divisor = 1): void {
    const scale = heads.length === 0 ? 0 : strengths[heads[0]] / 255;
    this.#scales[this.#row] = scale / divisor;
    // In this order a row takes the least memory; the page need not sort it.
    for (const head of heads.toSorted((a, b) => a - b)) {
      this.#heads.push(head);
      this.#weights.push(Math.max(1, Math.round(strengths[head] / scale)));
    }
    this.#offsets[++this.#row] = this.#heads.length;
  }

  finish({ last, decay, session }: PairOptions): PackSection {
    const { items } = this;
    return {
      options: { last, decay, session },
      tensors: {
        offsets: { shape: [items + 2], data: this.#offsets },
        items: itemRows(this.#heads.values, items),
        weights: { shape: [this.#weights.length], data: Uint8Array.from(this.#weights.values) },
        scales: { shape: [items + 1], data: this.#scales },
      },
    };
  }
}
