import type { Product, ProductId } from './product.ts';
import type { ProductFilter, RecommendedProduct } from './recommendation.ts';
import type { Elsewhere } from './shards.ts';

/** Fields that the found products can be counted by. */
export type FacetName = 'categories' | 'brands' | 'tags' | 'price';

/** An order that is not by how well words fit. Products without a price, or without a date, come last. */
export type SearchOrder = 'price-ascending' | 'price-descending' | 'newest';

/**
 * Words of one meaning, in any language: a list (`['sofa', 'couch', '沙发']`), each of which stands for all others; or one way only,
 * where a search for `from` finds `to` as well, and no search for `to` finds `from`.
 */
export type Synonym = readonly string[] | { from: string; to: readonly string[] };

export interface SearchQuery {
  /** What the visitor typed, in any language and script. Only the first 512 UTF-16 units of a longer text are read. */
  text: string;
  /** Products wanted, 1…500. Default 24. */
  limit?: number;
  filter?: ProductFilter;
  /** Counts over all products found. Default none. */
  facets?: readonly FacetName[];
  /** Whether the last word may be the beginning of a longer one, as while the visitor types. Default `true`. */
  prefix?: boolean;
  /** The order of what is found; it counts more than an order in the text. Default `relevance`. */
  sort?: 'relevance' | SearchOrder;
  /** Whether categories, brands, tags, sizes, prices, exclusions and an order in the text become filters. Default `true`. */
  understand?: boolean;
  /** Whether this visitor's history, with the words of earlier searches, moves products up among those found. Default `true`. */
  personal?: boolean;
  /**
   * The products to search among, with how alike each is to a picture: from 0 to 1, in any order. They are ranked by that and
   * by the words, where there are any; the visitor's history moves none of them. Default: all products.
   */
  alike?: readonly AlikeProduct[];
  /** Where on the page the results are. The result repeats it. Default `search`. */
  placement?: string;
}

/** A product, and how alike it is to what was shown: 1 is the same. */
export interface AlikeProduct {
  id: ProductId;
  likeness: number;
}

/** A stretch of a text, in UTF-16 units. */
export type TextRange = readonly [start: number, end: number];

/** A part of the text that became a filter or an order. To drop the filter, remove these words from the text. */
export type Understood = {
  /** Where these words are in the text. */
  range: TextRange;
} & (
  | {
      kind: 'category' | 'brand' | 'tag' | 'size';
      name: string /** `true` where the text excludes it. */;
      exclude: boolean;
    }
  /** A kind of a category's things (`cardigan`, of the knitwear): the products hold its words as well. */
  | { kind: 'category'; name: string; exclude: false; part: true }
  | { kind: 'word'; name: string; exclude: true }
  | { kind: 'price'; min?: number; max?: number }
  /** `followed: false` where no product says what it would be ordered by; `dropped` then has its words. */
  | { kind: 'order'; by: SearchOrder; followed?: false }
);

export interface FoundProduct<TProduct extends Product = Product> extends RecommendedProduct<TProduct> {
  /** The parts of the title that matched words of the query. Ranges, never HTML. */
  highlights: readonly TextRange[];
}

export interface FacetValue {
  name: string;
  /** How many of the products found have it. */
  products: number;
}

export interface Facets {
  /** Most common first, at most 50 of each. */
  categories?: readonly FacetValue[];
  brands?: readonly FacetValue[];
  tags?: readonly FacetValue[];
  /** Of the products found that have a price; absent where none has. */
  price?: { min: number; max: number };
}

export interface SearchResult<TProduct extends Product = Product> {
  /** Identifies the result. An interaction that came from it carries this id (`list`). */
  id: string;
  placement: string;
  text: string;
  /** Products that match all words and filters, best first. */
  items: readonly FoundProduct<TProduct>[];
  /** How many there are of these, also beyond `limit`. */
  found: number;
  /**
   * Where fewer than `limit` match, the nearest of the other products; before them those that this visitor turned to after
   * a search for these words. They do not have all words.
   */
  alternatives: readonly FoundProduct<TProduct>[];
  /** Where no product has all words, those that the nearest alternatives lack; and the words of an order that is not followed. */
  dropped: readonly string[];
  understood: readonly Understood[];
  facets: Facets;
  /** Of a catalogue in shards, what was not searched. Absent where all that may fit is here. */
  elsewhere?: Elsewhere;
  /** Whether this visitor's history moved a product. */
  personal: boolean;
  /** Milliseconds spent in the engine. */
  took: number;
}

export interface SuggestQuery {
  /** What the visitor has typed so far. */
  text: string;
  /** Suggestions of each kind, 1…20. Default 5. */
  limit?: number;
}

export interface Suggestions<TProduct extends Product = Product> {
  /** Whole queries that begin with the text, and how many products they find. */
  queries: readonly { text: string; products: number }[];
  categories: readonly FacetValue[];
  products: readonly { id: ProductId; product: TProduct; highlights: readonly TextRange[] }[];
}
