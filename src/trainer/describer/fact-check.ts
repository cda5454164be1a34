import type { Product } from '../../contract/product.ts';
import {
  CHINESE_COUNTERS,
  CHINESE_FACTS,
  CHINESE_LOOK_ALIKES,
  CHINESE_MONEY,
  CHINESE_UNITS,
  numberOf,
} from '../../learning/generators/describer/chinese-facts.ts';
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
  /** What Chinese calls a fact, without 色, 质 and 制; and its English. */
  readonly #chinese: ReadonlyMap<string, string | undefined>;

  /**
   * @param chinese values of the shop's own fields of colour and material
   * @param brands of the shop; those whose words are ordinary are left out, since `ONLY` and `only` are the same here
   */
  constructor(
    brands: Iterable<string>,
    ordinary: readonly string[],
    readonly rule: FactRule,
    chinese: Readonly<Record<'colour' | 'material', Iterable<string>>> = { colour: [], material: [] },
  ) {
    this.#words = new Set([...COLOUR_WORDS, ...SIZES, ...(rule === 'strict' ? MATERIALS : [])]);
    const kinds = rule === 'strict' ? (['colour', 'material'] as const) : (['colour'] as const);
    this.#chinese = new Map([
      ...kinds.flatMap((kind) => [...chinese[kind]].map((value) => [bare(value), undefined] as const)),
      ...CHINESE_FACTS.filter(({ kind }) => kind === 'size' || kinds.some((one) => one === kind)).map(
        ({ written, value }) => [written.length > 2 ? bare(written) : written, value] as const,
      ),
    ]);
    const small = new Set(ordinary);
    this.#brands = [...new Set([...brands].map(plain))].filter(
      (brand) => !brand.split(' ').every((word) => small.has(word)),
    );
  }

  /** What the text says and the record does not: words, numbers and brands, in lower case. */
  inventedIn(text: string, product: Product): string[] {
    const { description: _, ...record } = product;
    const known = plain(Object.values(record).flat().join(' '));
    const recordText = withoutLookAlikes(Object.values(record).flat().join(' '));
    const inBoth = [...this.#chinese].flatMap(([word, english]) =>
      recordText.includes(word) && english ? english : [],
    );
    const knownWords = new Set([...known.split(' '), ...inBoth]);
    const said = plain(text.replace(/\b(?:lace|leather|silk)-?(?:ups?|look|like|feel)\b/gi, ' '));
    const words = said.split(' ');
    const counts = (at: number): boolean =>
      this.rule === 'strict' || MEASURE.test(words[at + 1]) || MONEY.test(words[at - 1]);
    const facts = words.filter((word, at) => this.#words.has(word) || (/\p{N}/u.test(word) && counts(at)));
    const brands = this.#brands.filter((brand) => ` ${said} `.includes(` ${brand} `));
    return [
      ...facts.filter((word) => !knownWords.has(word)),
      ...brands.filter((brand) => !` ${known} `.includes(` ${brand} `)),
      ...this.#chineseInvented(text, recordText, knownWords),
    ];
  }

  /** Of a text in Chinese: parts of it, wherever they stand, that are no part of the record. */
  #chineseInvented(text: string, known: string, knownWords: ReadonlySet<string>): string[] {
    if (!HAN.test(text)) return [];
    const said = withoutLookAlikes(text);
    const facts = [...this.#chinese].filter(
      ([word, english]) =>
        /^\p{Script=Han}+$/u.test(word) &&
        said.includes(word) &&
        !known.includes(word) &&
        !knownWords.has(english ?? ''),
    );
    const counted = this.rule === 'strict' ? COUNTED : MEASURED;
    const numbersIn = (text: string): string[] => [...text.matchAll(counted)].map(([, run]) => String(numberOf(run)));
    const knownNumbers = new Set([...numbersIn(known), ...knownWords]);
    const brands = this.#brands.filter((brand) => HAN.test(brand) && said.includes(brand) && !known.includes(brand));
    return [
      ...facts.map(([word]) => word),
      ...numbersIn(said).filter((number) => !knownNumbers.has(number)),
      ...brands,
    ];
  }
}

const HAN = /\p{Script=Han}/u;
const numberedBy = (words: readonly string[]): RegExp =>
  new RegExp(`([零〇一二两三四五六七八九十百千万]+)(?=${words.join('|')})`, 'gu');
const MEASURED = numberedBy([...CHINESE_UNITS, ...CHINESE_MONEY]);
const COUNTED = numberedBy([...CHINESE_UNITS, ...CHINESE_MONEY, ...CHINESE_COUNTERS]);

const bare = (word: string): string => word.replace(/[色质制]$/u, '');

function withoutLookAlikes(text: string): string {
  return CHINESE_LOOK_ALIKES.reduce((rest, word) => rest.replaceAll(word, '　'), text.normalize('NFKC').toLowerCase());
}

/** What makes a number the product's measure, or its price. */
const MEASURE =
  /^(?:ml|cl|litres?|liters?|g|gms?|kg|mg|lbs?|oz|cm|mm|m|inch|inches|ft|mah|gb|tb|mb|mp|毫升.*|升.*|千?克.*|公斤.*|[厘毫]?米.*|英?寸.*|元.*)$/;
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
