import type { Product } from '../../contract/product.ts';
import type { FoundProduct } from '../../contract/search.ts';
import { tellReasons } from '../../page/shelf/list-words.ts';
import { localTitle } from '../../page/shelf/local-title.ts';
import { tellPrice } from '../../page/shelf/price.ts';
import type { AssistantMessages } from '../../page/wording/assistant/messages.ts';
import { fill, fillCount, type Messages, type Plural } from '../../page/wording/messages.ts';
import type { AnswerLanguage, UnderstoodWish } from '../answer.ts';
import { holds, mentions, namingTexts, partsOf } from '../record-texts.ts';
import type { Wish, WishPart } from '../state/conversation.ts';

/** What things are called in an answer: products, facts, and the parts of a wish. */
export class Naming {
  readonly #labelOf: (name: string, language: AnswerLanguage) => string;
  readonly #shelf: Messages;

  /** @param shelf reasons are told in the shelf's words */
  constructor(
    readonly language: AnswerLanguage,
    readonly say: AssistantMessages,
    shelf: Messages,
    labelOf: (name: string, language: AnswerLanguage) => string,
  ) {
    this.#shelf = shelf;
    this.#labelOf = labelOf;
  }

  count(plural: Plural, count: number, values?: Record<string, string>): string {
    return fillCount(plural, count, this.language, values);
  }

  list(names: readonly string[]): string {
    return names.join(this.say.separator);
  }

  quoted(words: readonly string[]): string {
    return words.map((word) => fill(this.say.quoted, { word })).join(', ');
  }

  unknown(words: readonly string[]): string {
    return fill(this.say.unknown, { words: this.quoted(words) });
  }

  titleOf(product: Product): string {
    return localTitle(product, this.language);
  }

  titles(products: readonly Product[]): string {
    const named = products.map((product) => fill(this.say.title, { title: this.titleOf(product) }));
    return named.join(this.say.titleSeparator);
  }

  priceOf(product: Product): string {
    return tellPrice(product, this.language);
  }

  label(name: string): string {
    return this.#labelOf(name, this.language);
  }

  not(name: string): string {
    return fill(this.say.not, { name: this.label(name) });
  }

  part({ name, exclude }: WishPart): string {
    return exclude ? this.not(name) : this.label(name);
  }

  bounds({ min, max }: NonNullable<Wish['price']>): string {
    const { upTo, from, between } = this.say;
    if (min === undefined) return fill(upTo, { max: String(max) });
    return max === undefined ? fill(from, { min }) : fill(between, { min, max });
  }

  wish({ parts, words, price, order, without }: Wish): string[] {
    return [
      ...parts.map((part) => this.part(part)),
      ...words,
      ...without.map((word) => this.not(word)),
      ...(price ? [this.bounds(price)] : []),
      ...(order ? [order] : []),
    ];
  }

  understood(wish: Wish): UnderstoodWish[] {
    return this.wish(wish).map((name) => ({ name, undo: fill(this.say.forget, { name }) }));
  }

  /** `frameColour` and `frame_colour` are read as words where the language has no name for the field. */
  field(name: string): string {
    const words = name
      .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
      .replace(/[_-]+/g, ' ')
      .toLowerCase();
    return this.say.fields[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
  }

  /** What of the wish a product fulfils, by its own record. */
  why(one: FoundProduct, { parts, words, price, without, like }: Wish): string[] {
    const { product, reasons } = one;
    const naming = namingTexts(product);
    const wanted = [...parts.filter(({ exclude }) => !exclude).map(({ name }) => name), ...words];
    const told = this.priceOf(product);
    const personal = reasons.filter(({ kind }) => kind !== 'spread');
    const { priced, inDescription, alike, fromRange } = this.say;
    return [
      ...parts.filter(({ name, exclude }) => !exclude && holds(naming, name)).map((part) => this.part(part)),
      ...words.filter((word) => holds(naming, word)).map((word) => this.quoted([word])),
      ...wanted
        .filter((word) => !holds(naming, word) && mentions(product, word))
        .map((word) => fill(inDescription, { word })),
      ...(wanted.some((word) => mentions(product, word)) ? [] : this.#matched(one, words, naming)),
      ...(price && told !== '' ? [fill(priced, { price: told, bound: this.bounds(price) })] : []),
      ...[...parts.filter(({ exclude }) => exclude).map(({ name }) => name), ...without]
        .filter((name) => !mentions(product, name))
        .map((name) => this.not(name)),
      ...(personal.length > 0 ? tellReasons({ reasons: personal }, this.#shelf).slice(0, 1) : []),
      ...(like !== undefined && reasons.length === 0 ? [alike] : []),
      ...(personal.length < reasons.length ? [fromRange] : []),
    ];
  }

  /** What was found by another form of a word, or by its parts where it is written without spaces. */
  #matched({ product, highlights }: FoundProduct, words: readonly string[], naming: readonly string[]): string[] {
    const marked = highlights.map(([start, end]) => (product.title ?? '').slice(start, end));
    const parts = words.flatMap((word) => partsOf(word)).filter((part) => holds(naming, part));
    return [...new Set([...marked, ...parts])].map((part) => this.quoted([part]));
  }
}
