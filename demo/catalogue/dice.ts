import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded chance: the same seed gives the same shop on every machine. */
export class Dice {
  readonly #source;

  constructor(seed: number) {
    this.#source = xoroshiro128plus(seed);
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return uniformInt(this.#source, from, to);
  }

  /** From `from` up to, but without, `to`. */
  real(from = 0, to = 1): number {
    return from + (to - from) * uniformFloat64(this.#source);
  }

  chance(probability: number): boolean {
    return this.real() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)];
  }

  /** One of `list`, each with a chance in proportion to its weight. */
  weighted<T>(list: readonly T[], weight: (entry: T, index: number) => number): T {
    const weights = list.map(weight);
    let left = this.real(
      0,
      weights.reduce((sum, one) => sum + one, 0),
    );
    for (let index = 0; index < list.length; index++) {
      left -= weights[index];
      if (left < 0) return list[index];
    }
    return list[list.length - 1];
  }

  /** A new list in random order. */
  shuffled<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = this.int(0, last);
      [copy[last], copy[other]] = [copy[other], copy[last]];
    }
    return copy;
  }
}
