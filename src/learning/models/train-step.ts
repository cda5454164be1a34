import { type Tensor, type Tensor2D, tidy, valueAndGrads } from '../compute/tensors.ts';
import type { Batch } from '../training/batches.ts';
import { type Predictions, predictionsOf } from '../training/predictions.ts';
import type { Random } from '../training/random.ts';
import type { StepOptimiser } from '../training/run-training.ts';
import { type LossName, sharedGbceLoss, sharedSoftmaxLoss } from '../training/shared-loss.ts';
import type { SharedNegatives } from '../training/shared-negatives.ts';
import { scatterRows } from './item-table.ts';
import { dropoutOf } from './layers/dropout.ts';
import { ITEMS } from './named-weights.ts';
import { inputScale, type Weights } from './sequence-encoder.ts';
import type { SequenceNet } from './sequence-net.ts';

export interface StepOptions {
  /** Chance that a number is left out. */
  dropout: number;
  loss: LossName;
  /** See `sharedGbceLoss`. */
  calibration: number;
  /** Shared negatives; 0, or as many as there are items: all items. */
  negatives: number;
  /** Names of the weights that move. */
  moving: ReadonlySet<string>;
}

/** Steps of the optimiser: the loss over all positions of a batch, against negatives that they share. */
export class TrainStep {
  /** Gradient of the item vectors; reused, since it is the largest array of a step. */
  #sum = new Float32Array(0);

  constructor(
    private readonly net: SequenceNet,
    private readonly optimiser: StepOptimiser,
    private readonly shared: SharedNegatives,
    private readonly options: StepOptions,
  ) {}

  /** @returns the loss before the step, nats per prediction; where it is not finite, nothing moves */
  async run({ rows, length, inputs, targets }: Batch, random: Random): Promise<number> {
    const { net, optimiser } = this;
    const { dropout, moving } = this.options;
    const { width } = net.encoder;
    const scale = inputScale(width);
    const negatives = this.#draw(random);
    const predictions = this.#predictionsOf(targets, negatives);
    const names = Object.keys(net.weights).filter((name) => name !== ITEMS && moving.has(name));
    const vectorsMove = moving.has(ITEMS);

    const { value, grads } = tidy(() => {
      const given = net.encoderTensors(length);
      const vectors = [net.itemTensor(inputs, scale), net.itemTensor(targets), net.itemTensor(negatives)];
      const leaveOut = dropoutOf(dropout, random);
      const loss = (...moved: Tensor[]): never => {
        const [x, own, others] = (vectorsMove ? moved.splice(0, 3) : vectors) as Tensor2D[];
        const weights: Weights = { ...given, ...Object.fromEntries(names.map((name, i) => [name, moved[i]])) };
        const states = net.encoder.encode(x, rows, length, weights, leaveOut); // [rows · length, width]
        return this.#loss(states, own, others, predictions) as never;
      };
      return valueAndGrads(loss)([...(vectorsMove ? vectors : []), ...names.map((name) => given[name])]);
    });
    const tensors = [value, ...grads];
    const [[lossValue], ...gradients] = (await Promise.all(tensors.map((t) => t.data()))) as Float32Array[];
    for (const t of tensors) t.dispose();
    if (!Number.isFinite(lossValue)) return lossValue;

    optimiser.begin();
    if (vectorsMove) {
      if (this.#sum.length !== net.items.length) this.#sum = new Float32Array(net.items.length);
      const sum = this.#sum.fill(0);
      const [ofInputs, ofTargets, ofNegatives] = gradients.splice(0, 3);
      scatterRows(sum, inputs, width, ofInputs, scale);
      scatterRows(sum, targets, width, ofTargets);
      scatterRows(sum, negatives, width, ofNegatives);
      optimiser.update(ITEMS, sum);
    }
    for (const [i, name] of names.entries()) optimiser.update(name, gradients[i]);
    return lossValue;
  }

  get #items(): number {
    return this.net.items.length / this.net.encoder.width - 1;
  }

  get #sampled(): boolean {
    return this.options.negatives > 0 && this.options.negatives < this.#items;
  }

  #draw(random: Random): Int32Array {
    if (this.#sampled) return this.shared.draw(this.options.negatives, random);
    return Int32Array.from({ length: this.#items }, (_, i) => i + 1);
  }

  #loss(states: Tensor2D, own: Tensor2D, others: Tensor2D, predictions: Predictions): Tensor {
    const { loss, calibration } = this.options;
    if (loss === 'softmax') return sharedSoftmaxLoss(states, own, others, predictions);
    return sharedGbceLoss(states, own, others, predictions, { calibration, items: this.#items });
  }

  /** Only a softmax makes up for how the negatives are drawn. */
  #predictionsOf(targets: Int32Array, negatives: Int32Array): Predictions {
    const corrected = this.#sampled && this.options.loss === 'softmax';
    return predictionsOf(targets, weightsOf(targets), negatives, (item) =>
      corrected ? this.shared.correctionOf(item, negatives.length) : 0,
    );
  }
}

/** Of each prediction in the mean: the same for all, 0 for padding. */
function weightsOf(targets: Int32Array): Float32Array {
  const real = targets.reduce((sum, target) => sum + (target === 0 ? 0 : 1), 0);
  return Float32Array.from(targets, (target) => (target === 0 ? 0 : 1 / real));
}
