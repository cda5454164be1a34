import type { TrainingProgress } from '../../contract/training-progress.ts';
import { writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { LIGHTGCN, readLightGcn } from '../../pack/sections/lightgcn.ts';
import { restoreVectors, writeVectors } from '../../pack/sections/vectors.ts';
import { Adam, type AdamOptions } from '../training/adam.ts';
import { Random } from '../training/random.ts';
import { runTraining } from '../training/run-training.ts';
import { SharedNegatives } from '../training/shared-negatives.ts';
import { foldByReading } from './fold-by-reading.ts';
import { bagsOf, scatterBags } from './item-bags.ts';
import { appendColumn, dropLastColumn } from './last-column.ts';
import type { FitOptions, Model, ModelEntry, TrainingData } from './model.ts';
import { ITEMS, requireWeight, sizeOf } from './named-weights.ts';
import { type TasteBatch, tasteBatches } from './taste-batches.ts';
import { unitRows } from './unit-rows.ts';
import { validationOf } from './validation.ts';
import { VectorModel } from './vector-model.ts';
import type { VisitorVector } from './vector-scores.ts';
import { type Flow, VisitorGraph } from './visitor-graph.ts';
import { type VisitorItems, visitorItems } from './visitor-items.ts';
import { visitorSoftmax } from './visitor-softmax.ts';

/**
 * LightGCN: vectors flow along the edges between visitors and items, each edge weighing 1 / √(degree · degree), and a
 * node's vector is the mean over the layers (He, Deng, Wang, Li, Zhang & Wang, "LightGCN: simplifying and powering graph
 * convolution network for recommendation", 2020).
 *
 * Our deviations:
 * - Visitors have no vectors of their own at layer 0. What flows then comes from items alone, items hold something at even
 *   layers and visitors at odd ones, and with an odd number of layers a visitor's mean is the sum of their items' means,
 *   each over √degree: a new visitor is folded in, and gets exactly the vector that training with them in the graph gives.
 *   Only item vectors are kept.
 * - Loss: softmax over the item and negatives that all visitors of a step share, by the cosine over a temperature (Wu,
 *   Wang, Gao, Chen, Fu & Qiu, "On the effectiveness of sampled softmax loss for item recommendation", 2022), instead of
 *   BPR with one negative each: some ten epochs instead of a thousand. None of a visitor's own items is a negative of theirs.
 * - Layer 0 gets less weight than the propagated layers: an item's own embedding mostly memorises past users and predicts
 *   few new ones. For the same reason half of a visitor's items are left out of their vector in a step. Degrees are smoothed.
 * - An item has a bias, which is learned and serves as the last number of its vector; a visitor's last number is the length
 *   of the others. A cosine has no room for how often an item is met at all: without it, directions learn that too.
 * - A step takes visitors with all their items, at most 100 of each: one flow through the graph for thousands of
 *   predictions.
 * - Layer 0 starts as the leading eigenvectors of the flow itself (as in Peng, Sugiyama & Mine, "SVD-GCN", 2022), and what
 *   is kept is the mean of the weights over the last steps (see training/moving-average.ts).
 */
export interface LightGcnOptions extends AdamOptions, Flow {
  /** Numbers in a vector, of which the last is an item's bias; at least 2. */
  width: number;
  /** Cosines are divided by it. */
  temperature: number;
  /** Shared negatives a step, drawn uniformly; of a catalogue with fewer items, all of them. */
  negatives: number;
  /** Chance that an item of a visitor is left out of their vector in a step. */
  dropout: number;
  /** Items that are predicted in a step. */
  batchTokens: number;
  averaging: number;
  /** How much an item of the history counts against the next one, where a visitor is folded in. */
  decay: number;
}

const LIGHTGCN_DEFAULTS: LightGcnOptions = {
  width: 64,
  rounds: 1,
  smoothing: 10,
  ownWeight: 0.1,
  temperature: 0.15,
  negatives: 8192,
  dropout: 0.5,
  batchTokens: 16384,
  learningRate: 2e-2,
  weightDecay: 0,
  averaging: 0.98,
  decay: 1,
};

/** Name of the vectors of layer 0, which are trained; directions follow from them. [items + 1, width - 1] */
const BASE = 'base';
/** Name of the items' biases, which are trained: added to a cosine over the temperature. [items + 1, 1] */
const BIAS = 'bias';
/** Name of what an item's direction counts in a visitor's. [items + 1, 1] */
const READING = 'reading';

/** Standard deviation of the first vectors. */
const INITIAL = 0.1;
/** Of the logarithm of how many met an item, what its bias starts as: near what it becomes. */
const INITIAL_BIAS = 0.7;
/** Negatives are drawn all alike, whatever their popularity. */
const UNIFORM = 0;
/** Sweeps in which the eigenvectors that they start as are found. */
const SWEEPS = 8;

export class LightGcn extends VectorModel {
  readonly #options: LightGcnOptions;
  /** Numbers of a direction. */
  readonly #flowing: number;

  constructor(options: Partial<LightGcnOptions> = {}) {
    const all = { ...LIGHTGCN_DEFAULTS, ...options };
    super('lightgcn', all.width);
    this.#options = all;
    this.#flowing = all.width - 1;
  }

  async *fit(data: TrainingData, options: FitOptions): AsyncGenerator<TrainingProgress> {
    const pairs = visitorItems(data.sequences, data.items);
    const graph = await VisitorGraph.of(pairs, { ...this.#options, width: this.#flowing });
    if (this.named[BASE] === undefined) this.#initialise(graph, pairs, new Random(options.seed));
    const adam = new Adam({ [BASE]: this.named[BASE], [BIAS]: this.named[BIAS] }, this.#options);
    const negatives = new SharedNegatives(new Int32Array(data.items + 1), UNIFORM);
    const propagated: Pick<Model, 'measure'> = {
      measure: (...asked) => {
        this.#propagate(graph);
        return this.measure(...asked);
      },
    };
    const metric = options.metric ?? 'ndcg@10';
    let random = new Random(options.seed);
    try {
      yield* runTraining<TasteBatch>(
        {
          optimiser: adam,
          metric,
          averaging: this.#options.averaging,
          batches: (epoch) => {
            random = new Random(options.seed, epoch + 1);
            return tasteBatches(pairs.ofVisitor, this.#options, random);
          },
          step: (batch) => this.#step(batch, graph, adam, negatives, random),
          ...validationOf(propagated, data, metric),
        },
        { validateEvery: 1, ...options },
      );
    } finally {
      this.#propagate(graph);
    }
  }

  save(): PackSection {
    const reading = requireWeight(this.named, READING).slice();
    const { tensors } = writeVectors(this.items, this.#options.width);
    return writeSection(LIGHTGCN, reading.length - 1, this.#options, { reading }, tensors);
  }

  override load(section: PackSection): void {
    const { width, temperature } = this.#options;
    const vectors = restoreVectors(section, width);
    const [rows] = vectors.shape;
    const [, { reading }] = readLightGcn(section, rows - 1);
    this.adopt({
      [ITEMS]: vectors,
      [READING]: { shape: [rows, 1], data: reading },
      [BASE]: { shape: [rows, this.#flowing], data: dropLastColumn(vectors.data, this.#flowing) },
      [BIAS]: {
        shape: [rows, 1],
        data: Float32Array.from({ length: rows }, (_, row) => vectors.data[row * width + this.#flowing] / temperature),
      },
    });
  }

  override shapes(items: number): Record<string, readonly number[]> {
    const rows = items + 1;
    return { [ITEMS]: [rows, this.width], [READING]: [rows, 1], [BASE]: [rows, this.#flowing], [BIAS]: [rows, 1] };
  }

  #initialise(graph: VisitorGraph, { ofItem }: VisitorItems, random: Random): void {
    const width = this.#flowing;
    const items = ofItem.length - 1;
    for (const [name, shape] of Object.entries(this.shapes(items))) {
      this.named[name] = { shape, data: new Float32Array(sizeOf(shape)) };
    }
    const { data } = this.named[BASE];
    for (let i = width; i < data.length; i++) data[i] = random.normal();
    const smooth = graph.smoothest(data, SWEEPS);
    for (let i = width; i < data.length; i++) data[i] = smooth[i] * INITIAL * Math.sqrt(items);
    const met = ofItem.map((visitors) => INITIAL_BIAS * Math.log(Math.max(1, visitors.length)));
    const mean = met.reduce((sum, value) => sum + value, 0) / items; // about 0, they stand small beside directions
    requireWeight(this.named, BIAS).set(met.map((value) => value - mean));
  }

  /** Item vectors as they are served: directions at length 1 with their biases, and how much each counts in a visitor's. */
  #propagate(graph: VisitorGraph): void {
    const { temperature } = this.#options;
    const biases = requireWeight(this.named, BIAS);
    const { unit, lengths } = unitRows(graph.layerMean(requireWeight(this.named, BASE)), this.#flowing);
    this.items.set(appendColumn(unit, this.#flowing, (item) => temperature * biases[item]));
    requireWeight(this.named, READING).set(lengths.map((length, item) => length * graph.reading[item]));
  }

  async #step(
    batch: TasteBatch,
    graph: VisitorGraph,
    adam: Adam,
    shared: SharedNegatives,
    random: Random,
  ): Promise<number> {
    const { temperature, negatives: count } = this.#options;
    const width = this.#flowing;
    const biases = requireWeight(this.named, BIAS);
    const items = graph.layerMean(requireWeight(this.named, BASE)); // [items + 1, width]
    const rows = items.length / width - 1;
    const visitors = bagsOf(items, width, batch.read, graph.reading); // [visitors, width]
    const negatives = count < rows ? shared.draw(count, random) : Int32Array.from({ length: rows }, (_, i) => i + 1);
    const { loss, ofVisitors, ofItems, ofBiases } = await visitorSoftmax(
      { visitors, items, biases },
      width,
      batch,
      negatives,
      temperature,
    );
    if (!Number.isFinite(loss)) return loss;
    scatterBags(ofItems, width, batch.read, ofVisitors, graph.reading);
    adam.begin();
    adam.update(BASE, graph.layerMean(ofItems));
    adam.update(BIAS, ofBiases);
    return loss;
  }

  protected foldIn(): VisitorVector {
    const { width, decay } = this.#options;
    const flowing = this.#flowing;
    const sum = foldByReading(this.items, requireWeight(this.named, READING), width, decay);
    return (history) => {
      const vector = sum(history);
      if (vector !== null) vector[flowing] = Math.hypot(...vector.subarray(0, flowing));
      return vector;
    };
  }
}

export const lightgcn: ModelEntry = {
  name: 'lightgcn',
  defaults: { ...LIGHTGCN_DEFAULTS },
  whole: true,
  placesNewItems: true,
  create: (options) => new LightGcn(options),
};
