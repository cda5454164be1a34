import { checkKept } from './kept.ts';
import { normalise } from './layer-norm.ts';
import { type LinearLayers, type LinearWeights, TypeScriptLayers } from './linear-layers.ts';

/** Sizes of a recurrent encoder: those of the model it was trained as (src/learning/models/gru4rec.ts). */
export interface RecurrentSizes {
  /** Numbers in an item vector and in the state. */
  readonly width: number;
  /** Longest part of a history that is read. */
  readonly longest: number;
  /** Added to the variance where the state is normalised. */
  readonly epsilon: number;
}

/**
 * The gated recurrent unit of GRU4Rec on plain arrays, one item at a time: the same function as the tensor one, for
 * serving. The state after each item is kept, so that the last items can be forgotten again.
 */
export class RecurrentEncoder {
  #length = 0;
  readonly #layers: LinearLayers;
  /** Row `p` is the state before item `p`; the first is zero. [longest + 1, width] */
  readonly #states: Float32Array;
  readonly #scaled: Float32Array;
  /** What the item and the state give to the gates r, z and n. [3 · width] each */
  readonly #fromItem: Float32Array;
  readonly #fromState: Float32Array;
  readonly #normal: Float32Array;

  /** @param layers the linear layers of the same weights; all kinds give the same answer. */
  constructor(
    readonly sizes: RecurrentSizes,
    readonly weights: LinearWeights,
    layers: LinearLayers = new TypeScriptLayers(weights),
  ) {
    const { width, longest } = sizes;
    this.#layers = layers;
    this.#states = new Float32Array((longest + 1) * width);
    this.#scaled = new Float32Array(width);
    this.#fromItem = new Float32Array(3 * width);
    this.#fromState = new Float32Array(3 * width);
    this.#normal = new Float32Array(width);
  }

  /** Items read so far. */
  get length(): number {
    return this.#length;
  }

  /** Forgets all but the first `length` items. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** What is kept of the items read: the state after each. [length, width] */
  get kept(): Float32Array[] {
    const { width } = this.sizes;
    return [this.#states.slice(width, (this.#length + 1) * width)];
  }

  /** Goes on as if it had read the `length` items that `kept` was taken after. @throws RangeError where it cannot have been */
  keep(length: number, kept: readonly Float32Array[]): void {
    checkKept(kept, 1, length, this.sizes);
    this.#states.set(kept[0], this.sizes.width);
    this.#length = length;
  }

  /**
   * Reads one more item.
   * @param vector of the item. [width]
   * @returns the normalised state after it, to be multiplied with item vectors; overwritten by the next call. [width]
   * @throws RangeError after `longest` items
   */
  append(vector: Float32Array): Float32Array {
    const { width, longest, epsilon } = this.sizes;
    if (this.#length === longest) throw new RangeError(`the encoder is full with ${longest} items`);
    const scale = Math.sqrt(width);
    for (let i = 0; i < width; i++) this.#scaled[i] = vector[i] * scale;
    const start = this.#length * width;
    const before = this.#states.subarray(start, start + width);
    const after = this.#states.subarray(start + width, start + 2 * width);
    this.#layers.apply('input', this.#scaled, this.#fromItem);
    this.#layers.apply('recurrent', before, this.#fromState);
    for (let i = 0; i < width; i++) {
      const reset = sigmoid(this.#fromItem[i] + this.#fromState[i]);
      const keep = sigmoid(this.#fromItem[width + i] + this.#fromState[width + i]);
      const next = Math.tanh(this.#fromItem[2 * width + i] + reset * this.#fromState[2 * width + i]);
      after[i] = next + keep * (before[i] - next);
    }
    this.#length++;
    normalise(after, this.#normal, this.weights['norm.gain'], this.weights['norm.bias'], epsilon);
    return this.#normal;
  }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
