import type { NamedTensors } from '../../../contract/tensors.ts';
import type { TrainingProgress } from '../../../contract/training-progress.ts';
import {
  relu,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tidy,
  valueAndGrads,
} from '../../compute/tensors.ts';
import { convolution } from '../../models/layers/convolution.ts';
import { linear } from '../../models/layers/linear.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import { Adam } from '../../training/adam.ts';
import { Random } from '../../training/random.ts';
import { runTraining, type TrainingRunOptions } from '../../training/run-training.ts';
import type { SampleRows } from '../adversarial/quality.ts';
import { maxPool, namingLoss } from './layers.ts';
import { pixelsOf } from './picture-game.ts';
import { countOf, type PictureSet, type Pixels, someOf } from './picture-set.ts';
import { convolutionShapes, initialise, linearShapes } from './shapes.ts';

const WIDTHS = [32, 64] as const;
const FEATURES = 128;
const BATCH = 64;
const AT_ONCE = 200;
/** Part of the pictures that says when to stop. */
const VALIDATION = 0.05;
/** Pictures are shown as they are or mirrored, and moved by up to so many pixels: it overfits less. */
const MOVED = 1;

const LEARNING_RATE = 2e-3;
/** Learning rate of the last epoch, as a part of the first one's. */
const FINAL_PACE = 0.05;

/** What a classifier says of pictures. */
export interface Naming {
  /** Index of the kind each is taken for. [count] */
  kinds: Uint16Array;
  /** What it saw: its last layer before the names. [count, features] */
  features: SampleRows;
}

/**
 * Names the kind of a picture: two convolutions, each pooled, and two layers on top (LeCun et al. 1998). It is what measures a generator,
 * and never takes part in its training.
 */
export class PictureClassifier {
  readonly shapes: Record<string, readonly number[]> = {};
  readonly #side: number;
  #weights: NamedTensors = {};

  /** @param kinds names of the kinds, as the pictures number them */
  constructor(
    readonly size: number,
    readonly channels: number,
    readonly kinds: readonly string[],
  ) {
    this.#side = size / 4;
    convolutionShapes(this.shapes, 'first', channels, WIDTHS[0]);
    convolutionShapes(this.shapes, 'second', WIDTHS[0], WIDTHS[1]);
    linearShapes(this.shapes, 'features', this.#side * this.#side * WIDTHS[1], FEATURES);
    linearShapes(this.shapes, 'naming', FEATURES, kinds.length);
  }

  get weights(): NamedTensors {
    return this.#weights;
  }

  adopt(weights: NamedTensors): void {
    this.#weights = weights;
  }

  /** @throws VitrineError `aborted`, `diverged` */
  async *fit(set: PictureSet, options: TrainingRunOptions & { seed: number }): AsyncGenerator<TrainingProgress> {
    const random = new Random(options.seed);
    this.#weights = initialise(this.shapes, random);
    const order = random.shuffle(Int32Array.from({ length: countOf(set) }, (_, i) => i));
    const kept = Math.floor(VALIDATION * order.length);
    const [validation, training] = [order.subarray(0, kept), order.slice(kept)];
    const adam = new Adam(this.#weights, { learningRate: LEARNING_RATE, weightDecay: 0.01 });
    let moving = random;
    yield* runTraining<Int32Array>(
      {
        optimiser: adam,
        metric: 'loss',
        averaging: 0.998,
        batches: (epoch) => {
          moving = new Random(options.seed, epoch + 1);
          const done = epoch / Math.max(1, options.epochs - 1);
          adam.options.learningRate = LEARNING_RATE * (1 - (1 - FINAL_PACE) * done);
          const shuffled = moving.shuffle(training.slice());
          const count = Math.floor(shuffled.length / BATCH);
          return Array.from({ length: count }, (_, i) => shuffled.subarray(i * BATCH, (i + 1) * BATCH));
        },
        step: (batch) => this.#step(set, batch, adam, moving),
        validate: async () => {
          const { kinds } = await this.name(someOf(set, validation));
          return kinds.reduce((wrong, kind, i) => wrong + (kind === set.kindOf[validation[i]] ? 0 : 1), 0) / kept;
        },
      },
      options,
    );
  }

  async name(pictures: Pixels): Promise<Naming> {
    const each = this.size * this.size * this.channels;
    const count = pictures.pixels.length / each;
    const kinds = new Uint16Array(count);
    const features = new Float32Array(count * FEATURES);
    for (let first = 0; first < count; first += AT_ONCE) {
      const now = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, i) => first + i);
      const [seen, names] = tidy(() => {
        const weights = this.#tensors();
        const seen = this.#see(weights, pixelsOf(pictures, now));
        return [seen, this.#name(weights, seen)];
      });
      const [seenValues, nameValues] = (await Promise.all([seen.data(), names.data()])) as Float32Array[];
      seen.dispose();
      names.dispose();
      features.set(seenValues, first * FEATURES);
      for (let i = 0; i < now.length; i++) {
        const row = nameValues.subarray(i * this.kinds.length, (i + 1) * this.kinds.length);
        kinds[first + i] = row.indexOf(Math.max(...row));
      }
    }
    return { kinds, features: { data: features, width: FEATURES } };
  }

  async #step(set: PictureSet, batch: Int32Array, adam: Adam, random: Random): Promise<number> {
    const { kinds } = this;
    const { value, grads, names } = tidy(() => {
      const given = this.#tensors();
      const names = Object.keys(given);
      const wanted = new Float32Array(batch.length * kinds.length);
      batch.forEach((picture, i) => {
        wanted[i * kinds.length + set.kindOf[picture]] = 1;
      });
      const shown = moved(someOf(set, batch), random);
      const pixels = pixelsOf(shown, [...batch.keys()]);
      const asked = tensor(wanted, [batch.length, kinds.length]) as Tensor2D;
      const loss = (...moved: Tensor[]): never => {
        const weights = Object.fromEntries(names.map((name, i) => [name, moved[i]]));
        return namingLoss(this.#name(weights, this.#see(weights, pixels)), asked) as never;
      };
      return { ...valueAndGrads(loss)(names.map((name) => given[name])), names };
    });
    const [[loss], ...gradients] = (await Promise.all([value, ...grads].map((t) => t.data()))) as Float32Array[];
    for (const t of [value, ...grads]) t.dispose();
    if (!Number.isFinite(loss)) return loss;
    adam.begin();
    for (const [i, name] of names.entries()) adam.update(name, gradients[i]);
    return loss;
  }

  #tensors(): Weights {
    const entries = Object.entries(this.#weights).map(([name, { shape, data }]) => [name, tensor(data, [...shape])]);
    return Object.fromEntries(entries);
  }

  /** pictures [batch, size, size, channels] → features [batch, features] */
  #see(weights: Weights, pictures: Tensor4D): Tensor2D {
    const first = relu(maxPool(convolution(pictures, weights['first.weights'], weights['first.bias'])));
    const second = relu(maxPool(convolution(first, weights['second.weights'], weights['second.bias'])));
    const flat = reshape(second, [second.shape[0], -1]) as Tensor2D;
    return relu(linear(flat, weights['features.weights'] as Tensor2D, weights['features.bias']));
  }

  #name(weights: Weights, features: Tensor2D): Tensor2D {
    return linear(features, weights['naming.weights'] as Tensor2D, weights['naming.bias']);
  }
}

/** Each picture mirrored or not, and moved a little; its rim is repeated where it came from beyond. */
function moved({ size, channels, pixels }: Pixels, random: Random): Pixels {
  const each = size * size * channels;
  const out = new Uint8Array(pixels.length);
  const within = (at: number): number => Math.min(size - 1, Math.max(0, at));
  for (let start = 0; start < pixels.length; start += each) {
    const mirrored = random.unit() < 0.5;
    const [right, down] = [random.below(2 * MOVED + 1) - MOVED, random.below(2 * MOVED + 1) - MOVED];
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const fromX = within((mirrored ? size - 1 - x : x) - right);
        const from = start + (within(y - down) * size + fromX) * channels;
        const to = start + (y * size + x) * channels;
        for (let channel = 0; channel < channels; channel++) out[to + channel] = pixels[from + channel];
      }
    }
  }
  return { size, channels, pixels: out };
}
