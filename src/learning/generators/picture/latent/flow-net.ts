import {
  add,
  matMul,
  mul,
  relu,
  reshape,
  sigmoid,
  slice,
  softmax,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor,
} from '../../../compute/tensors.ts';
import { joinHeads, splitHeads } from '../../../models/layers/attention.ts';
import { layerNorm } from '../../../models/layers/layer-norm.ts';
import { linear } from '../../../models/layers/linear.ts';
import type { Weights } from '../../../models/sequence-encoder.ts';
import { linearShapes, type Shapes } from '../shapes.ts';

/** Numbers a side of the codes in one token. */
export const PATCH = 2;
/** Waves, each as sine and cosine, that tell the time. */
const WAVES = 16;

export interface FlowOptions {
  /** Channels of the codes. */
  codeChannels: number;
  width: number;
  depth: number;
  heads: number;
}

/**
 * The velocity by which noise flows to codes (Lipman et al. 2023; Liu et al. 2023): a Transformer over squares of the codes
 * (Peebles & Xie 2023), scaled, shifted and gated by the conditions through one net for all layers (Chen et al. 2024). Our
 * deviation: ReLU within the layers. `python/nets.py` trains it.
 */
export class FlowNet {
  readonly shapes: Shapes = {};
  /** Numbers in a token. */
  readonly token: number;

  /** @param condition numbers in a condition @param tokens of one picture */
  constructor(
    readonly condition: number,
    readonly tokens: number,
    private readonly options: FlowOptions,
  ) {
    const { codeChannels, width, depth } = options;
    this.token = PATCH * PATCH * codeChannels;
    linearShapes(this.shapes, 'tokens', this.token, width);
    this.shapes.places = [tokens, width];
    linearShapes(this.shapes, 'condition1', condition + 2 * WAVES, width);
    linearShapes(this.shapes, 'condition2', width, width);
    linearShapes(this.shapes, 'modulation', width, 6 * width);
    this.shapes.own = [depth, 6 * width];
    for (let i = 0; i < depth; i++) {
      linearShapes(this.shapes, `layer${i}.attention`, width, 3 * width);
      linearShapes(this.shapes, `layer${i}.joined`, width, width);
      linearShapes(this.shapes, `layer${i}.wide`, width, 4 * width);
      linearShapes(this.shapes, `layer${i}.narrow`, 4 * width, width);
    }
    linearShapes(this.shapes, 'last', width, 2 * width);
    linearShapes(this.shapes, 'velocity', width, this.token);
  }

  /**
   * @param x tokens, [batch · tokens, token]
   * @param times of each picture, 0 noise … 1 codes
   * @param conditions [batch, condition]
   * @returns as x
   */
  velocity(weights: Weights, x: Tensor2D, times: Float32Array, conditions: Float32Array): Tensor2D {
    const batch = times.length;
    const { width, depth } = this.options;
    const told = tensor(withWaves(conditions, times), [batch, this.condition + 2 * WAVES]) as Tensor2D;
    const condition = silu(layer(weights, 'condition2', silu(layer(weights, 'condition1', told)))); // [batch, width]
    const shared = layer(weights, 'modulation', condition); // [batch, 6 · width]
    let h = add(this.#pictures(layer(weights, 'tokens', x), batch), weights.places) as Tensor3D;
    for (let i = 0; i < depth; i++) {
      const own = add(shared, slice(weights.own as Tensor2D, [i, 0], [1, 6 * width]));
      const part = (at: number): Tensor3D => partOf(own, at, width);
      const attended = this.#attend(layer(weights, `layer${i}.attention`, this.#modulated(h, part(0), part(1))), batch);
      h = add(h, mul(this.#pictures(layer(weights, `layer${i}.joined`, attended), batch), part(2)));
      const wide = relu(layer(weights, `layer${i}.wide`, this.#modulated(h, part(3), part(4))));
      h = add(h, mul(this.#pictures(layer(weights, `layer${i}.narrow`, wide), batch), part(5)));
    }
    const last = layer(weights, 'last', condition);
    return layer(weights, 'velocity', this.#modulated(h, partOf(last, 0, width), partOf(last, 1, width)));
  }

  /** Normalised, scaled and shifted. h [batch, tokens, width], shift and scale [batch, 1, width] → [batch · tokens, width] */
  #modulated(h: Tensor3D, shift: Tensor3D, scale: Tensor3D): Tensor2D {
    const { width } = this.options;
    const normal = layerNorm(reshape(h, [-1, width]), constant(1, width), constant(0, width));
    const moved = add(mul(this.#pictures(normal, h.shape[0]), add(scale, 1)), shift);
    return reshape(moved, [-1, width]);
  }

  /** queries, keys and values [batch · tokens, 3 · width] → [batch · tokens, width] */
  #attend(qkv: Tensor2D, batch: number): Tensor2D {
    const { width, heads } = this.options;
    const [query, key, value] = [0, 1, 2].map((at) =>
      splitHeads(slice(qkv, [0, at * width], [qkv.shape[0], width]), batch, this.tokens, heads),
    );
    const logits = mul(matMul(query, key, false, true), 1 / Math.sqrt(width / heads)); // [batch · heads, tokens, tokens]
    return joinHeads(matMul(softmax(logits), value), batch, this.tokens, heads) as Tensor2D;
  }

  #pictures(x: Tensor2D, batch: number): Tensor3D {
    return reshape(x, [batch, this.tokens, x.shape[1]]);
  }
}

/** [batch, parts · width] → [batch, 1, width] */
const partOf = (x: Tensor, at: number, width: number): Tensor3D =>
  reshape(slice(x as Tensor2D, [0, at * width], [x.shape[0], width]), [x.shape[0], 1, width]);

const layer = (weights: Weights, name: string, x: Tensor2D): Tensor2D =>
  linear(x, weights[`${name}.weights`] as Tensor2D, weights[`${name}.bias`]);

const silu = (x: Tensor2D): Tensor2D => mul(x, sigmoid(x));

const constant = (value: number, length: number): Tensor => tensor(new Float32Array(length).fill(value), [length]);

/** Conditions with the time as waves of growing frequency. [batch, condition + 2 · WAVES] */
function withWaves(conditions: Float32Array, times: Float32Array): Float32Array {
  const width = conditions.length / times.length;
  const all = new Float32Array(times.length * (width + 2 * WAVES));
  times.forEach((time, i) => {
    const start = i * (width + 2 * WAVES);
    all.set(conditions.subarray(i * width, (i + 1) * width), start);
    for (let wave = 0; wave < WAVES; wave++) {
      const angle = (time * Math.PI * (wave + 1)) / 2;
      all[start + width + wave] = Math.sin(angle);
      all[start + width + WAVES + wave] = Math.cos(angle);
    }
  });
  return all;
}
