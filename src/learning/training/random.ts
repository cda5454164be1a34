import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A seeded stream of random numbers (xoroshiro128+): the same seed gives the same training on every machine. */
export class Random {
  readonly #generator: RandomGenerator;

  /**
   * @param seed any integer
   * @param stream any integer: `new Random(seed, epoch)` is an independent stream for each epoch
   */
  constructor(seed: number, stream = 0) {
    this.#generator = xoroshiro128plusFromState([-1, ~seed, seed | 0, stream | 0]);
    // Neighbouring seeds differ in a few bits only, until the state is mixed.
    for (let i = 0; i < 20; i++) this.next();
  }

  /** @returns an unsigned 32-bit integer. */
  next(): number {
    return this.#generator.next() >>> 0;
  }

  /** @returns a number in [0, 1). */
  unit(): number {
    return this.next() / 0x1_0000_0000;
  }

  /** @returns an integer in [0, bound). */
  below(bound: number): number {
    return uniformInt(this.#generator, 0, bound - 1);
  }

  /** @returns a draw from the standard normal distribution (Box–Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Shuffles in place (Fisher–Yates). */
  shuffle<T extends Int32Array | unknown[]>(list: T): T {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [list[i], list[j]] = [list[j], list[i]];
    }
    return list;
  }
}

/**
 * Fills `mask` for inverted dropout: 0 with probability `rate`, else 1 / (1 − rate), so that the mean stays.
 * A byte of randomness an entry: the rate is kept to 1/256.
 */
export function fillDropoutMask(mask: Float32Array, rate: number, random: Random): void {
  const threshold = Math.round(rate * 256);
  const kept = 256 / (256 - threshold);
  for (let i = 0; i < mask.length; ) {
    let bits = random.next();
    for (const end = Math.min(i + 4, mask.length); i < end; i++, bits >>>= 8) {
      mask[i] = (bits & 255) < threshold ? 0 : kept;
    }
  }
}
