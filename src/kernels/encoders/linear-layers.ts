/** Weights and biases by name: layer `x` is `x.weights` [inputs, outputs] and `x.bias` [outputs]. */
export type LinearWeights = Readonly<Record<string, Float32Array>>;

/**
 * The linear layers of a model, one vector at a time: to = from · weights + bias. Each output adds its products in the
 * order of the inputs and is rounded to float32 after each step: all kinds give the same bits.
 */
export interface LinearLayers {
  readonly kind: 'wasm-simd' | 'typescript';
  /** @param from [inputs]; @param to [outputs], another array than `from`. */
  apply(name: string, from: Float32Array, to: Float32Array): void;
  /** Takes other weights of the same shapes. */
  rewrite(weights: LinearWeights): void;
}

/** The layers in plain TypeScript. */
export class TypeScriptLayers implements LinearLayers {
  readonly kind = 'typescript';

  constructor(private weights: LinearWeights) {}

  rewrite(weights: LinearWeights): void {
    this.weights = weights;
  }

  apply(name: string, from: Float32Array, to: Float32Array): void {
    const weights = this.weights[`${name}.weights`];
    to.set(this.weights[`${name}.bias`]);
    for (let i = 0, at = 0; i < from.length; i++) {
      const value = from[i];
      for (let j = 0; j < to.length; j++) to[j] += Math.fround(value * weights[at++]);
    }
  }
}
