import type { NamedTensors } from '../../../contract/tensors.ts';
import { tensor } from '../../compute/tensors.ts';
import type { Weights } from '../../models/sequence-encoder.ts';
import { Adam, type AdamOptions } from '../../training/adam.ts';
import type { Random } from '../../training/random.ts';
import { SpectralNorm } from './spectral-norm.ts';

/** One of the two sides: its weights, what moves them, and which of them are spectrally normalised. */
export class Player {
  readonly adam: Adam;
  readonly #norms: ReadonlyMap<string, SpectralNorm>;

  constructor(
    /** Moved in place. */
    readonly weights: NamedTensors,
    options: AdamOptions,
    normalised: readonly string[],
    random: Random,
  ) {
    this.adam = new Adam(weights, { ...options });
    this.#norms = new Map(normalised.map((name) => [name, new SpectralNorm(weights[name].shape, random)]));
  }

  /** Tensors of all weights, normalised where that is asked for. Call it in a `tidy`. @param moving a step follows */
  tensors(moving: boolean): Weights {
    const entries = Object.entries(this.weights).map(([name, { shape, data }]) => {
      const norm = this.#norms.get(name);
      return [name, tensor(norm ? norm.normalise(data, moving) : data, [...shape])];
    });
    return Object.fromEntries(entries);
  }

  /** One step of the optimiser. @param gradients by the tensors that `tensors` gave last; changed in place */
  step(gradients: ReadonlyMap<string, Float32Array>): void {
    this.adam.begin();
    for (const [name, gradient] of gradients) {
      this.#norms.get(name)?.gradient(gradient, this.weights[name].data);
      this.adam.update(name, gradient);
    }
  }

  /** State beside the weights, for a checkpoint. */
  export(): NamedTensors {
    const lefts = [...this.#norms].map(([name, { left }]) => [
      `spectral.${name}`,
      { shape: [left.length], data: left.slice() },
    ]);
    return { ...this.adam.export(), ...Object.fromEntries(lefts) };
  }

  restore(steps: number, state: NamedTensors): void {
    this.adam.restore(steps, state);
    for (const [name, { left }] of this.#norms) {
      const kept = state[`spectral.${name}`];
      if (kept) left.set(kept.data);
    }
  }
}
