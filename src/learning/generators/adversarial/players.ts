import type { NamedTensors } from '../../../contract/tensors.ts';
import { copyInto, copyOf } from '../../training/named-tensors.ts';
import type { Optimiser } from '../../training/run-training.ts';
import type { Player } from './player.ts';

const SIDES = ['generator', 'discriminator'] as const;
const RECOVERY = 'recovery';

interface Snapshot {
  steps: number;
  weights: NamedTensors;
  state: NamedTensors;
}

/**
 * Both sides as one optimiser, so that the common training loop averages, keeps and resumes them together. It remembers
 * the last state that was good, and goes back to it.
 */
export class Players implements Optimiser {
  readonly weights: NamedTensors;
  steps = 0;
  /** Times it went back. */
  rollbacks = 0;
  readonly #sides: readonly (readonly [string, Player, number])[];
  #good: Snapshot;
  /** What learning rates are multiplied by: for what went wrong, and for how far the training is. */
  #slowed = 1;
  #pace = 1;

  constructor(
    readonly generator: Player,
    readonly discriminator: Player,
  ) {
    this.#sides = SIDES.map((side) => {
      const player = { generator, discriminator }[side];
      return [side, player, player.adam.options.learningRate];
    });
    this.weights = this.#joined((player) => player.weights);
    this.#good = this.#snapshot();
  }

  /** What is now is good: a later `rollBack` comes back here. */
  keep(): void {
    this.#good = this.#snapshot();
  }

  /** @param pace what learning rates are multiplied by from now on */
  set pace(pace: number) {
    this.#pace = pace;
    this.#recover(this.#slowed, this.rollbacks);
  }

  /** Back to the last good state, with learning rates times `slower`: the same steps would lead to the same place. */
  rollBack(slower: number): void {
    const { steps, weights, state } = this.#good;
    const rollbacks = this.rollbacks + 1;
    const slowed = this.#slowed * slower;
    copyInto(this.weights, weights);
    this.restore(steps, state);
    this.#recover(slowed, rollbacks);
  }

  export(): NamedTensors {
    return {
      ...this.#joined((player) => player.export()),
      [RECOVERY]: { shape: [2], data: Float32Array.of(this.#slowed, this.rollbacks) },
    };
  }

  restore(steps: number, state: NamedTensors): void {
    this.steps = steps;
    for (const [side, player] of this.#sides) {
      const own = Object.entries(state).filter(([name]) => name.startsWith(`${side}.`));
      player.restore(steps, Object.fromEntries(own.map(([name, tensor]) => [name.slice(side.length + 1), tensor])));
    }
    const recovery = state[RECOVERY]?.data;
    if (recovery) this.#recover(recovery[0], recovery[1]);
  }

  #recover(slowed: number, rollbacks: number): void {
    this.#slowed = slowed;
    this.rollbacks = rollbacks;
    for (const [, { adam }, rate] of this.#sides) adam.options.learningRate = rate * slowed * this.#pace;
  }

  #snapshot(): Snapshot {
    return { steps: this.steps, weights: copyOf(this.weights), state: this.export() };
  }

  #joined(tensorsOf: (player: Player) => NamedTensors): NamedTensors {
    const entries = this.#sides.flatMap(([side, player]) =>
      Object.entries(tensorsOf(player)).map(([name, tensor]) => [`${side}.${name}`, tensor]),
    );
    return Object.fromEntries(entries);
  }
}
