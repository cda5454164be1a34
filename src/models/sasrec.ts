import { matMul, mul, type Tensor, type Tensor2D, tensor, tidy, transpose, valueAndGrads } from '../compute/tensors.ts';
import { VitrineError } from '../contract/errors.ts';
import { windowStart } from '../contract/history-window.ts';
import type { NamedTensors, Sequences, TrainingProgress } from '../contract/neural.ts';
import type { PackSection, Tensor as PackTensor } from '../pack/pack.ts';
import { Adam } from '../training/adam.ts';
import { type Batch, batchesOf } from '../training/batches.ts';
import { fillDropoutMask, Random } from '../training/random.ts';
import { runTraining } from '../training/run-training.ts';
import { negativeBias, SharedNegatives } from '../training/shared-negatives.ts';
import { sharedSoftmaxLoss } from '../training/softmax-loss.ts';
import { gatherRows, scatterRows } from './item-table.ts';
import { LAYER_NORM_EPSILON } from './layers/layer-norm.ts';
import type { FitOptions, Model, RankingQuality, TrainingData } from './model.ts';
import { quantiseRows, restoreRows } from './quantise.ts';
import { RankingTally } from './ranking-quality.ts';
import { type Dropout, encode, encoderShapes, type Shapes, type Weights } from './session-encoder.ts';

/**
 * SASRec: self-attention over a visitor's history (Kang & McAuley, "Self-attentive sequential recommendation", 2018).
 *
 * Our deviations:
 * - Loss: softmax over the item and a few hundred negatives that all predictions of a step share, instead of binary
 *   cross-entropy with one negative each (Klenitskiy & Vasilev, "Turning dross into gold loss: is BERT4Rec really better
 *   than SASRec?", 2023; Petrov & Macdonald, "gSASRec", 2023). `negatives: 0` is the full cross-entropy.
 * - Normalisation before each layer and once at the end, as in today's Transformers.
 * - Positions are counted from the start of the window, and padding stands at its end: one more click then costs one more
 *   token (see contract/history-window.ts).
 * - Item vectors are trained by row outside the tensor runtime (see training/adam.ts) and saved as int8.
 */
export interface SasRecOptions {
  /** Numbers in an item vector. */
  width: number;
  /** Attention layers. */
  blocks: number;
  heads: number;
  /** Width of the feed-forward layer, in widths. */
  expansion: number;
  /** Positions: longest part of a history that is read. */
  longest: number;
  /** Chance that a number is left out while training. */
  dropout: number;
  /** Shared negatives a step; 0 for all items. */
  negatives: number;
  /** Negatives are drawn by `popularity ** negativePower`, and corrected for it. */
  negativePower: number;
  /** Positions in a batch. */
  batchTokens: number;
  learningRate: number;
  weightDecay: number;
  /** Decay of the weights' moving average, which is what is kept; see training/moving-average.ts. */
  averaging: number;
  /** Chance that the item to predict is one further on; asked again after each yes. */
  lookAhead: number;
  /** Disorder given to a sequence each epoch: standard deviation, in positions. */
  jitter: number;
  /** Chance that an item of a sequence is left out in an epoch. */
  omit: number;
}

export const SASREC_DEFAULTS: SasRecOptions = {
  width: 64,
  blocks: 1,
  heads: 1,
  expansion: 4,
  longest: 50,
  dropout: 0.4,
  negatives: 512,
  negativePower: 0,
  batchTokens: 2048,
  learningRate: 1e-3,
  weightDecay: 0,
  averaging: 0.998,
  lookAhead: 0,
  jitter: 0,
  omit: 0,
};

/** Standard deviation of the first weights. */
const INITIAL = 0.02;
/** Histories encoded at a time when nothing is trained. */
const SCORED_TOGETHER = 128;
/** Name of the item vectors among the weights. [items + 1, width] */
const ITEMS = 'items';
const POSITIONS = 'positions';

export class SasRec implements Model {
  readonly name = 'sasrec';
  readonly #options: SasRecOptions;
  readonly #shapes: Shapes;
  #weights: NamedTensors = {};

  constructor(options: Partial<SasRecOptions> = {}) {
    this.#options = { ...SASREC_DEFAULTS, ...options };
    this.#shapes = encoderShapes(this.#options);
  }

  async *fit(data: TrainingData, options: FitOptions): AsyncGenerator<TrainingProgress> {
    if (this.#weights[ITEMS] === undefined) this.#initialise(data.items, options.seed);
    const { learningRate, weightDecay, negativePower } = this.#options;
    const adam = new Adam(this.#weights, { learningRate, weightDecay });
    const moving = new Set(Object.keys(this.#weights).filter((name) => !options.frozen?.includes(name)));
    const negatives = new SharedNegatives(occurrences(data), negativePower);
    const metric = options.metric ?? 'ndcg@10';
    const { validation } = data;
    let random = new Random(options.seed);
    yield* runTraining<Batch>(
      {
        adam,
        metric,
        averaging: this.#options.averaging,
        batches: (epoch) => {
          random = new Random(options.seed, epoch + 1);
          return batchesOf(data.sequences, this.#options, random);
        },
        step: (batch) => this.#step(batch, adam, moving, negatives, random),
        ...(validation && {
          validate: async () => {
            const quality = await this.measure(validation.histories, validation.targets, validation.weights);
            return metric === 'loss' ? quality.loss : quality.ndcg10;
          },
        }),
      },
      { validateEvery: 1, ...options },
    );
  }

  async score(sessions: Sequences, candidates: Int32Array): Promise<Float32Array> {
    const { width } = this.#options;
    const count = sessions.offsets.length - 1;
    const scores = new Float32Array(count * candidates.length);
    const vectors = gatherRows(this.#items(), candidates, width);
    await this.#forEachScored(sessions, vectors, (session, row) => scores.set(row, session * candidates.length));
    return scores;
  }

  async measure(histories: Sequences, targets: Int32Array, weights?: Float32Array): Promise<RankingQuality> {
    const tally = new RankingTally();
    await this.#forEachScored(histories, this.#items(), (i, row) =>
      tally.add(
        row,
        targets[i],
        histories.items.subarray(histories.offsets[i], histories.offsets[i + 1]),
        weights?.[i],
      ),
    );
    return tally.result();
  }

  save(): PackSection {
    const { width } = this.#options;
    const items = this.#items();
    const { data, scales } = quantiseRows(items, width);
    const tensors: Record<string, PackTensor> = {
      items: { shape: [scales.length, width], data },
      scales: { shape: [scales.length], data: scales },
    };
    for (const name of Object.keys(this.#shapes)) {
      const { shape, data } = this.#weights[name];
      tensors[name] = { shape, data: data.slice() };
    }
    return { options: { ...this.#options, epsilon: LAYER_NORM_EPSILON }, tensors };
  }

  load(section: PackSection): void {
    const { items, scales, ...encoder } = section.tensors;
    const weights: NamedTensors = {};
    for (const [name, { shape, data }] of Object.entries(encoder))
      weights[name] = { shape, data: data as Float32Array };
    const data = restoreRows(
      { data: items.data as Int8Array, scales: scales.data as Float32Array },
      this.#options.width,
    );
    this.adopt({ ...weights, [ITEMS]: { shape: items.shape, data } });
  }

  shapes(items: number): Shapes {
    return { [ITEMS]: [items + 1, this.#options.width], ...this.#shapes };
  }

  weights(): NamedTensors {
    return this.#weights;
  }

  adopt(weights: NamedTensors): void {
    const items = (weights[ITEMS]?.shape[0] ?? 1) - 1;
    const taken: NamedTensors = {};
    for (const [name, shape] of Object.entries(this.shapes(items))) {
      const given = weights[name];
      if (given === undefined || given.shape.join() !== shape.join() || given.data.length !== sizeOf(shape)) {
        throw new VitrineError(
          'bad-options',
          `Weight ${name} must have the shape [${shape}], not [${given?.shape ?? ''}].`,
        );
      }
      taken[name] = { shape, data: Float32Array.from(given.data) };
    }
    this.#weights = taken;
  }

  dispose(): void {
    this.#weights = {};
  }

  #items(): Float32Array {
    const items = this.#weights[ITEMS];
    if (items === undefined)
      throw new VitrineError('nothing-to-train', 'The model has no weights: train or load it first.');
    return items.data;
  }

  #initialise(items: number, seed: number): void {
    const random = new Random(seed);
    const { width } = this.#options;
    for (const [name, shape] of Object.entries(this.shapes(items))) {
      const data = new Float32Array(sizeOf(shape));
      if (name.endsWith('.gain')) data.fill(1);
      else if (!name.endsWith('.bias')) for (let i = 0; i < data.length; i++) data[i] = random.normal() * INITIAL;
      this.#weights[name] = { shape, data };
    }
    this.#weights[ITEMS].data.fill(0, 0, width);
  }

  /** One step of the optimiser on one batch. */
  async #step(
    { rows, length, inputs, targets }: Batch,
    adam: Adam,
    moving: ReadonlySet<string>,
    shared: SharedNegatives,
    random: Random,
  ): Promise<number> {
    const { width, negatives: count } = this.#options;
    const items = this.#items();
    const predictions = targets.length;
    const everyItem = items.length / width - 1;
    const negatives =
      count === 0 ? Int32Array.from({ length: everyItem }, (_, i) => i + 1) : shared.draw(count, random);
    const bias = new Float32Array(predictions * (1 + negatives.length));
    negativeBias(targets, negatives, count === 0 ? () => 0 : (item) => shared.correctionOf(item, count), bias);
    const real = targets.reduce((sum, target) => sum + (target === 0 ? 0 : 1), 0);
    const weight = Float32Array.from(targets, (target) => (target === 0 ? 0 : 1 / real));

    const scale = Math.sqrt(width);
    const names = Object.keys(this.#shapes).filter((name) => moving.has(name));
    const { value, grads } = tidy(() => {
      const given = this.#encoderTensors(length);
      const rowsOf = (ids: Int32Array, by = 1) => tensor(gatherRows(items, ids, width, by), [ids.length, width]);
      const vectors = [rowsOf(inputs, scale), rowsOf(targets), rowsOf(negatives)];
      const biasTensor = tensor(bias, [predictions, 1 + negatives.length]) as Tensor2D;
      const weightTensor = tensor(weight, [predictions, 1]) as Tensor2D;
      const dropout = this.#dropout(random);
      const lossOf = (vectors: Tensor[], weights: Weights): Tensor => {
        const [x, own, others] = vectors as Tensor2D[];
        const states = encode(x, rows, length, weights, this.#options, dropout);
        return sharedSoftmaxLoss(states, own, others, biasTensor, weightTensor);
      };
      const moved = names.map((name) => given[name]);
      const withMoved = (values: Tensor[]): Weights => ({
        ...given,
        ...Object.fromEntries(names.map((name, i) => [name, values[i]])),
      });
      return moving.has(ITEMS)
        ? valueAndGrads((...xs: Tensor[]) => lossOf(xs.slice(0, 3), withMoved(xs.slice(3))) as never)([
            ...vectors,
            ...moved,
          ])
        : valueAndGrads((...xs: Tensor[]) => lossOf(vectors, withMoved(xs)) as never)(moved);
    });
    const [loss, ...gradients] = (await Promise.all([value, ...grads].map((t) => t.data()))) as Float32Array[];
    for (const t of [value, ...grads]) t.dispose();
    if (!Number.isFinite(loss[0])) return loss[0];

    adam.begin();
    if (moving.has(ITEMS)) {
      const sum = new Float32Array(items.length);
      const [ofInputs, ofTargets, ofNegatives] = gradients.splice(0, 3);
      scatterRows(sum, inputs, width, ofInputs, scale);
      scatterRows(sum, targets, width, ofTargets);
      scatterRows(sum, negatives, width, ofNegatives);
      adam.update(ITEMS, sum);
    }
    for (const [i, name] of names.entries()) adam.update(name, gradients[i]);
    return loss[0];
  }

  /** The encoder's weights as tensors, the position table as far as a window of `length` needs it. */
  #encoderTensors(length: number): Weights {
    return Object.fromEntries(
      Object.keys(this.#shapes).map((name) => {
        const { shape, data } = this.#weights[name];
        if (name !== POSITIONS) return [name, tensor(data, [...shape])];
        return [name, tensor(data.subarray(0, length * this.#options.width), [length, this.#options.width])];
      }),
    );
  }

  #dropout(random: Random): Dropout {
    const { dropout } = this.#options;
    if (dropout === 0) return (x) => x;
    return (x) => {
      const mask = new Float32Array(x.size);
      fillDropoutMask(mask, dropout, random);
      return mul(x, tensor(mask, x.shape));
    };
  }

  /** Calls back with the scores of `vectors` [candidates, width] for each session; zeros for an empty one. */
  async #forEachScored(
    { items: rows, offsets }: Sequences,
    vectors: Float32Array,
    use: (session: number, scores: Float32Array) => void,
  ): Promise<void> {
    const { width, longest } = this.#options;
    const candidates = vectors.length / width;
    const histories = Array.from({ length: offsets.length - 1 }, (_, session) => {
      const history = rows.subarray(offsets[session], offsets[session + 1]);
      return { session, history: history.subarray(windowStart(history.length, longest)) };
    }).sort((a, b) => a.history.length - b.history.length);
    const turned = tidy(() => transpose(tensor(vectors, [candidates, width]) as Tensor2D)); // [width, candidates]
    try {
      for (let start = 0; start < histories.length; start += SCORED_TOGETHER) {
        const part = histories.slice(start, start + SCORED_TOGETHER);
        const states = await this.#states(part.map(({ history }) => history));
        const result = tidy(() => matMul(tensor(states, [part.length, width]) as Tensor2D, turned)); // [part, candidates]
        const scores = (await result.data()) as Float32Array;
        result.dispose();
        part.forEach(({ session }, i) => {
          use(session, scores.subarray(i * candidates, (i + 1) * candidates));
        });
      }
    } finally {
      turned.dispose();
    }
  }

  /** The state after the last item of each history; zeros for an empty one. @returns [histories, width] */
  async #states(histories: readonly Int32Array[]): Promise<Float32Array> {
    const { width } = this.#options;
    const last = new Float32Array(histories.length * width);
    const length = Math.max(...histories.map((history) => history.length));
    if (length === 0) return last;
    const inputs = new Int32Array(histories.length * length);
    histories.forEach((history, i) => {
      inputs.set(history, i * length);
    });
    const result = tidy(() => {
      const x = tensor(gatherRows(this.#items(), inputs, width, Math.sqrt(width)), [inputs.length, width]) as Tensor2D;
      return encode(x, histories.length, length, this.#encoderTensors(length), this.#options, (x) => x);
    });
    const states = await result.data();
    result.dispose();
    histories.forEach((history, i) => {
      if (history.length === 0) return;
      const end = (i * length + history.length) * width;
      last.set(states.subarray(end - width, end), i * width);
    });
    return last;
  }
}

function occurrences({ items, sequences }: TrainingData): Int32Array {
  const counts = new Int32Array(items + 1);
  for (const item of sequences.items) counts[item]++;
  return counts;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
