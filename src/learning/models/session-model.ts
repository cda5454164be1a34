import { VitrineError } from '../../contract/errors.ts';
import type { Sequences } from '../../contract/sequences.ts';
import type { NamedTensors } from '../../contract/tensors.ts';
import type { TrainingProgress } from '../../contract/training-progress.ts';
import { readSection, type SectionLayout, type TensorForm, writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { restoreVectors, writeVectors } from '../../pack/sections/vectors.ts';
import { Adam, type AdamOptions } from '../training/adam.ts';
import { type Batch, type BatchOptions, batchesOf } from '../training/batches.ts';
import { GradientDescent } from '../training/gradient-descent.ts';
import { Random } from '../training/random.ts';
import { runTraining } from '../training/run-training.ts';
import { LOSSES, type LossName } from '../training/shared-loss.ts';
import { SharedNegatives } from '../training/shared-negatives.ts';
import { gatherRows } from './item-table.ts';
import type { FitOptions, Model, RankingQuality, TrainingData } from './model.ts';
import { ITEMS } from './named-weights.ts';
import { RankingTally } from './ranking-quality.ts';
import { scoreHistories } from './score-histories.ts';
import type { SequenceEncoder } from './sequence-encoder.ts';
import { SequenceNet } from './sequence-net.ts';
import { TrainStep } from './train-step.ts';

/** What every such model is trained with. */
export interface SessionModelOptions extends BatchOptions, AdamOptions {
  /** Numbers in an item vector. */
  width: number;
  /** Chance that a number is left out while training. */
  dropout: number;
  /**
   * `softmax`: cross-entropy over the item that came and the negatives, which estimates the full one; `gbce`: generalised
   * binary cross-entropy. See training/shared-loss.ts.
   */
  loss: LossName;
  /** Of `gbce`: 0 is plain binary cross-entropy, 1 makes up for all items that are not drawn. */
  calibration: number;
  /** Shared negatives a step; 0, or as many as there are items: all items, the full cross-entropy. */
  negatives: number;
  /** Negatives are drawn by `popularity ** negativePower`, and corrected for it. */
  negativePower: number;
  /** Decay of the weights' moving average, which is what is kept; see training/moving-average.ts. */
  averaging: number;
}

/**
 * A model of the next item: a state read from the session so far, times the vector of each item. It is trained on every
 * position at once, by softmax over the item that came and negatives that all predictions of a step share. Item vectors
 * are trained by row outside the tensor runtime (see training/adam.ts) and saved as int8.
 */
export class SessionModel implements Model {
  readonly name: string;
  readonly #net: SequenceNet;

  /**
   * @param layout of the section that it is saved as
   * @param constants that a reader of the section needs beside the options
   * @throws VitrineError `bad-options`
   */
  constructor(
    readonly layout: SectionLayout<object, Record<string, TensorForm<Float32Array>>>,
    readonly options: SessionModelOptions,
    encoder: SequenceEncoder,
    readonly constants: Readonly<Record<string, number>> = {},
  ) {
    if (!LOSSES.includes(options.loss)) {
      throw new VitrineError('bad-options', `There is no loss ${options.loss}.`, {
        remedy: `Give ${LOSSES.join(' or ')}.`,
      });
    }
    this.name = layout.name;
    this.#net = new SequenceNet(encoder);
  }

  async *fit(data: TrainingData, options: FitOptions): AsyncGenerator<TrainingProgress> {
    const net = this.#net;
    if (net.weights[ITEMS] === undefined) net.initialise(data.items, new Random(options.seed));
    const adam = new Adam(net.weights, this.options);
    const moving = new Set(Object.keys(net.weights).filter((name) => !options.frozen?.includes(name)));
    const negatives = new SharedNegatives(occurrences(data), this.options.negativePower);
    const steps = new TrainStep(net, adam, negatives, { ...this.options, moving });
    const metric = options.metric ?? 'ndcg@10';
    const { validation } = data;
    let random = new Random(options.seed);
    yield* runTraining<Batch>(
      {
        optimiser: adam,
        metric,
        averaging: this.options.averaging,
        batches: (epoch) => {
          random = new Random(options.seed, epoch + 1);
          return batchesOf(data.sequences, this.options, random);
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

  /**
   * Moves weights down the gradient of some sequences, all of them in one batch: what one browser adds to a federated training.
   * @param names of the weights that move
   * @throws VitrineError `diverged`
   */
  async descend(
    data: TrainingData,
    names: readonly string[],
    { steps, learningRate, seed }: { steps: number; learningRate: number; seed: number },
  ): Promise<void> {
    const random = new Random(seed);
    const negatives = new SharedNegatives(occurrences(data), this.options.negativePower);
    const descent = new GradientDescent(this.#net.weights, learningRate);
    const step = new TrainStep(this.#net, descent, negatives, { ...this.options, moving: new Set(names) });
    const whole = { ...this.options, batchTokens: Number.POSITIVE_INFINITY };
    for (let i = 0; i < steps; i++) {
      for (const batch of batchesOf(data.sequences, whole, random)) {
        if (Number.isFinite(await step.run(batch, random))) continue;
        throw new VitrineError('diverged', 'The loss is not finite.', { remedy: 'Train with a lower learning rate.' });
      }
    }
  }

  async score(sessions: Sequences, candidates: Int32Array): Promise<Float32Array> {
    const scores = new Float32Array((sessions.offsets.length - 1) * candidates.length);
    const vectors = gatherRows(this.#net.items, candidates, this.options.width);
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

  async states(sessions: Sequences): Promise<Float32Array> {
    const { width } = this.options;
    const states = new Float32Array((sessions.offsets.length - 1) * width);
    const axes = Float32Array.from({ length: width * width }, (_, i) => (i % (width + 1) === 0 ? 1 : 0));
    await scoreHistories(this.#net, sessions, axes, (session, along) => states.set(along, session * width));
    return states;
  }

  save(): PackSection {
    const { tensors } = writeVectors(this.#net.items, this.options.width);
    const weights = Object.keys(this.#net.encoder.shapes).map((name) => [name, this.#net.weights[name].data.slice()]);
    const items = tensors.scales.shape[0] - 1;
    const options = { ...this.options, ...this.constants };
    return writeSection(this.layout, items, options, Object.fromEntries(weights), tensors);
  }

  load(section: PackSection): void {
    const vectors = restoreVectors(section, this.options.width);
    const [, tensors] = readSection(this.layout, section, vectors.shape[0] - 1);
    const weights: NamedTensors = { [ITEMS]: vectors };
    for (const [name, shape] of Object.entries(this.#net.encoder.shapes))
      weights[name] = { shape, data: tensors[name] };
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
