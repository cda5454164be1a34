import { LINE } from './words.ts';

/** Tokens that are no words. Row 0 of the vectors is padding, as everywhere. */
export const UNKNOWN = '{unknown}';
/** Between what is known of a product and its text; and after the text. */
export const BEGIN = '{text}';
export const END = '{end}';
const SIGNS = [UNKNOWN, BEGIN, END];

/** The token that tells a model which brand it is, beside the slot that the name comes from. */
export const brandToken = (brand: string): string => `{brand=${brand.toLowerCase().replaceAll(' ', '_')}}`;

/** How a vocabulary is counted out. */
export interface VocabularyOptions {
  /** Words that occur less often are unknown. */
  leastCount: number;
  /** Phrases beside the words. */
  phrases: number;
}

/** Pairs become phrases so many at a time, each pair at least so often. */
const AT_ONCE = 64;
const LEAST_PAIRS = 8;
const LONGEST_PHRASE = 12;

/**
 * Words and phrases. Shops write the same phrases again and again, so the pairs that are most frequent are joined, as byte
 * pair encoding joins letters (Sennrich, Haddow & Birch 2016): texts are then a third as long. Tokens are numbered from 1.
 */
export class TokenVocabulary {
  readonly #rows: ReadonlyMap<string, number>;
  readonly #words: readonly (readonly string[])[];
  readonly #longest: number;

  readonly #rare: ReadonlyMap<string, number>;

  /**
   * @param tokens words joined by spaces
   * @param rare words that the shop's own texts have and that are unknown otherwise; their rows follow
   */
  constructor(
    readonly tokens: readonly string[],
    readonly rare: readonly string[] = [],
  ) {
    this.#rare = new Map(rare.map((word, i) => [word, tokens.length + 1 + i]));
    this.#rows = new Map(tokens.map((token, i) => [token, i + 1]));
    this.#words = tokens.map((token) => token.split(' '));
    this.#longest = this.#words.reduce((longest, { length }) => Math.max(longest, length), 1);
  }

  /**
   * @param texts words of the shop's texts, in lower case, with slots
   * @param prompts words that are known of products
   */
  static of(
    texts: readonly (readonly string[])[],
    prompts: readonly (readonly string[])[],
    options: VocabularyOptions,
  ): TokenVocabulary {
    const counts = new Map<string, number>();
    for (const words of [...texts, ...prompts]) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const kept = [...counts].filter(([, count]) => count >= options.leastCount).sort(([a], [b]) => (a < b ? -1 : 1));
    const words = [...SIGNS, ...kept.map(([word]) => word)];
    const known = new Set(words);
    const rare = new Set(texts.flat().filter((word) => !known.has(word)));
    return new TokenVocabulary([...words, ...phrasesOf(texts, known, options.phrases)], [...rare].sort());
  }

  get size(): number {
    return this.tokens.length;
  }

  has(token: string): boolean {
    return this.#rows.has(token);
  }

  /** Row of a token; of the unknown one where there is none. */
  rowOf(token: string): number {
    return this.#rows.get(token) ?? (this.#rows.get(UNKNOWN) as number);
  }

  /** The words of a row. */
  wordsOf(row: number): readonly string[] {
    return this.#words[row - 1] ?? [this.rare[row - 1 - this.size]];
  }

  wordsOfAll(rows: readonly number[]): string[] {
    return rows.flatMap((row) => this.wordsOf(row));
  }

  /** Rows of a text's words, none of them unknown: those of rare words stand behind all others. */
  encodeAll(words: readonly string[]): number[] {
    return this.encode(words, (word) => this.#rare.get(word));
  }

  /** Rows of a text's words, by the longest phrases there are. */
  encode(words: readonly string[], rareRow: (word: string) => number | undefined = () => undefined): number[] {
    const rows: number[] = [];
    for (let at = 0; at < words.length; ) {
      let taken = 1;
      let row = this.#rows.get(words[at]) ?? rareRow(words[at]) ?? this.rowOf(UNKNOWN);
      for (let length = Math.min(this.#longest, words.length - at); length > 1; length--) {
        const phrase = this.#rows.get(words.slice(at, at + length).join(' '));
        if (phrase === undefined) continue;
        [row, taken] = [phrase, length];
        break;
      }
      rows.push(row);
      at += taken;
    }
    return rows;
  }
}

function phrasesOf(texts: readonly (readonly string[])[], words: ReadonlySet<string>, wanted: number): string[] {
  // A text that many products share counts a little more than once.
  const distinct = new Map<string, { parts: string[]; weight: number }>();
  for (const text of texts) {
    const key = text.join(' ');
    const known = distinct.get(key);
    if (known) known.weight++;
    else distinct.set(key, { parts: [...text], weight: 1 });
  }
  const phrases: string[] = [];
  const lengths = new Map<string, number>();
  const lengthOf = (part: string): number => lengths.get(part) ?? 1;
  while (phrases.length < wanted) {
    const pairs = new Map<string, number>();
    for (const { parts, weight } of distinct.values()) {
      for (let i = 1; i < parts.length; i++) {
        const [a, b] = [parts[i - 1], parts[i]];
        if (a === LINE || b === LINE || (lengthOf(a) === 1 && !words.has(a)) || (lengthOf(b) === 1 && !words.has(b)))
          continue;
        if (lengthOf(a) + lengthOf(b) > LONGEST_PHRASE) continue;
        const pair = `${a}\t${b}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + weight);
      }
    }
    const frequent = [...pairs]
      .filter(([, count]) => count >= LEAST_PAIRS)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, Math.min(AT_ONCE, wanted - phrases.length));
    if (frequent.length === 0) break;
    const joined = new Set(frequent.map(([pair]) => pair));
    for (const [pair] of frequent) {
      const [a, b] = pair.split('\t');
      const phrase = `${a} ${b}`;
      if (!lengths.has(phrase)) phrases.push(phrase);
      lengths.set(phrase, lengthOf(a) + lengthOf(b));
    }
    for (const text of distinct.values()) text.parts = join(text.parts, joined);
  }
  return phrases;
}

/** From the left, each word in one pair at most. */
function join(parts: readonly string[], pairs: ReadonlySet<string>): string[] {
  const out: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    if (i + 1 < parts.length && pairs.has(`${parts[i]}\t${parts[i + 1]}`)) {
      out.push(`${parts[i]} ${parts[i + 1]}`);
      i++;
    } else out.push(parts[i]);
  }
  return out;
}
