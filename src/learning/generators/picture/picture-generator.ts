import type { NamedTensors } from '../../../contract/tensors.ts';
import { type Tensor2D, tensor, tidy } from '../../compute/tensors.ts';
import type { AdamOptions } from '../../training/adam.ts';
import { Random } from '../../training/random.ts';
import type { TrainingRunOptions } from '../../training/run-training.ts';
import type { Examination } from '../adversarial/game.ts';
import { Player } from '../adversarial/player.ts';
import { ADVERSARIAL_ADAM, type AdversarialProgress, trainAdversarially } from '../adversarial/train-adversarially.ts';
import type { Conditions, PictureRequest } from './conditions.ts';
import { PictureGame } from './picture-game.ts';
import {
  DiscriminatorNet,
  type DiscriminatorNetOptions,
  GeneratorNet,
  type GeneratorNetOptions,
  type PictureShape,
} from './picture-nets.ts';
import { checkPictures, type PictureSet, type Pixels, picturesThatShow, someOf } from './picture-set.ts';
import { qualityBeside } from './quality-beside.ts';

export interface PictureTraining extends GeneratorNetOptions, DiscriminatorNetOptions {
  /** Pictures a step. */
  batch: number;
  /** Steps from one examination, checkpoint and sample sheet to the next. */
  stepsPerEpoch: number;
  /** Of the generator; the discriminator's is twice that. */
  learningRate: number;
  /** Weight of naming the kind beside telling real from made. */
  naming: number;
  /**
   * What keeps the two sides in balance: `spectral` normalises the discriminator's weights and keeps the moving average of
   * the generator's; `none` is for comparison.
   */
  stabiliser: 'spectral' | 'none';
}

export const PICTURE_TRAINING: PictureTraining = {
  noise: 64,
  conditionWidth: 32,
  generatorWidth: 48,
  discriminatorWidth: 24,
  features: 128,
  batch: 32,
  stepsPerEpoch: 100,
  learningRate: 1e-3,
  naming: 0.6,
  stabiliser: 'spectral',
};

/** Share of the moving average that a step keeps. */
const AVERAGING = 0.998;
/** Learning rates at the end, as a part of those at the start. */
const FINAL_PACE = 0.1;
/** Of fewer pictures than this a discriminator learns them by heart, unless they are moved about. */
const FEW = 20_000;
/** Pictures kept from training for examinations, at most; and the part of the set that they are, at most. */
const EXAMINED = 500;
const EXAMINED_PART = 0.1;
/** Pictures of a sample sheet. */
const SAMPLES = 16;
/** Pictures made at once. */
const AT_ONCE = 64;

export type PictureProgress = AdversarialProgress<Pixels>;

/** Makes pictures of a kind, in a colour, to a taste. Each is a picture and no product. */
export class PictureGenerator {
  readonly conditions: Conditions;
  readonly shape: PictureShape;
  readonly #net: GeneratorNet;
  #weights: NamedTensors = {};

  constructor(
    conditions: Conditions,
    pictures: { size: number; channels: number },
    readonly options: GeneratorNetOptions,
  ) {
    this.conditions = conditions;
    this.shape = { ...pictures, condition: conditions.width, kinds: conditions.kinds.length };
    this.#net = new GeneratorNet(this.shape, options);
  }

  get size(): number {
    return this.shape.size;
  }

  get channels(): number {
    return this.shape.channels;
  }

  /** Weights' shapes by name. */
  get shapes(): Readonly<Record<string, readonly number[]>> {
    return this.#net.shapes;
  }

  get weights(): NamedTensors {
    return this.#weights;
  }

  /** @param weights of these shapes; used, not copied */
  adopt(weights: NamedTensors): void {
    this.#weights = weights;
  }

  /**
   * Trains from a set of pictures, which must be those that the conditions were made of.
   * @throws VitrineError `nothing-to-train`, `bad-options`, `aborted`, `diverged`
   */
  async *fit(
    set: PictureSet,
    training: PictureTraining,
    options: TrainingRunOptions & { seed: number },
  ): AsyncGenerator<PictureProgress> {
    checkPictures(set);
    const random = new Random(options.seed);
    this.#weights = this.#net.initialise(random);
    const net = new DiscriminatorNet(this.shape, training);
    const adam: AdamOptions = { ...ADVERSARIAL_ADAM, learningRate: training.learningRate };
    const stable = training.stabiliser === 'spectral';
    const generator = new Player(this.#weights, adam, [], random);
    const discriminator = new Player(
      net.initialise(random),
      { ...adam, learningRate: 2 * adam.learningRate },
      stable ? net.matrices : [],
      random,
    );
    const showing = random.shuffle(Int32Array.from(picturesThatShow(set)));
    const examined = showing.subarray(0, Math.min(EXAMINED, Math.floor(EXAMINED_PART * showing.length)));
    const game = new PictureGame(
      set,
      this.conditions,
      this.#net,
      net,
      training.noise,
      { ...training, moved: showing.length < FEW ? Math.round(set.size / 8) : 0 },
      () => this.#examine(set, examined, options.seed),
      showing.subarray(examined.length),
    );
    yield* trainAdversarially(game, generator, discriminator, {
      ...options,
      discriminatorSteps: 1,
      averaging: stable ? AVERAGING : 0,
      finalPace: FINAL_PACE,
      lossWeights: { generator: 1, discriminator: 1 },
    });
  }

  /** Makes one picture for each request. @throws VitrineError `bad-options` where it was never trained on that */
  async draw(requests: readonly PictureRequest[], seed: number): Promise<Pixels> {
    const { width } = this.conditions;
    const conditions = new Float32Array(requests.length * width);
    requests.forEach((request, i) => {
      this.conditions.ofRequest(request, conditions.subarray(i * width, (i + 1) * width));
    });
    return this.drawUnder(conditions, seed);
  }

  /** @param conditions [count, condition] */
  async drawUnder(conditions: Float32Array, seed: number): Promise<Pixels> {
    const random = new Random(seed);
    const { size, channels, condition } = this.shape;
    const { noise } = this.options;
    const each = size * size * channels;
    const count = conditions.length / condition;
    const pixels = new Uint8Array(count * each);
    for (let first = 0; first < count; first += AT_ONCE) {
      const now = Math.min(AT_ONCE, count - first);
      const made = tidy(() => {
        const values = Float32Array.from({ length: now * noise }, () => random.normal());
        const asked = conditions.slice(first * condition, (first + now) * condition);
        const weights = Object.entries(this.#weights).map(([name, { shape, data }]) => [
          name,
          tensor(data, [...shape]),
        ]);
        return this.#net.make(
          Object.fromEntries(weights),
          tensor(values, [now, noise]) as Tensor2D,
          tensor(asked, [now, condition]) as Tensor2D,
        );
      });
      const values = (await made.data()) as Float32Array;
      made.dispose();
      for (let i = 0; i < values.length; i++) pixels[first * each + i] = Math.round(127.5 * (values[i] + 1));
    }
    return { size, channels, pixels };
  }

  /** Beside pictures kept from training: as many are made, under their conditions. */
  async #examine(set: PictureSet, examined: Int32Array, seed: number): Promise<Examination<Pixels>> {
    const { width } = this.conditions;
    const conditions = new Float32Array(examined.length * width);
    const kinds = examined.map((picture) => set.kindOf[picture]);
    examined.forEach((picture, i) => {
      this.conditions.ofPicture(set, picture, conditions.subarray(i * width, (i + 1) * width));
    });
    const made = await this.drawUnder(conditions, seed);
    const { size, channels } = set;
    const each = size * size * channels;
    return {
      quality: qualityBeside(someOf(set, examined), made, kinds),
      samples: { size, channels, pixels: made.pixels.slice(0, SAMPLES * each) },
    };
  }
}
