import type { DescribeRequest, Description, DescriptionStyle } from '../../../contract/description.ts';
import type { Product } from '../../../contract/product.ts';
import { agreement } from './consensus.ts';
import type { FactKind, FactWords } from './fact-words.ts';
import type { LanguageModel } from './language-model.ts';
import { NearestTexts } from './nearest-texts.ts';
import { attributesOf, contradictions, factsOf, type ProductFacts } from './product-facts.ts';
import { firstSentence, sharedFact, withFirst } from './shared-fact.ts';
import { promptOf, SHORTEST } from './shop-texts.ts';
import { canFill, fillSlots, fitSlots, isSlot, type Writing } from './slots.ts';
import { plainText, searchTitle } from './template.ts';
import { END, type TokenVocabulary, UNKNOWN } from './vocabulary.ts';
import { isChinese, isUnspaced } from './words.ts';

/** How a text is chosen among those that could be. Chosen on held-out texts. */
export interface DescriberOptions {
  /** Texts that the model writes: the width of its beam. 0 for none. */
  beams: number;
  /** The shop's own texts of similar products that are edited, and stand beside them. */
  neighbours: number;
  /** What an edited text says is its product's similarity to this power. */
  similarity: number;
  /** Agreement is multiplied with a text's length in words to this power: what is left unsaid never disagrees. */
  length: number;
}

export const DESCRIBER_DEFAULTS: DescriberOptions = {
  beams: 4,
  neighbours: 15,
  similarity: 4,
  length: 0.3,
};

/** A text that was not given away, and what it states that the record does not. */
export interface Refusal {
  text: string;
  invented: { kind: FactKind; value: string }[];
}

/** A text of a product, where it is from, and what was refused before it. */
export interface SourcedText extends Pick<Description, 'text' | 'reason' | 'first'> {
  source: 'written' | 'edited' | 'template';
  refused?: readonly Refusal[];
}

/** What a describer is made of. */
export interface DescriberParts {
  known: FactWords;
  writing: Writing;
  vocabulary: TokenVocabulary;
  model: LanguageModel;
  /** Rows of the shop's own texts, and of the prompts that they belong to. */
  texts: readonly ArrayLike<number>[];
  prompts: readonly ArrayLike<number>[];
  options: DescriberOptions;
}

interface Candidate {
  words: readonly string[];
  say: number;
  source: 'written' | 'edited';
}

/** Tokens of a text. */
const LONGEST = 90;

/** How a text is wanted: its style, and whom it is to. */
export type Manner = Pick<DescribeRequest, 'style' | 'profile' | 'known'>;

const styled = (text: string, style: DescriptionStyle): string => (style === 'line' ? firstSentence(text) : text);
const told = (refused: readonly Refusal[]) => (refused.length > 0 ? { refused } : {});

/**
 * Writes product texts that invent nothing. Facts are slots to the model, filled from the product's own record; words that
 * tell a fact of their own are never written; and every text is read again before it is given away.
 *
 * Candidates are what the model writes, and the shop's own texts of the most similar products, edited: their facts replaced
 * by this product's. The one is chosen that has most in common with the edited ones, each weighed by how similar its product
 * is (minimum Bayes risk: Kumar & Byrne 2004). What the model writes can be chosen and has no say: its texts agree with each
 * other, and its likeliest ones leave out what only the shop's texts tell.
 */
export class Describer {
  readonly #parts: DescriberParts;
  readonly #index: NearestTexts;
  readonly #end: number;
  /** Slots in each token, and whether it may be written at all, by row. */
  readonly #slots: readonly (readonly string[])[];
  readonly #plain: Uint8Array;
  /** Whether the shop has texts in Chinese, and others. */
  readonly #languages: ReadonlySet<boolean>;

  constructor(parts: DescriberParts) {
    this.#parts = parts;
    const { vocabulary, known } = parts;
    this.#index = new NearestTexts(parts.prompts);
    this.#end = vocabulary.rowOf(END);
    const rows = vocabulary.size + vocabulary.rare.length;
    this.#plain = new Uint8Array(rows + 1);
    this.#slots = Array.from({ length: rows + 1 }, (_, row) => {
      if (row === 0) return [];
      const words = vocabulary.wordsOf(row);
      const said = words.filter((word) => !isSlot(word));
      const sign = said.some((word) => word.startsWith('{') && word.length > 1);
      if (!sign && known.mentions(said).length === 0) this.#plain[row] = 1;
      return words.filter(isSlot);
    });
    this.#plain[this.#end] = 1;
    this.#languages = new Set(parts.texts.map((rows) => vocabulary.wordsOfAll(Array.from(rows)).some(isChinese)));
  }

  get known(): FactWords {
    return this.#parts.known;
  }

  /** Writes the text of a product. The same product has the same text, for visitors with the same profile. */
  describe(product: Product, { style = 'paragraph', ...to }: Manner = {}): SourcedText {
    if (attributesOf(product).length === 0) return { text: '', source: 'template', reason: 'no-facts' };
    if (style === 'search-title') return { text: searchTitle(product), source: 'template' };
    const facts = factsOf(product, this.known);
    const refused: Refusal[] = [];
    for (const { words, source } of this.#ranked(product, facts)) {
      const text = styled(fillSlots(words, facts, this.#parts.writing), style);
      const invented = this.invented(text, product);
      if (invented.length === 0) return { ...this.#toVisitor(text, product, to), source, ...told(refused) };
      refused.push({ text, invented });
    }
    const reason = refused.length > 0 ? 'all-refused' : 'nothing-similar';
    return { ...this.#toVisitor(plainText(product), product, to), source: 'template', reason, ...told(refused) };
  }

  /** Facts in a text that the product's record does not tell. */
  invented(text: string, product: Product): { kind: FactKind; value: string }[] {
    return contradictions(text, product, this.known);
  }

  /** The text with the fact first that the visitor's history shares most, where it states nothing more by that. */
  #toVisitor(text: string, product: Product, { profile, known }: Manner): Pick<SourcedText, 'text' | 'first'> {
    const first = profile && sharedFact(product, profile, known);
    if (!first) return { text };
    const personal = withFirst(text, first, product);
    return this.invented(personal, product).length === 0 ? { text: personal, first } : { text };
  }

  /** Texts that could be the product's, best first. */
  #ranked(product: Product, facts: ProductFacts): Candidate[] {
    const { vocabulary, model, options } = this.#parts;
    const prompt = vocabulary.encode(promptOf(product, facts, this.known));
    // Of a product whose words are all new, a text would be about others.
    const unknown = vocabulary.rowOf(UNKNOWN);
    if (prompt.slice(0, -1).every((row) => row === unknown)) return [];
    const written = model.write(prompt, {
      allowed: this.#allowed(facts),
      end: this.#end,
      beams: options.beams,
      longest: LONGEST,
    });
    const fits = this.#inLanguageOf(product);
    const candidates = [
      ...written.map(({ rows }): Candidate => ({ words: vocabulary.wordsOfAll(rows), source: 'written', say: 0 })),
      ...this.#edited(prompt, facts, fits),
    ].filter(({ words }) => fits(words));
    const agreed = agreement(candidates).map((sum, i) => sum * candidates[i].words.length ** options.length);
    return candidates
      .map((_, i) => i)
      .sort((a, b) => agreed[b] - agreed[a])
      .map((i) => candidates[i]);
  }

  /**
   * Whether words are a text, more than facts one after the other, and in the language of the product's title where the shop
   * has texts in Chinese and in another one.
   */
  #inLanguageOf({ title = '' }: Product): (words: readonly string[]) => boolean {
    const says = (words: readonly string[]): boolean => words.some((word) => /^\p{L}/u.test(word));
    if (this.#languages.size < 2) return says;
    const chinese = isChinese(title);
    return (words) => says(words) && words.some(isChinese) === chinese;
  }

  #edited(prompt: readonly number[], facts: ProductFacts, fits: (words: readonly string[]) => boolean): Candidate[] {
    const { texts, options, vocabulary } = this.#parts;
    const found = new Map<string, Candidate>();
    const asked = new Set(prompt);
    for (const { text, similarity } of this.#index.nearest(prompt)) {
      if (found.size === options.neighbours) break;
      const rows = Array.from(texts[text]);
      if (!this.#isPlain(rows)) continue;
      if (this.#tellsOfAnother(rows, this.#parts.prompts[text], asked)) continue;
      const words = fitSlots(vocabulary.wordsOfAll(rows), facts);
      const key = words.join(' ');
      if (words.length < SHORTEST || found.has(key) || !fits(words)) continue;
      found.set(key, { words, source: 'edited', say: similarity ** options.similarity });
    }
    return [...found.values()];
  }

  /** Whether a text tells no fact but by its slots. In Chinese a character tells one or not by those around it: `皮`, `橡皮树`. */
  #isPlain(rows: readonly number[]): boolean {
    const words = this.#parts.vocabulary.wordsOfAll(rows);
    if (!words.some(isChinese)) return rows.every((row) => this.#plain[row] === 1);
    return this.known.mentions(words.map((word) => (isSlot(word) ? ',' : word))).length === 0;
  }

  /**
   * Whether a text has characters of its own product's record that the asked one lacks: what kind of thing a
   * product is stands there (`圆肚杯` of a `马克杯`).
   */
  #tellsOfAnother(text: readonly number[], prompt: ArrayLike<number>, asked: ReadonlySet<number>): boolean {
    const { vocabulary } = this.#parts;
    const said = vocabulary.wordsOfAll(text).join('');
    return Array.from(prompt).some((row) => {
      const [word] = vocabulary.wordsOf(row);
      return !asked.has(row) && isUnspaced(word) && said.includes(word);
    });
  }

  /** Tokens that may be written of a product: those that tell no fact, and slots that it fills. */
  #allowed(facts: ProductFacts): Uint8Array {
    const allowed = this.#plain.slice();
    this.#slots.forEach((slots, row) => {
      if (slots.length > 0 && !canFill(slots, facts)) allowed[row] = 0;
    });
    return allowed;
  }
}
