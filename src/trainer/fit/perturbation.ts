import { DiscreteGaussian } from '../../learning/privacy/discrete-gaussian.ts';
import { cryptoWords, type RandomWords } from '../../learning/privacy/random-words.ts';

/** Thresholds of pairs and windows are below so many times the least number more; those of products, of which a shopper has fewer. */
export const SPREAD = { pairs: 2, products: 0.5 };
/** Standard deviation of what is added to the number of shoppers that a rule's strength is of. */
export const STRENGTH_NOISE = 4;
/**
 * Standard deviation of what is added to how often a product was met. Rare products tell most of who is in a log; with this
 * much they do not, and the order of popular ones hardly changes.
 */
export const POPULARITY_NOISE = 32;

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

  /** @param least number of shoppers from which on anything is told */
  constructor(
    readonly least: number,
    readonly words: RandomWords = cryptoWords(),
  ) {
    this.#strength = new DiscreteGaussian(STRENGTH_NOISE, words);
    this.#popularity = new DiscreteGaussian(POPULARITY_NOISE, words);
  }

  /** Whether what so many shoppers share is told: from the least number on, or some more. The same key has the same threshold. */
  tells(key: string, shoppers: number): boolean {
    if (shoppers < this.least) return false;
    let threshold = this.#thresholds.get(key);
    if (threshold === undefined) {
      threshold = this.#thresholdWithin(SPREAD.pairs);
      this.#thresholds.set(key, threshold);
    }
    return shoppers >= threshold;
  }

  /** Whether a product that so many shoppers met is told of. To be asked once of each product. */
  tellsProduct(shoppers: number): boolean {
    return shoppers >= this.#thresholdWithin(SPREAD.products);
  }

  #thresholdWithin(spread: number): number {
    return this.least + (this.words() % Math.max(1, Math.ceil(spread * this.least)));
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

/** What is changed in a pack of what so many shoppers share: nothing in a private one. */
export function perturbationFor(minShoppers: number): Perturbation | undefined {
  return minShoppers > 1 ? new Perturbation(minShoppers) : undefined;
}
