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
  /** Pixels a side that the net sees, a multiple of 8. */
  size: number;
  /** Channels after each halving of the picture. */
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
/** Names of the convolutions, and whether the picture is halved after them. */
const LAYERS = [
  { name: 'first', halve: true },
  { name: 'second', halve: false },
  { name: 'third', halve: true },
  { name: 'fourth', halve: false },
  { name: 'fifth', halve: false },
] as const;

/**
 * Sees pictures: five convolutions over three sizes of the picture. What it shows is told by the mean over the whole, how it
 * looks by the means over its quarters.
 */
export class EncoderNet {
  readonly shapes: Shapes = {};
  readonly layers: readonly string[] = LAYERS.map(({ name }) => name);
  readonly #kindPool: Matrix;
  readonly #lookPool: Matrix;

  constructor(readonly shape: EncoderShape) {
    const [first, second, third] = shape.widths;
    const widths = [4 * CHANNELS, first, second, second, third, third];
    LAYERS.forEach(({ name }, i) => {
      convolutionShapes(this.shapes, name, widths[i], widths[i + 1]);
    });
    linearShapes(this.shapes, 'kind', third, shape.kind);
    linearShapes(this.shapes, 'look', PARTS * PARTS * third, shape.look);
    const side = shape.size / 8;
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
    for (const { name, halve } of LAYERS) {
      x = relu(normalise(convolution(x, weights[`${name}.weights`], weights[`${name}.bias`]), name));
      if (halve) x = maxPool(x);
    }
    const head = (name: string, pool: Matrix) =>
      unit(linear(means(x, pool), weights[`${name}.weights`] as Tensor2D, weights[`${name}.bias`]));
    return { kind: head('kind', this.#kindPool), look: head('look', this.#lookPool) };
  }
}
