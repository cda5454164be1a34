/** A text for each plural category that the language has (`Intl.PluralRules`); `other` stands for those not named. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** What the shelf and the search field say, in one language. Words in braces are filled in. */
export interface Messages {
  /** Heading of a list that this visitor's own history made. Default in English `For you`. */
  forYou: string;
  /** Heading of a list that is by popularity alone. */
  popular: string;
  /** Heading of a list about one seed, and the reason of a product that goes with a seed. `{title}` is the seed's. */
  goesWith: string;
  /** Heading of a list about several seeds, such as a cart. */
  goesTogether: string;
  /** Heading of a list, and the reason of a product, of which nothing more is known than that the shop has it. */
  selection: string;
  /** Reason: the visitor looked at `{title}`. */
  viewed: string;
  /** Reason: the visitor put `{title}` into the cart. */
  inCart: string;
  /** Reason: the visitor saved `{title}`. */
  saved: string;
  /** Reason: the visitor bought `{title}`. */
  bought: string;
  /** Reason, and heading where it holds for all: it has kind, brand, price or words in common with `{title}`. */
  similar: string;
  /** Reason: many shoppers chose it lately. */
  manyChose: string;
  /** Reason: a rule of the shop put it there. */
  byShop: string;
  /** Name of the button that opens why `{title}` is shown. */
  why: string;
  /** The button by which the visitor does not want to see a product. */
  notThis: string;
  /** Said in the place of `{title}`, which the visitor did not want to see. */
  dismissed: string;
  /** The button that takes that back. */
  undo: string;
  /** Read out before the price that is struck through. */
  regularPrice: string;
  /** Read out before the price of a sale. */
  salePrice: string;

  /** Name of the search field. */
  searchLabel: string;
  searchPlaceholder: string;
  clearSearch: string;
  /** Heading of suggested queries. */
  searches: string;
  categories: string;
  products: string;
  noSuggestions: string;
  /** `{count}` suggestions, for who cannot see them. */
  suggestionCount: Plural;
  /** `{count}` products were found. */
  resultCount: Plural;
  /** No product holds all of `{text}`. */
  nothing: string;
  /** Heading of the products that come nearest. */
  nearest: string;
  /** The nearest do without `{words}`. */
  without: string;
  /** A word in quotation marks: `{word}`. */
  quoted: string;
  understood: string;
  cheapestFirst: string;
  dearestFirst: string;
  newestFirst: string;
  /** A size `{name}`. */
  size: string;
  /** Without `{name}`, a brand or a category. */
  not: string;
  /** A price of at most `{max}`. */
  upTo: string;
  /** A price of at least `{min}`. */
  from: string;
  /** A price from `{min}` to `{max}`. */
  between: string;
  /** Name of the button that searches without `{name}`. */
  searchWithout: string;
  searchFailed: string;
  /** Name of the button by which a picture is given. */
  byPicture: string;
  /** Name of the picture that was given. */
  yourPicture: string;
  /** Name of the button that takes it off. */
  removePicture: string;
  /** `{count}` products look like the picture. */
  alikeCount: Plural;
  /** What looks like the picture is not what the words ask for. */
  nothingAlike: string;
  unreadablePicture: string;
  largePicture: string;
  retry: string;
}

/** A text with what stands in braces filled in. */
export function fill(text: string, values: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (braces, name: string) => String(values[name] ?? braces));
}

/**
 * The text for so many, in the language's own plural. `{count}` is written as the language writes numbers.
 * @param values what else is filled in
 */
export function fillCount(plural: Plural, count: number, language: string, values?: Record<string, string>): string {
  const rules = new Intl.PluralRules(language);
  return fill(plural[rules.select(count)] ?? plural.other, { ...values, count: count.toLocaleString(language) });
}
