import type { NamedTensors } from '../../../contract/tensors.ts';
import { relu, type Tensor2D, type Tensor4D } from '../../compute/tensors.ts';
import { fold, maxPool } from '../../generators/picture/layers.ts';
import { convolutionShapes, initialise, linearShapes, type Shapes } from '../../generators/picture/shapes.ts';
import { convolution } from '../../models/layers/convolution.ts';
import { linear } from '../../models/layers/linear.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import type { Random } from '../../training/random.ts';
import { type Matrix, means, partsOf, unit } from './layers.ts';

export interface EncoderShape {
  /** Pixels a side that the net sees: halved once for each of the widths. */
  size: number;
  /** Channels at each size of the picture, the largest size first. */
  widths: readonly number[];
  /** Numbers of a vector's half that tells what the picture shows, and of the one that tells how it looks. */
  kind: number;
  look: number;
}

/** A picture's vector, in its two halves, each of length 1. [batch, kind] and [batch, look] */
export interface Halves {
  kind: Tensor2D;
  look: Tensor2D;
}

/** What comes between a convolution and the next: a batch's channels normalised, while it is trained. */
export type Normalise = (x: Tensor4D, layer: string) => Tensor4D;

const CHANNELS = 3;
/** The look is pooled over this many parts a side: where the colours are tells a product from one like it. */
const PARTS = 2;
const NAMES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'] as const;

interface Layer {
  name: string;
  inputs: number;
  outputs: number;
  /** Whether the picture is halved after it. */
  halve: boolean;
}

/** One convolution at the largest size, two at each of the others. */
function layersOf(widths: readonly number[]): Layer[] {
  const outputs = widths.flatMap((width, size) => (size === 0 ? [width] : [width, width]));
  return outputs.map((width, i) => ({
    name: NAMES[i],
    inputs: i === 0 ? 4 * CHANNELS : outputs[i - 1],
    outputs: width,
    halve: i % 2 === 0 && i + 1 < outputs.length,
  }));
}

/**
 * Sees pictures: convolutions over some sizes of the picture. What it shows is told by the mean over the whole, how it looks by
 * the means over its quarters.
 */
export class EncoderNet {
  readonly shapes: Shapes = {};
  readonly layers: readonly string[];
  readonly #layers: readonly Layer[];
  readonly #kindPool: Matrix;
  readonly #lookPool: Matrix;

  constructor(readonly shape: EncoderShape) {
    this.#layers = layersOf(shape.widths);
    this.layers = this.#layers.map(({ name }) => name);
    for (const { name, inputs, outputs } of this.#layers) convolutionShapes(this.shapes, name, inputs, outputs);
    const last = shape.widths.at(-1)!;
    linearShapes(this.shapes, 'kind', last, shape.kind);
    linearShapes(this.shapes, 'look', PARTS * PARTS * last, shape.look);
    const side = shape.size / 2 ** shape.widths.length;
    this.#kindPool = partsOf(side, 1);
    this.#lookPool = partsOf(side, PARTS);
  }

  initialise(random: Random): NamedTensors {
    return initialise(this.shapes, random);
  }

  /**
   * @param pictures from −1 to 1. [batch, size, size, 3]
   * @param normalise default: nothing, the weights have it in them
   */
  encode(weights: Weights, pictures: Tensor4D, normalise: Normalise = (x) => x): Halves {
    let x: Tensor4D = fold(pictures);
    for (const { name, halve } of this.#layers) {
      x = relu(normalise(convolution(x, weights[`${name}.weights`], weights[`${name}.bias`]), name));
      if (halve) x = maxPool(x);
    }
    const head = (name: string, pool: Matrix) =>
      unit(linear(means(x, pool), weights[`${name}.weights`] as Tensor2D, weights[`${name}.bias`]));
    return { kind: head('kind', this.#kindPool), look: head('look', this.#lookPool) };
  }
}
