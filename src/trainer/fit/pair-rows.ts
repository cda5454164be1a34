import { GrowingUint32 } from '../../catalogue/growing-uint32.ts';
import { itemRows, writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { EASE, type PairLayout, type PairOptions } from '../../pack/sections/pairs.ts';

/**
 * Writes the section `rules`, `complements` or, signed, `ease`, item by item in order of row. Weights are rounded to 1/255 of the
 * strongest of the item, signed ones to 1/127; none to 0.
 */
export class PairRows {
  readonly #offsets: Uint32Array;
  readonly #heads = new GrowingUint32();
  readonly #weights = new GrowingUint32();
  readonly #scales: Float32Array;
  #row = 1;

  readonly signed: boolean;

  constructor(
    readonly items: number,
    readonly layout: PairLayout,
  ) {
    this.signed = layout === EASE;
    this.#offsets = new Uint32Array(items + 2);
    this.#scales = new Float32Array(items + 1);
  }

  /**
   * Adds the next row.
   * @param heads strongest first, by magnitude; @param strengths not 0, by item; @param divisor of all of them
   */
  add(heads: readonly number[], strengths: ArrayLike<number>, divisor = 1): void {
    const scale = heads.length === 0 ? 0 : Math.abs(strengths[heads[0]]) / (this.signed ? 127 : 255);
    // An item that never occurs has no heads, and a divisor of 0.
    this.#scales[this.#row] = heads.length === 0 ? 0 : scale / divisor;
    // In this order a row takes the least memory; the page need not sort it.
    for (const head of heads.toSorted((a, b) => a - b)) {
      this.#heads.push(head);
      this.#weights.push(Math.round(strengths[head] / scale) || Math.sign(strengths[head]));
    }
    this.#offsets[++this.#row] = this.#heads.length;
  }

  /** @param options how it is read; what it was counted by is noted beside that */
  finish<TOptions extends PairOptions>(options: TOptions): PackSection {
    const { items } = this;
    // What was put into 32 bits as below 0 is so in eight as well.
    const weights = new (this.signed ? Int8Array : Uint8Array)(this.#weights.values);
    const heads = itemRows(this.#heads.values, items);
    const tensors = { offsets: this.#offsets, items: heads, weights, scales: this.#scales };
    return writeSection(this.layout, items, options, tensors);
  }
}
