import type { Sequences } from '../../contract/sequences.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import { weighByRecency } from '../../kernels/encoders/recency.ts';
import { TasteEncoder } from '../../kernels/encoders/taste-encoder.ts';
import { quantiseRows, restoreRows } from '../../kernels/scoring/quantise.ts';
import { readSection, writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { AUTOENCODER, autoencoderShapes } from '../../pack/sections/autoencoder.ts';
import { restoreVectors, writeVectors } from '../../pack/sections/vectors.ts';
import { add, mul, type Tensor, type Tensor2D, tensor, tidy, valueAndGrads } from '../compute/tensors.ts';
import { Adam, type AdamOptions } from '../training/adam.ts';
import { predictionsOf } from '../training/predictions.ts';
import { Random } from '../training/random.ts';
import { runTraining } from '../training/run-training.ts';
import { sharedSoftmaxLoss } from '../training/shared-loss.ts';
import { SharedNegatives } from '../training/shared-negatives.ts';
import { bagsOf, scatterBags } from './item-bags.ts';
import { gatherRows, scatterRows } from './item-table.ts';
import { chooseRows, divergence, sample, squash } from './layers/latent.ts';
import { linear } from './layers/linear.ts';
import type { FitOptions, Model, ModelEntry, RankingQuality, TrainingData } from './model.ts';
import { ITEMS, requireWeight, sizeOf, takeWeights } from './named-weights.ts';
import { type TasteBatch, tasteBatches } from './taste-batches.ts';
import { validationOf } from './validation.ts';
import { measureByVectors, scoreByVectors, type VisitorVector } from './vector-scores.ts';
import { visitorItems } from './visitor-items.ts';

/**
 * Mult-VAE: what a visitor met is encoded to a distribution over tastes, and reconstructed from a draw of it (Liang,
 * Krishnan, Hoffman & Jebara, "Variational autoencoders for collaborative filtering", 2018).
 *
 * Our deviations:
 * - The decoder is one linear layer, so that an answer is a scan over int8 item vectors.
 * - The multinomial likelihood is estimated with negatives that all predictions of a step share: the cost of a step does
 *   not grow with the catalogue.
 * - Where a visitor is encoded, the latest items count most.
 */
export interface AutoencoderOptions extends AdamOptions {
  /** Numbers in a taste, and in the vector an item is reconstructed with. */
  width: number;
  /** Numbers in the hidden layer, and in the vector an item is read with. */
  hidden: number;
  /** Chance that an item of a visitor is hidden from the encoder while training. */
  dropout: number;
  /** Weight of the divergence from the prior. */
  beta: number;
  /** Shared negatives a step. */
  negatives: number;
  /** Items to reconstruct in a step. */
  batchTokens: number;
  averaging: number;
  /** How much an item of the history counts against the next one, where a visitor is encoded. */
  decay: number;
}

const AUTOENCODER_DEFAULTS: AutoencoderOptions = {
  width: 64,
  hidden: 64,
  dropout: 0.5,
  beta: 0.02,
  negatives: 1024,
  batchTokens: 2048,
  learningRate: 4e-3,
  weightDecay: 0,
  averaging: 0.998,
  decay: 0.6,
};

/** Name of the vectors that items are read with. [items + 1, hidden] */
const READ = 'read';

/** Logarithm of the first variance: as wide as the prior, a draw would tell nothing of the mean at first. */
const INITIAL_SPREAD = -1;

export class Autoencoder implements Model {
  readonly name = 'autoencoder';
  readonly #options: AutoencoderOptions;
  #weights: NamedTensors = {};

  constructor(options: Partial<AutoencoderOptions> = {}) {
    this.#options = { ...AUTOENCODER_DEFAULTS, ...options };
  }

  async *fit(data: TrainingData, options: FitOptions): AsyncGenerator<TrainingProgress> {
    if (this.#weights[ITEMS] === undefined) this.#initialise(data.items, new Random(options.seed));
    const { ofVisitor, ofItem } = visitorItems(data.sequences, data.items);
    const adam = new Adam(this.#weights, this.#options);
    const moving = new Set(Object.keys(this.#weights).filter((name) => !options.frozen?.includes(name)));
    const negatives = new SharedNegatives(
      Int32Array.from(ofItem, ({ length }) => length),
      0.5,
    );
    const metric = options.metric ?? 'ndcg@10';
    let random = new Random(options.seed);
    yield* runTraining<TasteBatch>(
      {
        optimiser: adam,
        metric,
        averaging: this.#options.averaging,
        batches: (epoch) => {
          random = new Random(options.seed, epoch + 1);
          return tasteBatches(ofVisitor, this.#options, random);
        },
        step: (batch) => this.#step(batch, adam, moving, negatives, random),
        ...validationOf(this, data, metric),
      },
      { validateEvery: 1, ...options },
    );
  }

  async score(sessions: Sequences, candidates: Int32Array): Promise<Float32Array> {
    return scoreByVectors(this.#table(ITEMS), this.#options.width, sessions, candidates, this.#encoder());
  }

  async measure(histories: Sequences, targets: Int32Array, weights?: Float32Array): Promise<RankingQuality> {
    return measureByVectors(this.#table(ITEMS), this.#options.width, histories, targets, weights, this.#encoder());
  }

  save(): PackSection {
    const { width, hidden } = this.#options;
    const read = quantiseRows(this.#table(READ), hidden);
    const layers = {} as Record<keyof ReturnType<typeof autoencoderShapes>, Float32Array>;
    for (const name of layerNames(this.#options)) layers[name] = this.#weights[name].data.slice();
    const data = { read: read.data, readScales: read.scales, ...layers };
    const vectors = writeVectors(this.#table(ITEMS), width).tensors;
    return writeSection(AUTOENCODER, read.scales.length - 1, this.#options, data, vectors);
  }

  load(section: PackSection): void {
    const { width, hidden } = this.#options;
    const vectors = restoreVectors(section, width);
    const [rows] = vectors.shape;
    const [, tensors] = readSection(AUTOENCODER, section, rows - 1);
    const read = restoreRows({ data: tensors.read, scales: tensors.readScales }, hidden);
    const weights: NamedTensors = { [ITEMS]: vectors, [READ]: { shape: [rows, hidden], data: read } };
    const shapes = autoencoderShapes(width, hidden);
    for (const name of layerNames(this.#options)) weights[name] = { shape: shapes[name], data: tensors[name] };
    this.adopt(weights);
  }

  shapes(items: number): Record<string, readonly number[]> {
    const { width, hidden } = this.#options;
    return { [ITEMS]: [items + 1, width], [READ]: [items + 1, hidden], ...autoencoderShapes(width, hidden) };
  }

  weights(): NamedTensors {
    return this.#weights;
  }

  adopt(weights: NamedTensors): void {
    this.#weights = takeWeights(weights, this.shapes((weights[ITEMS]?.shape[0] ?? 1) - 1));
  }

  dispose(): void {
    this.#weights = {};
  }

  #table(name: string): Float32Array {
    return requireWeight(this.#weights, name);
  }

  #initialise(items: number, random: Random): void {
    for (const [name, shape] of Object.entries(this.shapes(items))) {
      const data = new Float32Array(sizeOf(shape));
      const deviation = 1 / Math.sqrt(shape[shape.length - 1]);
      if (!name.endsWith('.bias')) for (let i = 0; i < data.length; i++) data[i] = random.normal() * deviation;
      if (name === ITEMS || name === READ) data.fill(0, 0, shape[1]);
      if (name === 'spread.bias') data.fill(INITIAL_SPREAD);
      this.#weights[name] = { shape, data };
    }
  }

  async #step(
    { read, wanted, visitors }: TasteBatch,
    adam: Adam,
    moving: ReadonlySet<string>,
    shared: SharedNegatives,
    random: Random,
  ): Promise<number> {
    const { width, hidden, beta, negatives: count } = this.#options;
    const items = this.#table(ITEMS);
    const bags = bagsOf(this.#table(READ), hidden, read);
    const negatives = shared.draw(count, random);
    const weight = new Float32Array(wanted.length).fill(1 / wanted.length);
    const predictions = predictionsOf(wanted, weight, negatives, (item) => shared.correctionOf(item, count));
    const noise = Float32Array.from({ length: read.length * width }, () => random.normal());
    const choose = new Float32Array(wanted.length * read.length); // row `p` picks the visitor of prediction `p`
    visitors.forEach((visitor, prediction) => {
      choose[prediction * read.length + visitor] = 1;
    });
    const names = Object.keys(autoencoderShapes(width, hidden)).filter((name) => moving.has(name));
    const { value, grads } = tidy(() => {
      const given = Object.fromEntries(
        Object.keys(autoencoderShapes(width, hidden)).map((name) => {
          const { shape, data } = this.#weights[name];
          return [name, tensor(data, [...shape])];
        }),
      );
      const rows = (ids: Int32Array) => tensor(gatherRows(items, ids, width), [ids.length, width]);
      const inputs = [tensor(bags, [read.length, hidden]), rows(wanted), rows(negatives)];
      const epsilon = tensor(noise, [read.length, width]) as Tensor2D;
      const chosen = tensor(choose, [wanted.length, read.length]) as Tensor2D;
      const loss = (...xs: Tensor[]): never => {
        const [bag, own, others] = xs as Tensor2D[];
        const weights = { ...given, ...Object.fromEntries(names.map((name, i) => [name, xs[3 + i]])) };
        const layer = (name: string, x: Tensor2D) =>
          linear(x, weights[`${name}.weights`] as Tensor2D, weights[`${name}.bias`]);
        const state = squash(bag, weights['hidden.bias']); // [visitors, hidden]
        const [mean, spread] = [layer('mean', state), layer('spread', state)]; // [visitors, width]
        const states = chooseRows(chosen, sample(mean, spread, epsilon)); // [predictions, width]
        const reconstruction = sharedSoftmaxLoss(states, own, others, predictions);
        return add(reconstruction, mul(divergence(mean, spread), beta / read.length)) as never;
      };
      return valueAndGrads(loss)([...inputs, ...names.map((name) => given[name])]);
    });
    const [[lossValue], ofBags, ofWanted, ofNegatives, ...others] = (await Promise.all(
      [value, ...grads].map((t) => t.data()),
    )) as Float32Array[];
    for (const t of [value, ...grads]) t.dispose();
    if (!Number.isFinite(lossValue)) return lossValue;
    adam.begin();
    if (moving.has(ITEMS)) {
      const sum = new Float32Array(items.length);
      scatterRows(sum, wanted, width, ofWanted);
      scatterRows(sum, negatives, width, ofNegatives);
      adam.update(ITEMS, sum);
    }
    if (moving.has(READ)) {
      const sum = new Float32Array(this.#table(READ).length);
      scatterBags(sum, hidden, read, ofBags);
      adam.update(READ, sum);
    }
    for (const [i, name] of names.entries()) adam.update(name, others[i]);
    return lossValue;
  }

  #encoder(): VisitorVector {
    const { width, hidden, decay } = this.#options;
    const weights = Object.fromEntries(Object.entries(this.#weights).map(([name, { data }]) => [name, data]));
    const encoder = new TasteEncoder({ width, hidden }, weights);
    const read = this.#table(READ);
    return (history) => {
      const known = weighByRecency(history, decay);
      if (known.items.length === 0) return null;
      return encoder.encode(known.weights, (i) =>
        read.subarray(known.items[i] * hidden, (known.items[i] + 1) * hidden),
      );
    };
  }
}

export const autoencoder: ModelEntry = {
  name: 'autoencoder',
  defaults: { ...AUTOENCODER_DEFAULTS },
  epochs: 12,
  create: (options) => new Autoencoder(options),
};

function layerNames({ width, hidden }: Pick<AutoencoderOptions, 'width' | 'hidden'>) {
  return Object.keys(autoencoderShapes(width, hidden)) as (keyof ReturnType<typeof autoencoderShapes>)[];
}
