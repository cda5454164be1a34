import type { NamedTensors, Sequences, TrainingProgress } from '../contract/neural.ts';
import { type EncoderSizes, encoderShapes } from '../pack/attention-section.ts';
import type { PackSection, Tensor } from '../pack/pack.ts';
import { readTensor } from '../pack/section.ts';
import { Adam, type AdamOptions } from '../training/adam.ts';
import { type Batch, type BatchOptions, batchesOf } from '../training/batches.ts';
import { Random } from '../training/random.ts';
import { runTraining } from '../training/run-training.ts';
import { SharedNegatives } from '../training/shared-negatives.ts';
import { gatherRows } from './item-table.ts';
import { LAYER_NORM_EPSILON } from './layers/layer-norm.ts';
import type { FitOptions, Model, RankingQuality, TrainingData } from './model.ts';
import { quantiseRows, restoreRows } from './quantise.ts';
import { RankingTally } from './ranking-quality.ts';
import { scoreHistories } from './score-histories.ts';
import { ITEMS, SequenceNet } from './sequence-net.ts';
import { TrainStep } from './train-step.ts';

/**
 * SASRec: self-attention over a visitor's history (Kang & McAuley, "Self-attentive sequential recommendation", 2018).
 *
 * Our deviations:
 * - Loss: softmax over the item and a few hundred negatives that all predictions of a step share, instead of binary
 *   cross-entropy with one negative each (Klenitskiy & Vasilev, "Turning dross into gold loss: is BERT4Rec really better
 *   than SASRec?", 2023; Petrov & Macdonald, "gSASRec", 2023). Each stands for its
 *   share of the catalogue (see training/shared-negatives.ts), so that the loss estimates the full cross-entropy.
 * - Normalisation before each layer and once at the end, as in today's Transformers.
 * - Positions are counted from the start of the window, and padding stands at its end: one more click then costs one more
 *   token (see contract/history-window.ts).
 * - Item vectors are trained by row outside the tensor runtime (see training/adam.ts) and saved as int8.
 */
export interface SasRecOptions extends EncoderSizes, BatchOptions, AdamOptions {
  /** Chance that a number is left out while training. */
  dropout: number;
  /** Shared negatives a step; 0, or as many as there are items: all items, the full cross-entropy. */
  negatives: number;
  /** Negatives are drawn by `popularity ** negativePower`, and corrected for it. */
  negativePower: number;
  /** Decay of the weights' moving average, which is what is kept; see training/moving-average.ts. */
  averaging: number;
}

export const SASREC_DEFAULTS: SasRecOptions = {
  width: 64,
  blocks: 1,
  heads: 1,
  expansion: 4,
  longest: 50,
  dropout: 0.4,
  negatives: 2048,
  negativePower: 0,
  batchTokens: 2048,
  learningRate: 1e-3,
  weightDecay: 0,
  averaging: 0.998,
  lookAhead: 0,
  jitter: 0,
  omit: 0,
};

export class SasRec implements Model {
  readonly name = 'attention';
  readonly #options: SasRecOptions;
  readonly #net: SequenceNet;

  constructor(options: Partial<SasRecOptions> = {}) {
    this.#options = { ...SASREC_DEFAULTS, ...options };
    this.#net = new SequenceNet(this.#options);
  }

  async *fit(data: TrainingData, options: FitOptions): AsyncGenerator<TrainingProgress> {
    const net = this.#net;
    if (net.weights[ITEMS] === undefined) net.initialise(data.items, new Random(options.seed));
    const adam = new Adam(net.weights, this.#options);
    const moving = new Set(Object.keys(net.weights).filter((name) => !options.frozen?.includes(name)));
    const negatives = new SharedNegatives(occurrences(data), this.#options.negativePower);
    const steps = new TrainStep(net, adam, negatives, { ...this.#options, moving });
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
        step: (batch) => steps.run(batch, random),
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
    const scores = new Float32Array((sessions.offsets.length - 1) * candidates.length);
    const vectors = gatherRows(this.#net.items, candidates, this.#options.width);
    await scoreHistories(this.#net, sessions, vectors, (session, row) => scores.set(row, session * candidates.length));
    return scores;
  }

  async measure(histories: Sequences, targets: Int32Array, weights?: Float32Array): Promise<RankingQuality> {
    const { items, offsets } = histories;
    const tally = new RankingTally();
    await scoreHistories(this.#net, histories, this.#net.items, (i, scores) =>
      tally.add(scores, targets[i], items.subarray(offsets[i], offsets[i + 1]), weights?.[i]),
    );
    return tally.result();
  }

  save(): PackSection {
    const { width } = this.#options;
    const { data, scales } = quantiseRows(this.#net.items, width);
    const tensors: Record<string, Tensor> = {
      items: { shape: [scales.length, width], data },
      scales: { shape: [scales.length], data: scales },
    };
    for (const name of Object.keys(encoderShapes(this.#options))) {
      const { shape, data } = this.#net.weights[name];
      tensors[name] = { shape, data: data.slice() };
    }
    return { options: { ...this.#options, epsilon: LAYER_NORM_EPSILON }, tensors };
  }

  load(section: PackSection): void {
    const { width } = this.#options;
    const data = readTensor(section, 'items', [Int8Array], [-1, width]);
    const rows = data.length / width;
    const scales = readTensor(section, 'scales', [Float32Array], [rows]);
    const weights: NamedTensors = { [ITEMS]: { shape: [rows, width], data: restoreRows({ data, scales }, width) } };
    for (const [name, shape] of Object.entries(encoderShapes(this.#options))) {
      weights[name] = { shape, data: readTensor(section, name, [Float32Array], shape) };
    }
    this.#net.adopt(weights);
  }

  shapes(items: number): Record<string, readonly number[]> {
    return this.#net.shapes(items);
  }

  weights(): NamedTensors {
    return this.#net.weights;
  }

  adopt(weights: NamedTensors): void {
    this.#net.adopt(weights);
  }

  dispose(): void {
    this.#net.weights = {};
  }
}

function occurrences({ items, sequences }: TrainingData): Int32Array {
  const counts = new Int32Array(items + 1);
  for (const item of sequences.items) counts[item]++;
  return counts;
}
