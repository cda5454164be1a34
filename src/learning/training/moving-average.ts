import type { NamedTensors } from '../../contract/tensors.ts';
import { copyInto, copyOf } from './named-tensors.ts';

/** Steps after which the mean takes only every `STRIDE`-th: neighbouring ones are alike, and each costs a whole pass. */
const DENSE = 100;
const STRIDE = 4;

/**
 * The mean of the weights over the last steps, each step back counting `decay` times as much (Polyak averaging): steps
 * scatter around a good point, and their mean is nearer to it than any of them.
 */
export class MovingAverage {
  readonly #mean: NamedTensors;

  /** @param decay 0 keeps the last weights only */
  constructor(
    readonly weights: NamedTensors,
    readonly decay: number,
  ) {
    this.#mean = copyOf(weights);
  }

  /** @param steps made so far; the first ones count less of the start, which was random */
  update(steps: number): void {
    const stride = steps <= DENSE || this.decay === 0 ? 1 : STRIDE;
    if (steps % stride !== 0) return;
    const share = 1 - Math.min(this.decay, (1 + steps) / (10 + steps)) ** stride;
    for (const [name, { data }] of Object.entries(this.weights)) {
      const mean = this.#mean[name].data;
      for (let i = 0; i < mean.length; i++) mean[i] += share * (data[i] - mean[i]);
    }
  }

  /** Runs `work` while the weights are the means. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const moving = copyOf(this.weights);
    copyInto(this.weights, this.#mean);
    try {
      return await work();
    } finally {
      copyInto(this.weights, moving);
    }
  }

  copy(): NamedTensors {
    return copyOf(this.#mean);
  }

  restore(mean: NamedTensors): void {
    copyInto(this.#mean, mean);
  }
}
