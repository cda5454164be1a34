import type { InteractionName } from './interaction.ts';
import type { Product, ProductId } from './product.ts';

/** The candidate sources that Vitrine brings. */
export type BuiltInSource =
  | 'attention'
  | 'gru4rec'
  | 'als'
  | 'svd'
  | 'lightgcn'
  | 'ease'
  | 'autoencoder'
  | 'rules'
  | 'knn'
  | 'successors'
  | 'predecessors'
  | 'content'
  | 'friends'
  | 'popular';

/** The name of a candidate source: one that Vitrine brings, which editors complete, or any other. */
export type SourceName = BuiltInSource | (string & {});

/** A number for each source, such as its weight in the fusion. A source that is not named has none. */
export type BySource = Partial<Record<SourceName, number>>;

/** Hard rules, applied before top-k, so that a filtered shelf is as full as the catalogue allows. */
export interface ProductFilter {
  /** A product passes when any of its categories is one of these. */
  categories?: readonly string[];
  brands?: readonly string[];
  /** Inclusive, in the shop's currency; a product without a price fails. */
  price?: { min?: number; max?: number };
  exclude?: readonly ProductId[];
}

export interface RecommendQuery {
  /** Where on the page the shelf stands: `home`, `product`, `cart`, … Carried into the list. Default `home`. */
  placement?: string;
  /** Products wanted, 1…500. Default 12. May return fewer: there is no random filler. */
  limit?: number;
  /** Seed products (the product on the page, a cart). They count as the visitor's latest interest for this list. */
  like?: readonly ProductId[];
  /**
   * What visitors met with whom the shop knows this one to be linked, the products of each: what they have shown openly.
   * Counts where the pack has learned what friends are worth (`vitrine train --relations`). Default none.
   */
  friends?: readonly (readonly ProductId[])[];
  filter?: ProductFilter;
  /** Default `exclude`: products of the visitor's history are not shown again. */
  seen?: 'exclude' | 'include';
  /** Strength of diversity (maximal marginal relevance), 0 (none) … 1. Default 0: the order that was measured. */
  diversity?: number;
  /** Give the reasons for each product. Default `true`. */
  explain?: boolean;
}

/** Why a product is on the list; structured, so that a shop can word it in its own language. */
export type Reason =
  | {
      /** The visitor's interaction with `product` speaks for it, as `source` sees it. */
      kind: 'because';
      interaction: InteractionName;
      product: ProductId;
      /** Title of that product, where it has one. */
      title?: string;
      source: SourceName;
    }
  | {
      /** It shares these with `product`, of the visitor's history. */
      kind: 'similar';
      product: ProductId;
      title?: string;
      shares: readonly ('category' | 'brand' | 'price' | 'words')[];
    }
  | { /** Many shoppers chose it lately. */ kind: 'popular' }
  | { /** Nothing is known yet: part of a spread over the catalogue. */ kind: 'spread' };

export interface RecommendedProduct<TProduct extends Product = Product> {
  id: ProductId;
  product: TProduct;
  /** Higher is better; comparable within one list only. */
  score: number;
  reasons: readonly Reason[];
  /** How much each source gave to the score; sums to 1. Empty where the product is part of a spread. */
  shares: BySource;
  /**
   * Calibrated chances, where the pack has learned them: that of all products this is the one that the visitor turns to
   * next, and that they buy it within a day once they look at it. Absent for what they bought already.
   */
  probability?: { click: number; purchase: number };
}

export interface RecommendationList<TProduct extends Product = Product> {
  /** Later interactions may carry it (`list`). */
  id: string;
  placement: string;
  items: readonly RecommendedProduct<TProduct>[];
  /** Sources that took part, strongest first, joined by `+`: `attention+rules+knn`. `spread` where none did. */
  model: string;
  /** `true` where the list is not personal: nothing of this visitor spoke for any of its products. */
  fallback: boolean;
  /** Milliseconds spent in the engine. */
  took: number;
}
