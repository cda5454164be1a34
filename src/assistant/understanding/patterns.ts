/** A request of which the whole text consists. */
export type WholeIntent = 'back' | 'restart' | 'more' | 'greeting' | 'thanks' | 'help';

/** What a question to the shop itself may be about. */
export type Topic = 'delivery' | 'returns' | 'payment' | 'account' | 'contact' | 'hours' | 'warranty' | 'invoice';

/**
 * How one language says what the assistant understands: a language a file. Patterns that are cut out of a text, or counted in
 * it, are global.
 */
export interface SpokenPatterns {
  /** Each is the whole text. */
  whole: Readonly<Record<WholeIntent, RegExp>>;
  /** What says nothing, at the beginning of a text and at its end. */
  fillers: readonly RegExp[];
  /** Stands before the part of the wish that is taken off. */
  forget: RegExp;
  /** `any brand is fine`: its first group that matches is the part of the wish. */
  indifferent: RegExp;
  compare: RegExp;
  /** Asks for one of several, without saying that they shall be compared. */
  whichOf: RegExp;
  /** What stands between things that are compared. */
  between: RegExp;
  similar: RegExp;
  /** Words that ask what a product is, or what it costs, and nothing else of it. */
  about: RegExp;
  /** Asks something of the product that is spoken of. */
  it: RegExp;
  /** … as a thing that is compared. */
  pronoun: RegExp;
  lower: RegExp;
  higher: RegExp;
  /** The cheapest, and the dearest, of those that were shown. */
  cheapestOfThese: RegExp;
  dearestOfThese: RegExp;
  /** The one that costs least, or most, as a thing that is compared. */
  cheapest: RegExp;
  dearest: RegExp;
  otherColour: RegExp;
  otherBrand: RegExp;
  /** Its first group is a word for what is not wanted, of which the search has no label. */
  unwanted?: RegExp;
  /** The same wish, for another thing. */
  sameFor: RegExp;
  /** What stands around what is looked for. */
  leads: RegExp;
  trails: RegExp;
  /** What stands before a wish and tells how it came about, up to the word that says that something is wanted. */
  story: RegExp;
  /** What a thing is for, or for whom: wanted, but not needed. */
  purpose: RegExp;
  /** Of a purpose, what only says that it is one. */
  purposeWords: RegExp;
  /** Two things of which either will do, as its first two groups. */
  either: RegExp;
  /** Ways of saying something, and how the search understands it. */
  rewrites: readonly (readonly [RegExp, string])[];
  /** A text without the words that say no more than that something is wanted, for somebody. */
  withoutGeneric: (text: string) => string;
  /** Places of products that a text names, from 0; −1 is the last. */
  placesIn: (text: string) => number[];
  withoutPlaces: (text: string) => string;
  /** A question, also one about the shop, and not about what it sells. */
  question: RegExp;
  /** Asks for something that the shop sells. */
  goods: RegExp;
  topics: Readonly<Record<Topic, RegExp>>;
  /** Names of fields of the wish, as `forget` and `indifferent` take them off. */
  fields: Readonly<Record<'price' | 'brand' | 'category' | 'colour', RegExp>>;
}
