import { add, mul, type Tensor, type Tensor2D, tensor } from '../../compute/tensors.ts';
import { gatherRows } from '../../models/item-table.ts';
import { chooseRows } from '../../models/layers/latent.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import { predictionsOf } from '../../training/predictions.ts';
import type { Random } from '../../training/random.ts';
import { sharedSoftmaxLoss } from '../../training/shared-loss.ts';
import type { AdversarialGame, Examination } from '../adversarial/game.ts';
import { discriminatePair } from '../pair-discriminator.ts';
import type { Meetings } from './meetings.ts';
import { meanSquaredDistance } from './squared-distance.ts';

export interface MeetingGameOptions {
  /** Meetings in a step. */
  batch: number;
  /** Steps from one validation to the next. */
  stepsAnEpoch: number;
  /** Chance that a feature is left out. */
  omit: number;
  /** Weight of the ranking loss, the adversarial one having 1. */
  ranking: number;
  /** Weight of the mean squared distance to the learned vector. */
  alignment: number;
}

/** Name of the generator's map from features to vectors. [columns, width] */
export const MAP = 'map';

/** Meetings of a step, as indices. */
type Batch = Int32Array;

/** Learned vectors against those that the map makes of features, each beside the state of a visitor who turned to it. */
export class MeetingGame implements AdversarialGame<Batch, null> {
  /** How often an item is the target of a meeting. [items] */
  readonly #counts: Int32Array;

  /**
   * @param columns of features in the map, by hash bucket
   * @param examine measures the map, on products that are kept out of `meetings`
   */
  constructor(
    readonly meetings: Meetings,
    readonly columns: ReadonlyMap<number, number>,
    readonly options: MeetingGameOptions,
    readonly examine?: () => Promise<Examination<null>>,
  ) {
    this.#counts = new Int32Array(meetings.features.length);
    for (const target of meetings.targets) this.#counts[target]++;
  }

  batches(_epoch: number, random: Random): Batch[] {
    const { targets } = this.meetings;
    return Array.from({ length: this.options.stepsAnEpoch }, () =>
      Int32Array.from({ length: this.options.batch }, () => random.below(targets.length)),
    );
  }

  make(generator: Weights, batch: Batch, random: Random): Tensor {
    const { features, targets } = this.meetings;
    const { omit } = this.options;
    const given = new Float32Array(batch.length * this.columns.size);
    batch.forEach((meeting, row) => {
      const { buckets, values } = features[targets[meeting]];
      buckets.forEach((bucket, i) => {
        if (random.unit() < omit) return;
        given[row * this.columns.size + this.columns.get(bucket)!] += values[i] / (1 - omit);
      });
    });
    return chooseRows(tensor(given, [batch.length, this.columns.size]) as Tensor2D, generator[MAP] as Tensor2D);
  }

  real(batch: Batch): Tensor {
    const { width, vectors, targets } = this.meetings;
    return tensor(gatherRows(vectors, this.#items(batch, targets), width), [batch.length, width]);
  }

  discriminate(discriminator: Weights, samples: Tensor, batch: Batch) {
    return { logits: discriminatePair(discriminator, samples as Tensor2D, this.#states(batch)) }; // [batch, 1]
  }

  beside(made: Tensor, batch: Batch): Tensor {
    const { ranking, alignment } = this.options;
    const targets = this.#items(batch, this.meetings.targets);
    const weight = new Float32Array(batch.length).fill(1 / batch.length);
    // A product of many visitors is drawn more often as another's rival.
    const predictions = predictionsOf(targets, weight, targets, (item) => -Math.log(this.#counts[item]));
    const rows = made as Tensor2D;
    const ranked = sharedSoftmaxLoss(this.#states(batch), rows, rows, predictions);
    return add(mul(ranked, ranking), mul(meanSquaredDistance(made, this.real(batch)), alignment));
  }

  #states(batch: Batch): Tensor2D {
    const { width, states } = this.meetings;
    return tensor(gatherRows(states, batch, width), [batch.length, width]) as Tensor2D;
  }

  #items(batch: Batch, targets: Int32Array): Int32Array {
    return batch.map((meeting) => targets[meeting]);
  }
}
