import type { Product } from '../../contract/product.ts';
import { COLOUR_WORDS, type FactRule, MATERIALS } from '../../learning/generators/describer/fact-words.ts';

/** Single letters are left out: an `s` is a possessive more often than a size. */
const SIZES = ['xxs', 'xs', 'xl', 'xxl', 'xxxl'];

/**
 * Counts what texts say that their product's record does not, in another way than the describer itself: a text is words, a
 * record is all that stands in it, and each colour, material, size, number and brand of the one must stand in the other. The
 * describer's own check knows of slots and places; this one knows nothing of them.
 */
export class FactCheck {
  readonly #words: ReadonlySet<string>;
  readonly #brands: readonly string[];

  /** @param brands of the shop; those whose words are ordinary are left out, since `ONLY` and `only` are the same here */
  constructor(
    brands: Iterable<string>,
    ordinary: readonly string[],
    readonly rule: FactRule,
  ) {
    this.#words = new Set([...COLOUR_WORDS, ...SIZES, ...(rule === 'strict' ? MATERIALS : [])]);
    const small = new Set(ordinary);
    this.#brands = [...new Set([...brands].map(plain))].filter(
      (brand) => !brand.split(' ').every((word) => small.has(word)),
    );
  }

  /** What the text says and the record does not: words, numbers and brands, in lower case. */
  inventedIn(text: string, product: Product): string[] {
    const { description: _, ...record } = product;
    const known = plain(Object.values(record).flat().join(' '));
    const knownWords = new Set(known.split(' '));
    const said = plain(text.replace(/\b(?:lace|leather|silk)-?(?:ups?|look|like|feel)\b/gi, ' '));
    const words = said.split(' ');
    const counts = (at: number): boolean =>
      this.rule === 'strict' || MEASURE.test(words[at + 1]) || MONEY.test(words[at - 1]);
    const facts = words.filter((word, at) => this.#words.has(word) || (/\p{N}/u.test(word) && counts(at)));
    const brands = this.#brands.filter((brand) => ` ${said} `.includes(` ${brand} `));
    return [
      ...facts.filter((word) => !knownWords.has(word)),
      ...brands.filter((brand) => !` ${known} `.includes(` ${brand} `)),
    ];
  }
}

/** What makes a number the product's measure, or its price. */
const MEASURE = /^(?:ml|cl|litres?|liters?|g|gms?|kg|mg|lbs?|oz|cm|mm|m|inch|inches|ft|mah|gb|tb|mb|mp)$/;
const MONEY = /^(?:rs|inr|usd|eur|gbp)$/;

/** Lower case, single spaces, no signs; numbers apart from their units. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(/(?<=\p{N})(?=\p{L})|(?<=\p{L})(?=\p{N})/gu, ' ')
    .trim();
}
