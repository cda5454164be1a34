import type { Product, ProductId } from './product.ts';
import type { ProductFilter, RecommendedProduct } from './recommendation.ts';

/** What results are counted by. */
export type FacetName = 'categories' | 'brands' | 'tags' | 'price';

/** An order that is not by how well words fit. Products without a price, or without a date, come last. */
export type SearchOrder = 'price-ascending' | 'price-descending' | 'newest';

/**
 * Words of one meaning, in any language: a list (`['sofa', 'couch', '沙发']`), each of which stands for all others; or one way only,
 * where a search for `from` finds `to` as well, and no search for `to` finds `from`.
 */
export type Synonym = readonly string[] | { from: string; to: readonly string[] };

export interface SearchQuery {
  /** What the visitor typed, in any language and script. Of a long text the first 512 UTF-16 units count. */
  text: string;
  /** Products wanted, 1…500. Default 24. */
  limit?: number;
  filter?: ProductFilter;
  /** Counts over all products found. Default none. */
  facets?: readonly FacetName[];
  /** Whether the last word may go on, as while the visitor types. Default `true`. */
  prefix?: boolean;
  /** The order of what is found; it counts more than an order in the text. Default `relevance`. */
  sort?: 'relevance' | SearchOrder;
  /** Whether categories, brands, tags, sizes, prices, exclusions and an order in the text become filters. Default `true`. */
  understand?: boolean;
  /** Whether what is known of this visitor moves products up among those found. Default `true`. */
  personal?: boolean;
  /** Where on the page the results stand. Carried into the result. Default `search`. */
  placement?: string;
}

/** A stretch of a text, in UTF-16 units. */
export type TextRange = readonly [start: number, end: number];

/** A part of the text that became a filter or an order. Without these words the query is one without the filter. */
export type Understood = {
  /** Where these words stand in the text. */
  range: TextRange;
} & (
  | { kind: 'category' | 'brand' | 'tag' | 'size'; name: string /** What is not wanted. */; exclude: boolean }
  /** A kind of a category's things (`cardigan`, of the knitwear): its words are to be found as well. */
  | { kind: 'category'; name: string; exclude: false; part: true }
  | { kind: 'word'; name: string; exclude: true }
  | { kind: 'price'; min?: number; max?: number }
  | { kind: 'order'; by: SearchOrder }
);

export interface FoundProduct<TProduct extends Product = Product> extends RecommendedProduct<TProduct> {
  /** What the words of the query matched in the title. Ranges, never HTML. */
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
  /** Later interactions may carry it (`list`). */
  id: string;
  placement: string;
  text: string;
  /** Products that hold all that was asked for, best first. */
  items: readonly FoundProduct<TProduct>[];
  /** How many there are of these, also beyond `limit`. */
  found: number;
  /** Where there are fewer than `limit`, the nearest of the others. They do not hold all words. */
  alternatives: readonly FoundProduct<TProduct>[];
  /** Where nothing holds all words, those that the nearest alternatives do without. */
  dropped: readonly string[];
  understood: readonly Understood[];
  facets: Facets;
  /** Whether what is known of this visitor moved a product. */
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
