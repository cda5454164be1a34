import type { NamedTensors } from '../../../contract/tensors.ts';
import { add, reshape, type Tensor, type Tensor2D, type Tensor4D } from '../../compute/tensors.ts';
import { convolution } from '../../models/layers/convolution.ts';
import { linear } from '../../models/layers/linear.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import type { Random } from '../../training/random.ts';
import type { DiscriminatorOutput } from '../adversarial/game.ts';
import { along, fold, join, leakyRelu, namingLoss, pixelNorm, toPixels, unfold } from './layers.ts';
import { convolutionShapes, initialise, linearShapes, type Shapes } from './shapes.ts';

/** Shape of pictures and of what they are made from. */
export interface PictureShape {
  /** Pixels a side; a multiple of 4. */
  size: number;
  /** 1 for grey, 3 for colour. */
  channels: number;
  /** Numbers in a condition. */
  condition: number;
  /** How many of them, at its start, tell the kind; one of them is 1. */
  kinds: number;
}

export interface GeneratorNetOptions {
  /** Random numbers that a picture is made from. */
  noise: number;
  /** Numbers that a condition is read into. */
  conditionWidth: number;
  /** Channels of the smallest picture; each larger one has half as many, but at least 12. */
  generatorWidth: number;
}

export interface DiscriminatorNetOptions {
  /** Channels of the largest picture; each smaller one has twice as many, but at most 64. */
  discriminatorWidth: number;
  /** Features that pictures are judged by. */
  features: number;
}

const LEAST_CHANNELS = 12;
const MOST_CHANNELS = 64;

/** Pictures from the smallest, of 5 to 8 pixels a side, to the whole. */
function sizes(size: number): number[] {
  return size % 2 === 0 && size > 8 ? [...sizes(size / 2), size] : [size];
}

/**
 * Generator (after DCGAN: Radford, Metz & Chintala 2016): noise and condition → a small picture of many channels → twice
 * the size, and again → pixels. Our deviations: sizes are doubled by turning channels into pixels (Shi et al. 2016), whose
 * convolutions are all plain ones; and pixelwise normalisation instead of that over the batch, so that one picture is
 * made like many.
 */
export class GeneratorNet {
  readonly shapes: Shapes = {};
  readonly #sizes: readonly number[];
  readonly #channels: readonly number[];

  constructor(shape: PictureShape, options: GeneratorNetOptions) {
    const { noise, conditionWidth, generatorWidth } = options;
    this.#sizes = sizes(shape.size);
    this.#channels = this.#sizes.map((_, i) => Math.max(LEAST_CHANNELS, generatorWidth >> i));
    const [small] = this.#sizes;
    linearShapes(this.shapes, 'condition', shape.condition, conditionWidth);
    linearShapes(this.shapes, 'start', noise + conditionWidth, small * small * this.#channels[0]);
    for (let i = 1; i < this.#sizes.length; i++) {
      convolutionShapes(this.shapes, `larger${i}`, this.#channels[i - 1], 4 * this.#channels[i]);
    }
    convolutionShapes(this.shapes, 'pixels', this.#channels.at(-1)!, shape.channels);
  }

  /** noise [batch, noise], conditions [batch, condition] → pixels in [−1, 1], [batch, size, size, channels] */
  make(weights: Weights, noise: Tensor2D, conditions: Tensor2D): Tensor4D {
    const condition = linear(conditions, ...layer2(weights, 'condition')); // [batch, conditionWidth]
    const start = linear(join(noise, condition), ...layer2(weights, 'start'));
    const [small] = this.#sizes;
    let x = pixelNorm(leakyRelu(reshape(start, [-1, small, small, this.#channels[0]]) as Tensor4D));
    for (let i = 1; i < this.#sizes.length; i++) {
      x = pixelNorm(leakyRelu(unfold(convolution(x, ...layer(weights, `larger${i}`))))); // [batch, size, size, channels]
    }
    return toPixels(convolution(x, ...layer(weights, 'pixels')));
  }

  /**
   * The four channels that become a square of pixels begin alike (Aitken et al. 2017), so that what is made has no checks
   * that would have to be unlearned.
   */
  initialise(random: Random): NamedTensors {
    const weights = initialise(this.shapes, random);
    for (let i = 1; i < this.#sizes.length; i++) {
      const { shape, data } = weights[`larger${i}.weights`];
      const outputs = shape[3];
      const pixel = outputs / 4;
      for (let at = 0; at < data.length; at++) {
        const output = at % outputs;
        data[at] = data[at - output + (output % pixel)];
      }
    }
    return weights;
  }
}

/**
 * Discriminator: pictures folded to half the size again and again, then features. It judges by a projection of the
 * condition on them (Miyato & Koyama 2018), and beside that names the kind (Odena, Olah & Shlens 2017).
 */
export class DiscriminatorNet {
  readonly shapes: Shapes = {};
  readonly #folds: number;

  constructor(
    private readonly shape: PictureShape,
    options: DiscriminatorNetOptions,
  ) {
    const all = sizes(shape.size);
    this.#folds = all.length - 1;
    let channels = shape.channels;
    for (let i = 0; i < this.#folds; i++) {
      const next = Math.min(MOST_CHANNELS, options.discriminatorWidth << i);
      convolutionShapes(this.shapes, `smaller${i}`, 4 * channels, next);
      channels = next;
    }
    const flat = all[0] * all[0] * channels;
    linearShapes(this.shapes, 'features', flat, options.features);
    linearShapes(this.shapes, 'real', options.features, 1);
    linearShapes(this.shapes, 'projection', shape.condition, options.features);
    if (shape.kinds > 1) linearShapes(this.shapes, 'naming', options.features, shape.kinds);
  }

  /** Names of the weights that are matrices: what spectral normalisation is for. */
  get matrices(): string[] {
    return Object.keys(this.shapes).filter((name) => name.endsWith('.weights'));
  }

  /** pictures [batch, size, size, channels], conditions [batch, condition], kinds of them one-hot [batch, kinds] */
  discriminate(weights: Weights, pictures: Tensor4D, conditions: Tensor2D, kinds: Tensor2D): DiscriminatorOutput {
    let x = pictures;
    for (let i = 0; i < this.#folds; i++) x = leakyRelu(convolution(fold(x), ...layer(weights, `smaller${i}`)));
    const flat = reshape(x, [x.shape[0], -1]) as Tensor2D;
    const features = leakyRelu(linear(flat, ...layer2(weights, 'features'))); // [batch, features]
    const projected = linear(conditions, ...layer2(weights, 'projection'));
    return {
      logits: add(linear(features, ...layer2(weights, 'real')), along(projected, features)), // [batch, 1]
      ...(this.shape.kinds > 1 && {
        auxiliary: namingLoss(linear(features, ...layer2(weights, 'naming')), kinds),
      }),
    };
  }

  initialise(random: Random): NamedTensors {
    return initialise(this.shapes, random);
  }
}

function layer(weights: Weights, name: string): [Tensor, Tensor] {
  return [weights[`${name}.weights`], weights[`${name}.bias`]];
}

function layer2(weights: Weights, name: string): [Tensor2D, Tensor] {
  return layer(weights, name) as [Tensor2D, Tensor];
}
