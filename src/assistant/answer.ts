import type { Product, ProductId } from '../contract/product.ts';
import type { FoundProduct } from '../contract/search.ts';
import type { Conversation } from './state/conversation.ts';

/** The languages that the assistant answers in. */
export type AnswerLanguage = 'en' | 'zh';

/**
 * What an answer is:
 * - `products`: products that hold all that was asked for
 * - `product`: one product that was asked about
 * - `question`: the wish was vague; `options` are ways to say it more closely, and the products a look around
 * - `comparison`: two to four products side by side
 * - `answer`: one of the shop's own answers, with its source
 * - `nothing`: no product holds all of it; the products are the nearest to it
 * - `help`: a greeting, thanks, or nothing that could be read
 */
export type AnswerKind = 'products' | 'product' | 'question' | 'comparison' | 'answer' | 'nothing' | 'help';

export interface AnsweredProduct<TProduct extends Product = Product> extends FoundProduct<TProduct> {
  /** What of the wish it fulfils, each in a few words: `Teapots`, `€29: up to €50`, `without leather`. */
  why: readonly string[];
}

/** A way to go on. */
export interface AnswerOption {
  /** What a button says. */
  name: string;
  /** What is asked by choosing it: the text for the next `ask`. */
  say: string;
}

/** A part of the wish as it was understood, such as `up to €50`. */
export interface UnderstoodWish {
  name: string;
  /** The text for an `ask` that takes it off. */
  undo: string;
}

/** A fact of the compared products, in their order; `null` where a record does not have it. */
export interface ComparedFact {
  name: string;
  values: readonly (string | null)[];
}

export interface Comparison {
  products: readonly ProductId[];
  /** Facts in which the records differ. */
  differ: readonly ComparedFact[];
  /** Facts that all of them share. */
  same: readonly ComparedFact[];
}

export interface Answer<TProduct extends Product = Product> {
  kind: AnswerKind;
  /** Plain text, never HTML. */
  text: string;
  language: AnswerLanguage;
  /** Who worded the text: Vitrine's own sentences, or the browser's language model under the check of facts. */
  phrasedBy: 'vitrine' | 'built-in';
  products: readonly AnsweredProduct<TProduct>[];
  /** Products that hold all that was asked for, also beyond `limit`. */
  found: number;
  /** The list that the products came from, for `item_list_id`. */
  list?: string;
  understood: readonly UnderstoodWish[];
  /** Words that nothing in the shop answers to. */
  notUnderstood: readonly string[];
  options: readonly AnswerOption[];
  /** Of a `comparison`. */
  comparison?: Comparison;
  /** Of an `answer`: the shop's own question, and where its answer comes from, where the shop says so. */
  source?: { question: string; source?: string };
  /** For the next `ask`: this conversation with this turn. Plain JSON. */
  conversation: Conversation;
}
