import { mul, type Tensor, type Tensor2D, type Tensor4D, tensor } from '../../compute/tensors.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import type { Random } from '../../training/random.ts';
import type { AdversarialGame, DiscriminatorOutput, Examination } from '../adversarial/game.ts';
import type { Conditions } from './conditions.ts';
import { mirror, move } from './layers.ts';
import type { DiscriminatorNet, GeneratorNet } from './picture-nets.ts';
import type { PictureSet, Pixels } from './picture-set.ts';

/** Which pictures of the set a step is about. */
export type PictureBatch = Int32Array;

export interface PictureGameOptions {
  batch: number;
  /** Steps from one examination to the next. */
  stepsPerEpoch: number;
  /** Weight of naming the kind. */
  naming: number;
  /** Pixels that pictures are moved by at most, and mirrored as often as not, before they are judged; 0 for as they are. */
  moved: number;
}

/** A game about pictures: a batch is some real ones; the same number is made under their conditions. */
export class PictureGame<TSamples> implements AdversarialGame<PictureBatch, TSamples> {
  constructor(
    private readonly set: PictureSet,
    private readonly conditions: Conditions,
    private readonly generator: GeneratorNet,
    private readonly discriminator: DiscriminatorNet,
    private readonly noise: number,
    private readonly options: PictureGameOptions,
    readonly examine: () => Promise<Examination<TSamples>>,
    /** Pictures that are trained on; others of the set are kept for examination. */
    private readonly training: Int32Array,
  ) {}

  /** Draws with each picture equally likely; what an epoch is, is how often it is looked at. */
  batches(_epoch: number, random: Random): PictureBatch[] {
    const { batch, stepsPerEpoch } = this.options;
    const { training } = this;
    return Array.from({ length: stepsPerEpoch }, () =>
      Int32Array.from({ length: batch }, () => training[random.below(training.length)]),
    );
  }

  make(generator: Weights, batch: PictureBatch, random: Random): Tensor {
    const noise = Float32Array.from({ length: batch.length * this.noise }, () => random.normal());
    return this.generator.make(
      generator,
      tensor(noise, [batch.length, this.noise]) as Tensor2D,
      conditionsOf(this.set, this.conditions, batch),
    );
  }

  real(batch: PictureBatch): Tensor {
    return pixelsOf(this.set, batch);
  }

  discriminate(discriminator: Weights, pictures: Tensor, batch: PictureBatch, random: Random): DiscriminatorOutput {
    const { kinds } = this.set;
    const named = new Float32Array(batch.length * kinds.length);
    batch.forEach((picture, i) => {
      named[i * kinds.length + this.set.kindOf[picture]] = 1;
    });
    const { logits, auxiliary } = this.discriminator.discriminate(
      discriminator,
      this.#moved(pictures as Tensor4D, random),
      conditionsOf(this.set, this.conditions, batch),
      tensor(named, [batch.length, kinds.length]) as Tensor2D,
    );
    return { logits, ...(auxiliary && { auxiliary: mul(auxiliary, this.options.naming) }) };
  }

  /**
   * Real and made pictures alike are moved before they are judged, so that a discriminator of few pictures cannot learn them
   * by heart (Zhao, Liu, Lin, Zhu & Han 2020; theirs moves each picture by itself, this a batch).
   */
  #moved(pictures: Tensor4D, random: Random): Tensor4D {
    const { moved } = this.options;
    if (moved === 0) return pictures;
    const by = (): number => random.below(2 * moved + 1) - moved;
    const placed = move(pictures, by(), by());
    return random.unit() < 0.5 ? mirror(placed) : placed;
  }
}

/** Conditions of pictures of a set. [batch, condition] */
function conditionsOf(set: PictureSet, conditions: Conditions, pictures: ArrayLike<number>): Tensor2D {
  const { width } = conditions;
  const all = new Float32Array(pictures.length * width);
  for (let i = 0; i < pictures.length; i++) {
    conditions.ofPicture(set, pictures[i], all.subarray(i * width, (i + 1) * width));
  }
  return tensor(all, [pictures.length, width]) as Tensor2D;
}

/** Pictures of a set as numbers in [−1, 1]. [batch, size, size, channels] */
export function pixelsOf({ size, channels, pixels }: Pixels, pictures: ArrayLike<number>): Tensor4D {
  const each = size * size * channels;
  const all = new Float32Array(pictures.length * each);
  for (let i = 0; i < pictures.length; i++) {
    const from = pictures[i] * each;
    for (let at = 0; at < each; at++) all[i * each + at] = pixels[from + at] / 127.5 - 1;
  }
  return tensor(all, [pictures.length, size, size, channels]) as Tensor4D;
}
