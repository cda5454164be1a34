import type { SharedFact } from '../../../contract/description.ts';
import type { Product } from '../../../contract/product.ts';
import type { VisitorProfile } from '../../../contract/visitor-profile.ts';
import { isChinese, LINE } from './words.ts';

type Profile = Pick<VisitorProfile, 'interests' | 'price'>;

/** What a text can say first of a product: its brand, its narrowest category and its tags. */
function firstFactsOf({ brand, categories = [], tags = [] }: Product): SharedFact[] {
  return [
    ...(brand ? [{ kind: 'brand' as const, name: brand }] : []),
    ...categories.slice(-1).map((name) => ({ kind: 'category' as const, name })),
    ...tags.map((name) => ({ kind: 'tag' as const, name })),
  ].filter(({ name }) => name.trim() !== '');
}

/**
 * The fact of a product that the visitor's history shares most: the first of their interests that is one, those left out of
 * which they want less, and those that come of this product alone; else its price, where that is within theirs.
 * @param known the product as the shop's catalogue has it, and so the interests, where it is given in another language
 */
export function sharedFact(product: Product, { interests, price }: Profile, known = product): SharedFact | undefined {
  const facts = firstFactsOf(product);
  const placed = firstFactsOf(known).map((fact, i, all) => ({
    fact,
    place: all.slice(0, i).filter(({ kind }) => kind === fact.kind).length,
  }));
  for (const { kind, name, declared, from } of interests) {
    if (declared === 'less' || (!declared && !from.some((id) => id !== product.id))) continue;
    const found = placed.find(({ fact }) => fact.kind === kind && fact.name === name);
    const written = found && facts.filter((one) => one.kind === kind)[found.place];
    if (written) return written;
  }
  const { price: own, currency } = product;
  const band = price && price.min < price.max && price.currency === currency;
  const within = band && own !== undefined && own >= price.min && own <= price.max;
  return within && currency ? { kind: 'price', name: `${own} ${currency}` } : undefined;
}

/** A sentence or line with what ends it. */
const SENTENCE = /[^\n。！？]*?(?:[.!?](?=\s|$)|[。！？]|\n|$)/gu;
const sentencesOf = (text: string): string[] => text.match(SENTENCE)?.filter((one) => one.trim() !== '') ?? [];

/** Ends with a sign: only such a sentence can stand before another. */
const ENDED = /[.!?。！？]\s*$/u;

/** The first sentence or line of a text. */
export const firstSentence = (text: string): string => (sentencesOf(text)[0] ?? '').trim();

/**
 * A text with a fact of its product before all its other facts: as it is where that is so, with the sentence in front that
 * begins with the fact, or with the fact set before it.
 */
export function withFirst(text: string, fact: SharedFact, product: Product): string {
  const others = firstFactsOf(product).filter(({ name }) => name !== fact.name);
  const leads = (part: string): boolean => {
    const at = placeOf(fact.name, part);
    return at >= 0 && others.every(({ name }) => !(placeOf(name, part) >= 0 && placeOf(name, part) < at));
  };
  if (text === '') return fact.name;
  if (leads(text)) return text;
  const sentences = sentencesOf(text);
  const leading = sentences.find((sentence) => ENDED.test(sentence) && leads(sentence));
  if (leading === undefined) return `${capitalised(fact.name)} · ${text}`;
  const rest = sentences.filter((sentence) => sentence !== leading);
  return [leading, ...rest].map((one) => one.trim()).join(text.includes(LINE) ? LINE : isChinese(text) ? '' : ' ');
}

/** Where a text says something, in whatever capitals, as words of its own. −1 where it does not. */
function placeOf(name: string, text: string): number {
  const [said, wanted] = [text.toLowerCase(), name.toLowerCase()];
  if (isChinese(name)) return said.indexOf(wanted);
  for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + 1)) {
    const apart = (place: number): boolean => !/[\p{L}\p{N}]/u.test(said[place] ?? ' ');
    if (apart(at - 1) && apart(at + wanted.length)) return at;
  }
  return -1;
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
