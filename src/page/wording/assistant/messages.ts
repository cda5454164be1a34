import type { Plural } from '../messages.ts';

/** What the shopping assistant and its element say, in one language. Words in braces are filled in. */
export interface AssistantMessages {
  greeting: string;
  thanks: string;
  help: string;
  /** Nothing in the text could be read as words. */
  unreadable: string;
  /** The wish is vague. */
  ask: string;
  askCategory: string;
  askPrice: string;
  askBrand: string;
  askTag: string;
  /** Products of the whole range. */
  found: Plural;
  /** Products for a `{wish}`. */
  foundFor: Plural;
  more: Plural;
  noMore: string;
  /** Products like `{title}`. */
  similar: string;
  /** A product by its `{title}` and its `{facts}`. */
  about: string;
  aboutWithoutFacts: string;
  /** Of the products that were shown `{title}` costs least, or most. */
  cheapestOfThese: string;
  dearestOfThese: string;
  /** The record of the product says nothing of `{words}`. */
  notTold: string;
  /** No product is all of the `{wish}`. */
  nothing: string;
  /** The shop has nothing for the `{words}`. */
  unknown: string;
  /** What was looked for without the `{words}`, which were said as not needed. */
  leftOut: string;
  nearest: string;
  around: string;
  /** By their records the `{titles}` do not differ. */
  noDifference: string;
  /** The `{titles}` differ in `{count}` facts. */
  differences: Plural;
  /** A comparison lacks a product. */
  whichTwo: string;
  nothingShown: string;
  /** `{count}` products were shown, and it is not said which one is meant. */
  whichOne: Plural;
  nothingBefore: string;
  noAnswer: string;
  /** Stands between names. */
  separator: string;
  /** Stands between the titles that are compared. */
  titleSeparator: string;
  /** A `{title}` among other titles. */
  title: string;
  quoted: string;
  /** Without `{name}`. */
  not: string;
  upTo: string;
  from: string;
  between: string;
  /** A product's `{price}`, and the `{bound}` that it keeps. */
  priced: string;
  /** The description holds the `{word}`. */
  inDescription: string;
  /** Why a product is shown that is like the one that is spoken of. */
  alike: string;
  /** Why a product is part of a look around. */
  fromRange: string;
  /** What is said to take the `{name}` off the wish. */
  forget: string;
  compare: string;
  somethingSimilar: string;
  cheaper: string;
  otherColour: string;
  showMore: string;
  priceBelow: string;
  priceBetween: string;
  priceAbove: string;
  /** What the search understands as these orders. */
  cheapest: string;
  dearest: string;
  newest: string;
  /** What fields of a record are called; a field without a name here is called as the record calls it. */
  fields: Readonly<Record<string, string>>;

  /** Name of the conversation. */
  log: string;
  /** Name of the field in which is asked. */
  label: string;
  placeholder: string;
  /** Before anything was said. */
  hint: string;
  send: string;
  startOver: string;
  you: string;
  thinking: string;
  understood: string;
  /** Name of the button that takes the `{name}` off the wish. */
  takeOff: string;
  waysOn: string;
  fact: string;
  comparison: string;
  same: string;
  missing: string;
  /** Where the shop's own answer comes from: `{name}`. */
  source: string;
  failed: string;
  retry: string;
}
