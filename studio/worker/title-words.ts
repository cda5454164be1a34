import { wordsOf } from '../../src/catalogue/words.ts';
import type { Product } from '../../src/contract/product.ts';

/** What products are called, by the words of their titles. */
export class TitleWords {
  readonly #counts = new Map<string, number>();

  constructor(products: Iterable<Product>) {
    for (const { title = '' } of products) {
      for (const word of wordsOf(title)) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    }
  }

  /**
   * The word that titles of these products have most and other titles least, such as `tote` of bags.
   * @param isFact whether a word tells a fact of one product, such as a material: it names no product
   */
  nameOf(products: readonly Product[], isFact: (word: string) => boolean): string | undefined {
    const own = new TitleWords(products);
    let name: string | undefined;
    let most = 0;
    for (const [word, count] of own.#counts) {
      const score = count ** 2 / this.#counts.get(word)!;
      if (score > most && /\p{L}/u.test(word) && !isFact(word)) [name, most] = [word, score];
    }
    return name;
  }
}
