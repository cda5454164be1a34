/** A seeded stream of 32-bit numbers (sfc32): the same seed gives the same training on every machine. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param seeds any integers; `new Random(seed, epoch)` starts an independent stream for each epoch. */
  constructor(...seeds: number[]) {
    this.a = seeds[0] | 0;
    this.b = (seeds[1] ?? 0x9e3779b9) | 0;
    this.c = (seeds[2] ?? 0x243f6a88) | 0;
    for (let i = 0; i < 15; i++) this.next();
  }

  /** @returns an unsigned 32-bit integer. */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** @returns a number in [0, 1). */
  unit(): number {
    return this.next() / 0x1_0000_0000;
  }

  /** @returns an integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.unit() * bound);
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
