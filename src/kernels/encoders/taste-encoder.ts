import { type LinearLayers, type LinearWeights, TypeScriptLayers } from './linear-layers.ts';

/**
 * The encoder of the autoencoder on plain arrays: a history becomes the mean of its distribution over tastes. The same
 * function as the tensor one, for serving.
 */
export class TasteEncoder {
  readonly #layers: LinearLayers;
  readonly #bag: Float32Array;
  readonly #taste: Float32Array;

  constructor(
    readonly sizes: { readonly width: number; readonly hidden: number },
    readonly weights: LinearWeights,
  ) {
    this.#layers = new TypeScriptLayers(weights);
    this.#bag = new Float32Array(sizes.hidden);
    this.#taste = new Float32Array(sizes.width);
  }

  /**
   * @param weights how much each item counts; @param vectorOf item `i`: what it is read with, [hidden]
   * @returns overwritten by the next call. [width]
   */
  encode(weights: Float64Array, vectorOf: (i: number) => Float32Array): Float32Array {
    const bag = this.#bag.fill(0);
    const length = Math.hypot(...weights);
    weights.forEach((weight, i) => {
      const vector = vectorOf(i);
      for (let k = 0; k < bag.length; k++) bag[k] += (weight / length) * vector[k];
    });
    const bias = this.weights['hidden.bias'];
    for (let k = 0; k < bag.length; k++) bag[k] = Math.tanh(bag[k] + bias[k]);
    this.#layers.apply('mean', bag, this.#taste);
    return this.#taste;
  }
}
