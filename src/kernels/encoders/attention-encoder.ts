import { checkKept } from './kept.ts';
import { normalise } from './layer-norm.ts';
import { type LinearLayers, TypeScriptLayers } from './linear-layers.ts';

/** Sizes of an attention encoder: those of the model that it was trained as (src/learning/models/attention.ts). */
export interface EncoderSizes {
  /** Numbers in an item vector. */
  readonly width: number;
  /** Attention layers. */
  readonly blocks: number;
  /** Attention heads; they divide the width. */
  readonly heads: number;
  /** Width of the feed-forward layer, in widths. */
  readonly expansion: number;
  /** Rows of the position table: longest part of a history that is read. */
  readonly longest: number;
}

export interface EncoderOptions extends EncoderSizes {
  /** Added to the variance where numbers are normalised. */
  readonly epsilon: number;
}

/** By name, as the model has them: `positions`, `norm.gain`, `0.query.weights` [in, out], … */
export type EncoderWeights = Readonly<Record<string, Float32Array>>;

/** Keys and values of the items read so far, by position. [longest, width] each */
interface BlockMemory {
  readonly keys: Float32Array;
  readonly values: Float32Array;
}

/**
 * The attention model's encoder on plain arrays, one item at a time: the same function as the tensor one, for serving.
 * Keys and values of the items read are kept, so that one more click costs one item and not the whole history; that is
 * possible because positions are counted from the window's start and no item looks ahead.
 */
export class AttentionEncoder {
  /** Items read. */
  #length = 0;
  readonly #layers: LinearLayers;
  readonly #memory: readonly BlockMemory[];
  /** The vector that runs through the layers; at the end the state. [width] */
  readonly #hidden: Float32Array;
  readonly #normal: Float32Array;
  readonly #query: Float32Array;
  readonly #attended: Float32Array;
  readonly #up: Float32Array;
  readonly #shares: Float32Array;

  /** @param layers the linear layers of the same weights; all kinds give the same answer. */
  constructor(
    readonly sizes: EncoderOptions,
    readonly weights: EncoderWeights,
    layers: LinearLayers = new TypeScriptLayers(weights),
  ) {
    this.#layers = layers;
    const { width, blocks, expansion, longest } = sizes;
    this.#memory = Array.from({ length: blocks }, () => ({
      keys: new Float32Array(longest * width),
      values: new Float32Array(longest * width),
    }));
    this.#hidden = new Float32Array(width);
    this.#normal = new Float32Array(width);
    this.#query = new Float32Array(width);
    this.#attended = new Float32Array(width);
    this.#up = new Float32Array(expansion * width);
    this.#shares = new Float32Array(longest);
  }

  /** Items read so far. */
  get length(): number {
    return this.#length;
  }

  /** Forgets all but the first `length` items. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** What is kept of the items read: keys and values, block by block. [length, width] each */
  get kept(): Float32Array[] {
    const end = this.#length * this.sizes.width;
    return this.#memory.flatMap(({ keys, values }) => [keys.slice(0, end), values.slice(0, end)]);
  }

  /** Goes on as if it had read the `length` items that `kept` was taken after. @throws RangeError where it cannot have been */
  keep(length: number, kept: readonly Float32Array[]): void {
    const own = this.#memory.flatMap(({ keys, values }) => [keys, values]);
    checkKept(kept, own.length, length, this.sizes);
    kept.forEach((part, i) => {
      own[i].set(part);
    });
    this.#length = length;
  }

  /**
   * Reads one more item.
   * @param vector of the item. [width]
   * @returns the state after it, to be multiplied with item vectors; overwritten by the next call. [width]
   * @throws RangeError where the position table is full: truncate, and read the newest items again
   */
  append(vector: Float32Array): Float32Array {
    const { width, longest } = this.sizes;
    if (this.#length === longest) throw new RangeError(`the encoder is full with ${longest} items`);
    const hidden = this.#hidden;
    const positions = this.weights.positions;
    const scale = Math.sqrt(width);
    for (let i = 0; i < width; i++) hidden[i] = vector[i] * scale + positions[this.#length * width + i];
    this.#memory.forEach((memory, block) => {
      this.#attend(block, memory);
      this.#feedForward(block);
    });
    this.#length++;
    this.#normalise('norm', hidden, hidden);
    return hidden;
  }

  #attend(block: number, { keys, values }: BlockMemory): void {
    const { width } = this.sizes;
    const start = this.#length * width;
    this.#normalise(`${block}.attentionNorm`, this.#hidden, this.#normal);
    this.#layers.apply(`${block}.query`, this.#normal, this.#query);
    this.#layers.apply(`${block}.key`, this.#normal, keys.subarray(start, start + width));
    this.#layers.apply(`${block}.value`, this.#normal, values.subarray(start, start + width));
    this.#mixValues(keys, values);
    this.#layers.apply(`${block}.output`, this.#attended, this.#normal);
    add(this.#hidden, this.#normal);
  }

  /** Softmax of query · key over the positions read, head by head; the values in those shares. */
  #mixValues(keys: Float32Array, values: Float32Array): void {
    const { width, heads } = this.sizes;
    const headWidth = width / heads;
    const scale = 1 / Math.sqrt(headWidth);
    const shares = this.#shares;
    this.#attended.fill(0);
    for (let from = 0; from < width; from += headWidth) {
      let largest = Number.NEGATIVE_INFINITY;
      for (let position = 0; position <= this.#length; position++) {
        let dot = 0;
        for (let i = from; i < from + headWidth; i++) dot += this.#query[i] * keys[position * width + i];
        shares[position] = dot * scale;
        largest = Math.max(largest, shares[position]);
      }
      let total = 0;
      for (let position = 0; position <= this.#length; position++) {
        shares[position] = Math.exp(shares[position] - largest);
        total += shares[position];
      }
      for (let position = 0; position <= this.#length; position++) {
        const share = shares[position] / total;
        for (let i = from; i < from + headWidth; i++) this.#attended[i] += share * values[position * width + i];
      }
    }
  }

  #feedForward(block: number): void {
    this.#normalise(`${block}.feedNorm`, this.#hidden, this.#normal);
    this.#layers.apply(`${block}.up`, this.#normal, this.#up);
    for (let i = 0; i < this.#up.length; i++) if (this.#up[i] < 0) this.#up[i] = 0;
    this.#layers.apply(`${block}.down`, this.#up, this.#normal);
    add(this.#hidden, this.#normal);
  }

  #normalise(name: string, from: Float32Array, to: Float32Array): void {
    normalise(from, to, this.weights[`${name}.gain`], this.weights[`${name}.bias`], this.sizes.epsilon);
  }
}

function add(to: Float32Array, what: Float32Array): void {
  for (let i = 0; i < to.length; i++) to[i] += what[i];
}
