import { DiscreteGaussian } from '../../learning/privacy/discrete-gaussian.ts';
import { cryptoWords, type RandomWords } from '../../learning/privacy/random-words.ts';

/** Thresholds are up to so many, less one, above the least number of shoppers. */
const SPREAD = 3;
/** Standard deviation of what is added to the number of shoppers that a rule's strength is of. */
const STRENGTH_NOISE = 1.5;
/**
 * Standard deviation of what is added to how often a product was met. Rare products tell most of who is in a log; with this
 * much a shopper with ten of them is told from another in 55 of 100 pairs, and the order of popular ones hardly changes.
 */
const POPULARITY_NOISE = 16;

/**
 * What is changed at random in a pack of which little may be told (perturbation, in the language of disclosure control). Where
 * everything is told from `minShoppers` shoppers on, the fifth one shows by what appears, and every one by what counts more: so
 * nobody knows from how many on a pair is told, and counts are not exact. The numbers are from the platform's cryptographic
 * generator. It promises no ε: what it hides is measured by attacks.
 */
export class Perturbation {
  readonly #thresholds = new Map<string, number>();
  readonly #strength: DiscreteGaussian;
  readonly #popularity: DiscreteGaussian;

  constructor(readonly words: RandomWords = cryptoWords()) {
    this.#strength = new DiscreteGaussian(STRENGTH_NOISE, words);
    this.#popularity = new DiscreteGaussian(POPULARITY_NOISE, words);
  }

  /** Whether what so many shoppers share is told: from `least` on, or a few more. The same key has the same threshold. */
  tells(key: string, shoppers: number, least: number): boolean {
    if (shoppers < least) return false;
    let above = this.#thresholds.get(key);
    if (above === undefined) {
      above = this.words() % SPREAD;
      this.#thresholds.set(key, above);
    }
    return shoppers >= least + above;
  }

  /** A factor for a strength that comes from so many shoppers. */
  factor(shoppers: number): number {
    return Math.max(1, shoppers + this.#strength.sample()) / shoppers;
  }

  /** Counts of products, where they are above 0. In place. */
  perturb(counts: Float64Array): void {
    counts.forEach((count, i) => {
      if (count > 0) counts[i] = Math.max(0, count + this.#popularity.sample());
    });
  }
}
