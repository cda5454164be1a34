import { cryptoWords, type RandomWords } from './random-words.ts';

/** Deviations are kept to this part of 1. */
const STEP = 1024;

/** A probability as a fraction; its denominator is above 0. */
interface Fraction {
  of: bigint;
  over: bigint;
}

const ONE: Fraction = { of: 1n, over: 1n };

/**
 * Whole numbers `x` with probability in proportion to exp(−x² / (2σ²)): noise that can be added to counts and to numbers in fixed
 * point, drawn without rounding, so that nothing shows through it (Canonne, Kamath, Steinke, "The Discrete Gaussian for
 * Differential Privacy", 2020, algorithms 1–3). Its Rényi divergences are no larger than those of the Gaussian with the same σ.
 */
export class DiscreteGaussian {
  /** σ², exactly. */
  readonly #variance: Fraction;
  /** Scale of the Laplace distribution that is drawn from first: the first whole number above σ. */
  readonly #scale: number;

  /**
   * @param deviation σ: the standard deviation, not its square; it is rounded up to a multiple of 1/1024. Above 0, up to 2²⁰
   * @param words default: from the platform's cryptographic generator
   * @throws RangeError where the deviation is out of its range
   */
  constructor(
    deviation: number,
    readonly words: RandomWords = cryptoWords(),
  ) {
    if (!(deviation > 0 && deviation <= 2 ** 20)) throw new RangeError('`deviation` is not above 0, up to 2²⁰.');
    const steps = Math.ceil(deviation * STEP);
    this.#variance = { of: BigInt(steps) ** 2n, over: BigInt(STEP) ** 2n };
    this.#scale = Math.floor(steps / STEP) + 1;
  }

  sample(): number {
    const { of, over } = this.#variance;
    const scale = BigInt(this.#scale);
    for (;;) {
      const drawn = this.#laplace();
      // exp(−(|x| − σ² / t)² / (2σ²))
      const distance = BigInt(Math.abs(drawn)) * scale * over - of;
      if (this.#exponential({ of: distance * distance, over: 2n * scale * scale * over * of })) return drawn;
    }
  }

  /** A whole number with probability in proportion to exp(−|x| / scale). */
  #laplace(): number {
    for (;;) {
      const rest = this.#below(this.#scale);
      if (!this.#exponential({ of: BigInt(rest), over: BigInt(this.#scale) })) continue;
      let whole = 0;
      while (this.#exponential(ONE)) whole++;
      const size = rest + this.#scale * whole;
      const negative = this.words() >= 2 ** 31;
      if (!(negative && size === 0)) return negative ? -size : size;
    }
  }

  /** True with probability exp(−γ), for γ from 0 on. */
  #exponential({ of, over }: Fraction): boolean {
    for (let left = of / over; left > 0n; left--) if (!this.#withinOne(ONE)) return false;
    return this.#withinOne({ of: of % over, over });
  }

  /** The same for γ up to 1: the series of exp(−γ), term by term. */
  #withinOne({ of, over }: Fraction): boolean {
    let terms = 1n;
    while (this.#chance({ of, over: over * terms })) terms++;
    return terms % 2n === 1n;
  }

  /** True with this probability: bits of the fraction are compared with random ones until they differ. */
  #chance({ of, over }: Fraction): boolean {
    if (of >= over) return true;
    for (let rest = of; rest > 0n; ) {
      const [bits, word] = [(rest << 32n) / over, BigInt(this.words())];
      if (word !== bits) return word < bits;
      rest = (rest << 32n) % over;
    }
    return false;
  }

  /** A whole number from 0 up to, but not with, `bound`; each as likely. */
  #below(bound: number): number {
    const even = 2 ** 32 - (2 ** 32 % bound);
    let word = this.words();
    while (word >= even) word = this.words();
    return word % bound;
  }
}
