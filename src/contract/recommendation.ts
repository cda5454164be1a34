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

/**
 * What a product must pass to be shown. Applied before the best are chosen, so that a filtered shelf is as full as can
 * be.
 */
export interface ProductFilter {
  /** A product passes when any of its categories is one of these. */
  categories?: readonly string[];
  /** A product passes when its brand is one of these. */
  brands?: readonly string[];
  /** Inclusive, in the shop's currency; a product without a price fails. */
  price?: { min?: number; max?: number };
  /** Products that are not shown, whatever else holds. */
  exclude?: readonly ProductId[];
}

/** What a page asks for. A name that is not one of these is refused with `bad-options`, with the nearest that is. */
export interface RecommendQuery {
  /** Where on the page the shelf stands: `home`, `product`, `cart`, … Carried into the list. Default `home`. */
  placement?: string;
  /**
   * Products wanted, 1…500. Default 12, and with `among` all of it. May return fewer: there is no random filler.
   */
  limit?: number;
  /** Seed products (the product on the page, a cart). They count as the visitor's latest interest for this list. */
  like?: readonly ProductId[];
  /**
   * For each connected visitor (a friend, somebody of the household), the products that this person interacted with
   * publicly. They count where the pack has learned what friends are worth (`vitrine train --relations`). Default none.
   */
  friends?: readonly (readonly ProductId[])[];
  /**
   * Puts these products in order, and shows no others: a category page, search results, any list of the shop's own. At
   * most 1,000 ids; an id that comes twice counts once. The page has chosen the set, so products that are out of stock,
   * seen or dismissed stay in it, unless `filter` or `seen: 'exclude'` takes them out. Products of which the engine knows
   * nothing for this visitor follow in the page's own order; for a stranger that is the whole list. What could not be
   * ranked is told by the list (`leftOut`). Default: the whole catalogue is ranked.
   */
  among?: readonly ProductId[];
  /** Hard conditions on the products of the list. Default none. */
  filter?: ProductFilter;
  /** Whether products of the visitor's history may be shown again. Default `exclude`, and with `among` `include`. */
  seen?: 'exclude' | 'include';
  /** Strength of diversity (maximal marginal relevance), 0 (none) … 1. Default 0: the order that was measured. */
  diversity?: number;
  /** Whether each product comes with its reasons. Default `true`. */
  explain?: boolean;
  /** The shop's own rules for this list, at most 100. Default none. */
  rules?: readonly Rule[];
  /**
   * Milliseconds that candidate sources elsewhere, and a GPU, may take, 1…2,000. Default 300. The list is made without
   * those that are late, which `status()` tells; one that was late is not asked again for ten seconds. Keep it below half of
   * the recommender's `deadline`. Lists of local sources alone never wait.
   */
  sourceDeadline?: number;
  /** Which variant of which experiment this query belongs to. Carried into the list; it changes nothing else. */
  variant?: Variant;
}

/** An arm of an experiment, as the shop names both. */
export interface Variant {
  experiment: string;
  variant: string;
}

/** Which products a rule concerns: those for which all conditions hold. Without any, all products. */
export interface RuleTarget {
  products?: readonly ProductId[];
  /** Any of these. */
  categories?: readonly string[];
  /** Any of these. */
  brands?: readonly string[];
  /** Inclusive; a product without a price is not concerned. */
  price?: { min?: number; max?: number };
}

/** Multiplies the scores by which products are ordered. */
export interface BoostRule {
  kind: 'boost';
  id: string;
  where: RuleTarget;
  /** Above 0, at most 1,000; below 1 it holds products back. Factors of several rules multiply. */
  factor: number;
}

/** Puts products behind all other candidates, in their own order. */
export interface BuryRule {
  kind: 'bury';
  id: string;
  where: RuleTarget;
}

/** Puts one product at a place, whether a source found it or not, as long as it may be shown (stock, filter, `seen`). */
export interface PinRule {
  kind: 'pin';
  id: string;
  product: ProductId;
  /** 1 is the first place. Of two rules for one place, or for one product, the earlier one has it. */
  at: number;
}

/** Leaves products out. The places go to the next ones. */
export interface ExcludeRule {
  kind: 'exclude';
  id: string;
  where: RuleTarget;
}

/** Lets at most so many products onto the list; the next ones move up. Pinned products count, and stay. */
export interface CapRule {
  kind: 'cap';
  id: string;
  most: number;
  /** Counts each brand, or each category (of a product's categories the last, narrowest), by itself. Default: all together. */
  each?: 'brand' | 'category';
  /** Default all products. */
  where?: RuleTarget;
}

/**
 * A rule of the shop's for a list: plain JSON. Rules act before the cut at `limit`, so that lists stay full. Where rules
 * disagree, `exclude` goes before `pin`, `pin` before `bury`, `bury` before `boost`; `cap` acts on the order that these
 * give. Rules move products and leave their scores alone.
 */
export type Rule = BoostRule | BuryRule | PinRule | ExcludeRule | CapRule;

/** Why a product is on the list; structured, so that a shop can word it in its own language. */
export type Reason =
  | {
      /** The visitor's interaction with `product` contributed most to it, as `source` sees it. */
      kind: 'because';
      interaction: InteractionName;
      product: ProductId;
      /** Title of that product, where it has one. */
      title?: string;
      source: SourceName;
    }
  | {
      /** It goes with `product`, which the query gave as a seed (`like`), as `source` sees it. */
      kind: 'seed';
      product: ProductId;
      /** Title of that product, where it has one. */
      title?: string;
      source: SourceName;
    }
  | {
      /** It shares these features with `product`, which is in the visitor's history or a seed of the query. */
      kind: 'similar';
      product: ProductId;
      title?: string;
      shares: readonly ('category' | 'brand' | 'price' | 'words')[];
    }
  | { /** Many shoppers chose it lately. */ kind: 'popular' }
  | {
      /** Nothing is known yet: part of a spread over the catalogue, or in the page's own order (`among`). */ kind: 'spread';
    };

export interface RecommendedProduct<TProduct extends Product = Product> {
  id: ProductId;
  product: TProduct;
  /** Higher is better; comparable within one list only. 0 for a product that only a rule brought. */
  score: number;
  /** The rule that moved it (`Rule.id`): the one that pinned it, else buried it, else boosted it. */
  rule?: string;
  /** Empty where a rule brought it. */
  reasons: readonly Reason[];
  /**
   * The part of the score that each source contributed; the parts sum to 1. Empty where the product is part of a
   * spread.
   */
  shares: BySource;
  /**
   * Calibrated probabilities, where the pack has learned them. `click`: that, of all products, this is the one that the
   * visitor turns to next. `purchase`: that the visitor buys it within a day of looking at it. Absent for products
   * bought already.
   */
  probability?: { click: number; purchase: number };
}

export interface RecommendationList<TProduct extends Product = Product> {
  /** Names the list. An interaction that came from it carries this id (`item_list_id` in GA4's payload). */
  id: string;
  placement: string;
  items: readonly RecommendedProduct<TProduct>[];
  /** The query's. */
  variant?: Variant;
  /** Of `among`, where there are any: ids that the catalogue does not have, and those that came again. */
  leftOut?: { unknown: readonly ProductId[]; repeated: readonly ProductId[] };
  /** Sources that took part, strongest first, joined by `+`: `attention+rules+knn`. `spread` where none did. */
  model: string;
  /**
   * `true` where the list is not personal: nothing of this visitor contributed to any of its products. So is a list for
   * somebody without a history, whatever its seeds (`like`).
   */
  fallback: boolean;
  /** Milliseconds spent in the engine. */
  took: number;
}
