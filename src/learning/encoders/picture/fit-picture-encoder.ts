import type { NamedTensors } from '../../../contract/tensors.ts';
import type { TrainingProgress } from '../../../contract/training-progress.ts';
import { add, mul, type Tensor, type Tensor2D, tensor, tidy, valueAndGrads } from '../../compute/tensors.ts';
import { COLOURS } from '../../generators/picture/colours.ts';
import { countOf, type PictureSet, type Pixels, someOf } from '../../generators/picture/picture-set.ts';
import { linearShapes } from '../../generators/picture/shapes.ts';
import { linear } from '../../models/layers/linear.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import { Adam } from '../../training/adam.ts';
import { Random } from '../../training/random.ts';
import { runTraining, type TrainingRunOptions } from '../../training/run-training.ts';
import type { EncoderNet, Halves } from './encoder-net.ts';
import { plainViews, tensorsOf, views } from './net-inputs.ts';
import { NO_KIND, type PictureEncoder } from './picture-encoder.ts';
import { channelMoments, cosines, crossEntropy, normaliseBatch } from './training-layers.ts';
import { look, randomView } from './views.ts';

/** Pictures of a step, each in two views. */
const BATCH = 32;
const LEARNING_RATE = 2e-3;
const WEIGHT_DECAY = 0.02;
/** Steps to the full learning rate, and the part of all steps that they are at most; the part of it that is left at the end. */
const WARM_UP = 200;
const WARM_UP_PART = 0.1;
const FINAL_PACE = 0.01;
const AVERAGING = 0.998;
/** Part of the pictures that says which weights are the best, and how many of them at most. */
const VALIDATION = 0.1;
const MOST_VALIDATION = 500;
/** Share of a target that is spread over all kinds. */
const SMOOTHING = 0.05;
/** What cosines are divided by: the smaller, the more the nearest ones count. */
const TEMPERATURE = 0.1;
/** Weight of the colour beside the kind and the views. */
const COLOUR_WEIGHT = 0.3;
/** Pictures whose channels' moments stand for those of all. */
const CALIBRATING = 256;

/**
 * Trains an encoder from a set of colour pictures; it has the best weights in the end.
 * @throws VitrineError `aborted`, `diverged`
 */
export async function* fitPictureEncoder(
  encoder: PictureEncoder,
  set: PictureSet,
  options: TrainingRunOptions & { seed: number },
): AsyncGenerator<TrainingProgress> {
  const random = new Random(options.seed);
  const order = random.shuffle(Int32Array.from({ length: countOf(set) }, (_, i) => i));
  const kept = Math.min(MOST_VALIDATION, Math.floor(VALIDATION * order.length));
  const [validation, training] = [order.subarray(0, kept), order.slice(kept)];
  const lesson = new Lesson(encoder.net, set, random);
  const perEpoch = Math.max(1, Math.floor(training.length / BATCH));
  const calibrating = someOf(set, training.subarray(0, CALIBRATING));
  let moving = random;
  yield* runTraining<Int32Array>(
    {
      optimiser: lesson.adam,
      metric: 'loss',
      averaging: AVERAGING,
      batches: (epoch) => {
        moving = new Random(options.seed, epoch + 1);
        const shuffled = moving.shuffle(training.slice());
        return Array.from({ length: perEpoch }, (_, i) => shuffled.subarray(i * BATCH, (i + 1) * BATCH));
      },
      step: (batch) => lesson.step(batch, moving, perEpoch * options.epochs),
      validate: async () => {
        encoder.adopt(await calibrated(encoder.net, lesson.weights, calibrating));
        return errorsOf(encoder, set, validation);
      },
    },
    options,
  );
  encoder.adopt(await calibrated(encoder.net, lesson.weights, calibrating));
}

/** Puts each layer's gain, shift and moments, as some pictures have them, into its weights. */
async function calibrated(net: EncoderNet, trained: NamedTensors, pictures: Pixels): Promise<NamedTensors> {
  const served: NamedTensors = {};
  for (const name of Object.keys(net.shapes)) served[name] = { ...trained[name], data: trained[name].data.slice() };
  const count = Math.min(CALIBRATING, pictures.pixels.length / (pictures.size ** 2 * 3));
  const moments = tidy(() => {
    const found: Record<string, { mean: Tensor; scale: Tensor }> = {};
    const weights = tensorsOf(trained);
    net.encode(weights, plainViews(pictures, 0, count, net.shape.size), (x, layer) => {
      found[layer] = channelMoments(x);
      return normaliseBatch(x, weights[`${layer}.gain`], weights[`${layer}.shift`]);
    });
    return Object.fromEntries(
      Object.entries(found).flatMap(([layer, { mean, scale }]) => [
        [`${layer}.mean`, mean],
        [`${layer}.scale`, scale],
      ]),
    );
  });
  const values = Object.fromEntries(
    await Promise.all(Object.entries(moments).map(async ([name, moment]) => [name, await moment.data()])),
  ) as Record<string, Float32Array>;
  for (const moment of Object.values(moments)) moment.dispose();
  for (const layer of net.layers) {
    const gain = trained[`${layer}.gain`].data.map((value, i) => value * values[`${layer}.scale`][i]);
    const { data: weights } = served[`${layer}.weights`];
    const { data: bias } = served[`${layer}.bias`];
    for (let at = 0; at < weights.length; at++) weights[at] *= gain[at % gain.length];
    const shift = trained[`${layer}.shift`].data;
    for (let i = 0; i < bias.length; i++) bias[i] = shift[i] + gain[i] * (bias[i] - values[`${layer}.mean`][i]);
  }
  return served;
}

/** Share of these pictures whose nearest other one is of another kind. */
async function errorsOf(encoder: PictureEncoder, set: PictureSet, pictures: Int32Array): Promise<number> {
  const vectors = await encoder.encode(someOf(set, pictures));
  const { width } = encoder;
  const { kind } = encoder.shape;
  const dot = (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < kind; i++) sum += vectors[a * width + i] * vectors[b * width + i];
    return sum;
  };
  let wrong = 0;
  for (let a = 0; a < pictures.length; a++) {
    let nearest = -1;
    let best = Number.NEGATIVE_INFINITY;
    for (let b = 0; b < pictures.length; b++) {
      const near = a === b ? best : dot(a, b);
      if (near > best) [best, nearest] = [near, b];
    }
    if (nearest < 0 || set.kindOf[pictures[a]] !== set.kindOf[pictures[nearest]]) wrong++;
  }
  return wrong / Math.max(1, pictures.length);
}

/** One training: the net with what it is only taught by, the names of kinds and colours. */
class Lesson {
  readonly adam: Adam;
  readonly #net: EncoderNet;
  readonly #set: PictureSet;

  constructor(net: EncoderNet, set: PictureSet, random: Random) {
    this.#net = net;
    this.#set = set;
    const weights = net.initialise(random);
    for (const layer of net.layers) {
      const { length } = weights[`${layer}.bias`].data;
      weights[`${layer}.gain`] = { shape: [length], data: new Float32Array(length).fill(1) };
      weights[`${layer}.shift`] = { shape: [length], data: new Float32Array(length) };
    }
    Object.assign(weights, naming('kinds', net.shape.kind, set.kinds.length, random));
    Object.assign(weights, naming('colours', net.shape.look, COLOURS.length, random));
    this.adam = new Adam(weights, { learningRate: LEARNING_RATE, weightDecay: WEIGHT_DECAY });
  }

  get weights(): NamedTensors {
    return this.adam.weights;
  }

  async step(batch: Int32Array, random: Random, steps: number): Promise<number> {
    const { adam } = this;
    const { value, grads, names } = tidy(() => {
      const given = tensorsOf(adam.weights);
      const names = Object.keys(given);
      const { size } = this.#net.shape;
      const shown = [...batch, ...batch];
      const pictures = views(size, shown.length, (i, into) =>
        look(this.#set, shown[i], randomView(this.#set.size, random), random, into),
      );
      const targets = this.#targets(shown);
      const loss = (...moved: Tensor[]): never => {
        const weights = Object.fromEntries(names.map((name, i) => [name, moved[i]]));
        const halves = this.#net.encode(weights, pictures, (x, layer) =>
          normaliseBatch(x, weights[`${layer}.gain`], weights[`${layer}.shift`]),
        );
        return this.#loss(weights, halves, targets) as never;
      };
      return { ...valueAndGrads(loss)(names.map((name) => given[name])), names };
    });
    const [[loss], ...gradients] = (await Promise.all([value, ...grads].map((t) => t.data()))) as Float32Array[];
    for (const t of [value, ...grads]) t.dispose();
    if (!Number.isFinite(loss)) return loss;
    const warmUp = Math.max(1, Math.min(WARM_UP, WARM_UP_PART * steps));
    const cosine = (1 + Math.cos(Math.PI * Math.min(1, adam.steps / steps))) / 2; // Loshchilov & Hutter 2017
    const pace = Math.min(1, (adam.steps + 1) / warmUp) * (FINAL_PACE + (1 - FINAL_PACE) * cosine);
    adam.options.learningRate = LEARNING_RATE * pace;
    adam.begin();
    for (const [i, name] of names.entries()) adam.update(name, gradients[i]);
    return loss;
  }

  #loss(weights: Weights, { kind, look }: Halves, { kinds, colours, partners, own }: Targets): Tensor {
    const name = (x: Tensor2D, names: string) =>
      linear(mul(x, 1 / TEMPERATURE) as Tensor2D, weights[`${names}.weights`] as Tensor2D, weights[`${names}.bias`]);
    const alike = add(mul(cosines(look), 1 / TEMPERATURE), own) as Tensor2D;
    const byColour = mul(crossEntropy(name(look, 'colours'), colours), COLOUR_WEIGHT);
    return add(add(crossEntropy(name(kind, 'kinds'), kinds), byColour), crossEntropy(alike, partners));
  }

  #targets(shown: readonly number[]): Targets {
    const { kinds, kindOf, colourOf } = this.#set;
    const rows = shown.length;
    const matrix = (columns: number, valueAt: (row: number, column: number) => number): Tensor2D =>
      tensor(
        Float32Array.from({ length: rows * columns }, (_, at) => valueAt(Math.floor(at / columns), at % columns)),
        [rows, columns],
      ) as Tensor2D;
    return {
      kinds: matrix(kinds.length, (row, kind) => {
        const own = kindOf[shown[row]];
        return own === NO_KIND ? 0 : (own === kind ? 1 - SMOOTHING : 0) + SMOOTHING / kinds.length;
      }),
      colours: matrix(COLOURS.length, (row, colour) => (colourOf?.[shown[row]] === colour ? 1 : 0)),
      partners: matrix(rows, (row, other) => (other === (row + rows / 2) % rows ? 1 : 0)),
      own: matrix(rows, (row, other) => (row === other ? -1e4 : 0)),
    };
  }
}

interface Targets {
  kinds: Tensor2D;
  colours: Tensor2D;
  /** Which row is the other view of the same picture. */
  partners: Tensor2D;
  /** Takes each row's likeness to itself out. */
  own: Tensor2D;
}

function naming(name: string, inputs: number, outputs: number, random: Random): NamedTensors {
  const shapes: Record<string, readonly number[]> = {};
  linearShapes(shapes, name, inputs, outputs);
  const scale = 1 / Math.sqrt(inputs);
  return {
    [`${name}.weights`]: {
      shape: shapes[`${name}.weights`],
      data: Float32Array.from({ length: inputs * outputs }, () => scale * random.normal()),
    },
    [`${name}.bias`]: { shape: [outputs], data: new Float32Array(outputs) },
  };
}
