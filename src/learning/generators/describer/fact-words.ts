import {
  CHINESE_COUNTERS,
  CHINESE_FACTS,
  CHINESE_LOOK_ALIKES,
  CHINESE_MONEY,
  CHINESE_UNITS,
  isNumeral,
  numberOf,
} from './chinese-facts.ts';
import { isChinese, splitWords, UNITS } from './words.ts';

/** What a text must not say of a product unless the product's own record says it. */
const FACT_KINDS = ['brand', 'colour', 'material', 'size', 'number'] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/**
 * What a text must not invent. `strict`: brand, colour, material, size and every number; `sold-by`: brand, colour, size, with
 * numbers that measure (`90 ml`), and price. The second lets a text say `2 pockets` or `synthetic upper` as the shop's own
 * texts of such products do.
 */
export const FACT_RULES = ['strict', 'sold-by'] as const;
export type FactRule = (typeof FACT_RULES)[number];

/** A value of several words or of Chinese characters, or a brand. */
interface Name {
  /** None for what only looks like a fact. */
  kind: FactKind | undefined;
  /** As the shop writes it. */
  words: readonly string[];
  /** In lower case. */
  name: string;
  /** As facts are compared. */
  value: string;
}

/** A fact that a text states: words `from` up to, and without, `to`. */
export interface Mention {
  kind: FactKind;
  from: number;
  to: number;
  /** As facts are compared: lower case, numbers in digits. */
  value: string;
}

const list = (words: string): string[] => words.split(' ');

/** English; Chinese has a file of its own. A shop's other languages come from its own fields. */
export const COLOUR_WORDS: readonly string[] = list(
  'black white grey gray charcoal silver blue navy teal turquoise aqua cyan indigo cobalt green olive khaki mint lime ' +
    'emerald red maroon burgundy wine rust crimson scarlet coral pink magenta fuchsia rose peach purple violet lavender ' +
    'mauve lilac plum yellow mustard gold golden orange apricot amber brown tan beige cream ivory taupe camel copper ' +
    'bronze chocolate coffee nude ecru platinum gunmetal multicoloured multicolored multicolour multicolor sea-green',
);
export const MATERIALS: readonly string[] = list(
  'cotton polycotton polyester leather suede nylon wool silk linen denim canvas rubber plastic metal stainless steel brass alloy wood wooden ' +
    'bamboo ceramic glass acrylic viscose rayon chiffon georgette crepe satin velvet velveteen lycra spandex elastane ' +
    'modal polyamide acetate polycarbonate resin silicone silicon pu pvc eva tpu tpr jute fleece chambray khadi mesh ' +
    'synthetic lace net microfibre microfiber foam cork fur marble stone pearl pearls crystal crystals diamond titanium ' +
    'aluminium aluminum copper zinc terracotta porcelain leatherette cashmere corduroy tweed hemp tencel lyocell',
);
const SIZES = list('xxs xs s m l xl xxl xxxl 2xl 3xl 4xl');
/** After a hyphen they say that it is not of that: `lace-up`, `leather-look`. */
const NOT_OF_IT: ReadonlySet<string> = new Set(list('up ups look like free feel effect inspired'));
const MEASURES: ReadonlySet<string> = new Set(UNITS);
/** Before an amount of money. */
const MONEY = /^(?:[$€£₹¥]|rs|inr|usd|eur|gbp)\.?$/i;
const NUMBERS = list('zero one two three four five six seven eight nine ten eleven twelve');

/** Fields of a shop's own that hold facts of a kind. */
const FIELDS: Readonly<Record<string, FactKind>> = {
  brand: 'brand',
  colour: 'colour',
  color: 'colour',
  material: 'material',
  fabric: 'material',
  size: 'size',
  品牌: 'brand',
  颜色: 'colour',
  材质: 'material',
  面料: 'material',
  尺码: 'size',
};

/** The kind of fact that a field of a product holds, by its name. */
export const kindOfField = (name: string): FactKind | undefined => FIELDS[name.toLowerCase()];

/**
 * Knows facts where they stand in a text: colours, materials and sizes by their words, English ones and those that the
 * shop's own fields have; numbers by their digits and names; brands by their names, of one word or of several.
 */
export class FactWords {
  readonly #words = new Map<string, FactKind>();
  /** Brands, and values of several words, by their first word, the longest first. */
  readonly #names = new Map<string, Name[]>();
  readonly #ordinary: ReadonlySet<string>;

  /**
   * @param values of the shop's own fields, by kind
   * @param check what counts as a fact: see `FactRule`
   * @param ordinary words that the shop's texts write small: a brand of such words (`ONLY`) is known by its writing alone
   */
  constructor(
    readonly values: Readonly<Partial<Record<FactKind, readonly string[]>>>,
    readonly ordinary: readonly string[],
    readonly rule: FactRule = 'strict',
  ) {
    this.#ordinary = new Set(ordinary);
    const add = (kind: FactKind, words: readonly string[]): void => {
      for (const word of words) if (!this.#words.has(word)) this.#words.set(word, kind);
    };
    add('colour', COLOUR_WORDS);
    add('material', MATERIALS);
    add('size', SIZES);
    for (const written of CHINESE_LOOK_ALIKES) this.#addName(undefined, splitWords(written));
    for (const { kind, written, value } of CHINESE_FACTS) this.#addName(kind, splitWords(written), value);
    for (const kind of ['colour', 'material', 'size'] as const) {
      for (const value of values[kind] ?? []) {
        if (isChinese(value)) {
          this.#addChinese(kind, value);
          continue;
        }
        const words = splitWords(value.toLowerCase());
        const ordinaryOnes = words.filter((word) => this.#ordinary.has(word) && !this.#words.has(word));
        // A word that is a whole value (`ochre`) is a fact, however often texts write it; of several words (`bottle green`)
        // those of the language are a fact together only.
        if (words.length > 1 && ordinaryOnes.length > 0) this.#addName(kind, words);
        add(
          kind,
          words.filter((word) => isWord(word) && (words.length === 1 || !ordinaryOnes.includes(word))),
        );
      }
    }
    for (const name of values.brand ?? []) this.#addName('brand', splitWords(name));
  }

  /** The shop's own words, each a fact as a whole and with 色 behind it. */
  #addChinese(kind: FactKind, value: string): void {
    for (const part of value.match(CHINESE_RUN) ?? []) {
      const words = splitWords(part);
      if (words.length > LONGEST_VALUE) continue;
      this.#addName(kind, words);
      if (kind === 'colour') this.#addName(kind, [...words, '色'], words.join(' '));
    }
  }

  #addName(kind: FactKind | undefined, words: readonly string[], value?: string): void {
    if (words.length === 0) return;
    const first = words[0].toLowerCase();
    const known = this.#names.get(first) ?? [];
    const name = words.join(' ').toLowerCase();
    // What a list says of a word goes before what a field of the shop says.
    if (known.some((other) => other.name === name && (other.kind === undefined || other.kind === kind))) return;
    // Of two kinds it is the one that the shop's field says.
    known.unshift({ kind, words, name, value: value ?? name });
    known.sort((a, b) => b.words.length - a.words.length);
    this.#names.set(first, known);
  }

  /** The facts that a text tells, in its order. @param words of `splitWords` */
  mentions(words: readonly string[]): Mention[] {
    const found: Mention[] = [];
    for (let at = 0; at < words.length; ) {
      const mention = this.#nameAt(words, at) ?? this.#chineseNumberAt(words, at) ?? this.#factAt(words, at);
      const { kind } = mention ?? {};
      if (mention && kind) found.push({ ...mention, kind });
      at = mention?.to ?? at + 1;
    }
    return found;
  }

  #nameAt(words: readonly string[], at: number): MaybeMention | undefined {
    for (const { kind, words: own, name, value } of this.#names.get(words[at].toLowerCase()) ?? []) {
      const to = at + own.length;
      const seen = words.slice(at, to);
      if (seen.map((word) => word.toLowerCase()).join(' ') !== name) continue;
      if (kind === 'material' && this.rule !== 'strict') continue;
      if (kind !== 'brand' || !this.#isOrdinary(own)) return { kind, from: at, to, value };
      const written = seen.every((word, i) => word === own[i]);
      const first = at === 0 || /^[\n.!?:]$/.test(words[at - 1]);
      // A sentence begins with a capital too.
      if (written && !(first && isCapitalised(seen[0]))) return { kind, from: at, to, value };
    }
    return undefined;
  }

  /** A number in Chinese numerals, where it measures or counts: `两米`, `四杯`, and not `一起`. */
  #chineseNumberAt(words: readonly string[], at: number): Mention | undefined {
    let to = at;
    while (to < words.length && isNumeral(words[to])) to++;
    if (to === at) return undefined;
    const counts = this.rule === 'strict' ? [...MEASURED, ...CHINESE_COUNTERS] : MEASURED;
    if (!startsWithAny(words, to, counts)) return undefined;
    return { kind: 'number', from: at, to, value: String(numberOf(words.slice(at, to).join(''))) };
  }

  /** All words of the name are words of the language. */
  #isOrdinary(words: readonly string[]): boolean {
    return words.every((word) => !isWord(word) || (this.#ordinary.has(word.toLowerCase()) && !isChinese(word)));
  }

  #factAt(words: readonly string[], at: number): Mention | undefined {
    const word = words[at].toLowerCase();
    const joined = words[at + 1] === '-' || words[at - 1] === '-';
    const strict = this.rule === 'strict';
    const counts =
      strict ||
      MEASURES.has(words[at + 1]?.toLowerCase() ?? '') ||
      MONEY.test(words[at - 1] ?? '') ||
      startsWithAny(words, at + 1, MEASURED);
    const mention = (kind: FactKind, value: string): Mention => ({ kind, from: at, to: at + 1, value });
    if (/\p{N}/u.test(word)) return !counts ? undefined : mention('number', word.replaceAll(',', ''));
    const number = NUMBERS.indexOf(word);
    // Part of a word, as in three-quarter or one-piece, it counts nothing.
    if (number >= 0) return joined || !counts ? undefined : mention('number', String(number));
    const kind = this.#words.get(word);
    if (kind === 'material' && !strict) return undefined;
    if (kind === undefined || (kind === 'size' && (joined || /\p{N}$/u.test(words[at - 1] ?? '')))) return undefined;
    if (words[at + 1] === '-' && NOT_OF_IT.has(words[at + 2]?.toLowerCase())) return undefined;
    return mention(kind, word);
  }
}

type MaybeMention = Omit<Mention, 'kind'> & { kind: FactKind | undefined };

const CHINESE_RUN = /\p{Script=Han}+/gu;
/** Characters of a value: longer ones are sentences. */
const LONGEST_VALUE = 8;
const MEASURED: readonly string[] = [...CHINESE_UNITS, ...CHINESE_MONEY];

/** Whether one of these words, in characters, stands there. */
function startsWithAny(words: readonly string[], at: number, those: readonly string[]): boolean {
  const ahead = words.slice(at, at + 3).join('');
  return those.some((word) => ahead.startsWith(word));
}

const isWord = (word: string): boolean => /^[\p{L}\p{N}]/u.test(word);
const isCapitalised = (word: string): boolean => word.slice(1) === word.slice(1).toLowerCase();
