import { compileKernel } from '../compile.ts';
import { BYTES } from './linear.wasm.ts';
import type { LinearLayers, LinearWeights } from './linear-layers.ts';

/** What linear.wat exports; its parameters are described there. */
interface LinearKernel {
  memory: WebAssembly.Memory;
  apply(weights: number, bias: number, from: number, inputs: number, to: number, outputs: number): void;
}

/** Byte offsets, and the number of outputs with those that fill up the last sixteen. */
interface Layer {
  weights: number;
  bias: number;
  outputs: number;
}

const PAGE = 65536;
const filledUp = (outputs: number): number => Math.ceil(outputs / 16) * 16;

/** @throws Error with the reason, where WebAssembly or its SIMD is missing or forbidden. */
export const compileLinear = (): Promise<WebAssembly.Module> => compileKernel(BYTES);

/** The layers in WebAssembly SIMD. Their weights lie in its linear memory. */
export class SimdLayers implements LinearLayers {
  readonly kind = 'wasm-simd';
  readonly #kernel: LinearKernel;
  readonly #layers = new Map<string, Layer>();
  /** The whole memory. */
  readonly #floats: Float32Array;
  /** Byte offsets of the vector that goes in and of the one that comes out. */
  readonly #from: number;
  readonly #to: number;

  /**
   * @param module of `compileLinear`. @param weights are copied; what belongs to no linear layer is left out.
   * @throws RangeError where memory is refused.
   */
  constructor(module: WebAssembly.Module, weights: LinearWeights) {
    this.#kernel = new WebAssembly.Instance(module).exports as unknown as LinearKernel;
    const names = Object.keys(weights).flatMap((name) => (name.endsWith('.weights') ? [name.slice(0, -8)] : []));
    let end = 0;
    let widest = 0;
    const place = (floats: number): number => {
      const at = end;
      end += 4 * filledUp(floats);
      return at;
    };
    for (const name of names) {
      const { length } = weights[`${name}.bias`];
      const inputs = weights[`${name}.weights`].length / length;
      const outputs = filledUp(length);
      this.#layers.set(name, { weights: place(inputs * outputs), bias: place(outputs), outputs });
      widest = Math.max(widest, inputs, outputs);
    }
    this.#from = place(widest);
    this.#to = place(widest);
    this.#kernel.memory.grow(Math.ceil(end / PAGE));
    this.#floats = new Float32Array(this.#kernel.memory.buffer);
    this.rewrite(weights);
  }

  rewrite(weights: LinearWeights): void {
    for (const [name, layer] of this.#layers) this.#fill(layer, weights[`${name}.weights`], weights[`${name}.bias`]);
  }

  apply(name: string, from: Float32Array, to: Float32Array): void {
    const layer = this.#layers.get(name);
    if (layer === undefined) throw new RangeError(`there is no layer ${name}`);
    this.#floats.set(from, this.#from >> 2);
    this.#kernel.apply(layer.weights, layer.bias, this.#from, from.length, this.#to, layer.outputs);
    const result = this.#to >> 2;
    for (let i = 0; i < to.length; i++) to[i] = this.#floats[result + i];
  }

  #fill(layer: Layer, weights: Float32Array, bias: Float32Array): void {
    const { length } = bias;
    this.#floats.set(bias, layer.bias >> 2);
    for (let row = 0; row * length < weights.length; row++) {
      this.#floats.set(weights.subarray(row * length, (row + 1) * length), (layer.weights >> 2) + row * layer.outputs);
    }
  }
}
