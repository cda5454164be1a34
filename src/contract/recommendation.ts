import type { InteractionName } from './interaction.ts';
import type { Product, ProductId } from './product.ts';
import type { Elsewhere } from './shards.ts';

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
 * What a list is for. Each has its own sources, seeds and fallback:
 *
 * - `home`: products for this visitor.
 * - `related`: what goes with the seeds (the product on the page); the visitor's history only breaks ties.
 * - `looking-similar`: what is like the seeds by their pictures, where the shop has an encoder, else by what their records say.
 * - `bought-together`: complements of the seeds, which fill a cart beside them, and not substitutes.
 * - `cart`: what completes the cart.
 * - `again`: what the visitor has bought and may buy again, then what they looked at last. It shows nothing else.
 * - `trending`: what shoppers turn to more than before.
 * - `new`: what came to the shop last.
 */
export type Placement =
  | 'home'
  | 'related'
  | 'looking-similar'
  | 'bought-together'
  | 'cart'
  | 'again'
  | 'trending'
  | 'new';

/** What a list is about, structured, so that a shop can word its heading in its own language. */
export interface Heading {
  /** The placement; of a row of a home page also `because` of a product that the visitor turned to, or of a `brand`. */
  kind: Placement | 'because' | 'brand';
  /** The product that it is about, where it is about one. */
  product?: ProductId;
  /** Title of that product, where it has one. */
  title?: string;
  brand?: string;
}

/**
 * Conditions that a product must meet to be shown. The filter applies before the best are chosen, so that a filtered
 * shelf is as full as it can be.
 */
export interface ProductFilter {
  /** A product passes when any of its categories is one of these. */
  categories?: readonly string[];
  /** A product passes when its brand is one of these. */
  brands?: readonly string[];
  /** Inclusive, in the shop's currency; a product without a price fails. */
  price?: { min?: number; max?: number };
  /** Products that are never shown. Default none. */
  exclude?: readonly ProductId[];
}

/** A request for a list. An unknown name is refused with `bad-options`; the message suggests the nearest known one. */
export interface RecommendQuery {
  /**
   * What the list is for. Default `related` where `like` is given, else `home`. With `among` it is a name of the page's own,
   * such as `search`, since the page has chosen the set. Another name is refused, with the nearest that there is.
   */
  placement?: Placement | (string & {});
  /**
   * Products wanted, 1…500. Default 12; with `among`, all of its products. The list may have fewer: it has no random filler.
   */
  limit?: number;
  /**
   * Seed products (the product on the page, a cart). `related`, `looking-similar`, `bought-together` and `cart` are about them;
   * without any, about the product that the visitor turned to last, or the cart that the history tells of. In other
   * placements they count as the visitor's latest interest.
   */
  like?: readonly ProductId[];
  /**
   * For each connected visitor (a friend, somebody of the household), the products that this person interacted with
   * publicly. They count only where the pack was trained with links between shoppers (`vitrine train --relations`). Default none.
   */
  friends?: readonly (readonly ProductId[])[];
  /**
   * Puts these products in order, and shows no others: a category page, search results, any list of the shop's own. At
   * most 1,000 ids; an id that comes twice counts once. The page has chosen the set, so products that are out of stock,
   * seen or dismissed stay in it, unless `filter` or `seen: 'exclude'` removes them. Products that no source can rank for
   * this visitor follow in the page's own order; for a new visitor these may be all. The list names the ids that could not
   * be ranked (`leftOut`). Default: the whole catalogue is ranked.
   */
  among?: readonly ProductId[];
  /** Hard conditions on the products of the list. Default none. */
  filter?: ProductFilter;
  /** Whether products of the visitor's history may be shown again. Default `exclude`, and with `among` `include`. */
  seen?: 'exclude' | 'include';
  /** Strength of diversity (maximal marginal relevance), 0 (none) … 1. Default 0: the order that the recorded accuracy was measured with. */
  diversity?: number;
  /**
   * What the list is made for. Default: what the pack says of a visitor's own lists (placement `home`, without `among`, where there is
   * a history), else `click`.
   */
  objective?: Objective;
  /** Whether each product comes with its reasons. Default `true`. */
  explain?: boolean;
  /** The shop's own rules for this list, at most 100. Default none. */
  rules?: readonly Rule[];
  /**
   * What the shop knows of this visitor, for the audiences of rules (`RuleWhen.audience`): `{ country: 'CH', member: true }`. It
   * is used for this list and not stored. Default: nothing but `visitor`, which the engine knows.
   */
  attributes?: Readonly<Record<string, string | number | boolean>>;
  /**
   * Milliseconds that remote candidate sources, and a GPU, may take, 1…2,000. Default 300. The list is made without
   * those that are late, and `status()` names them; a late one is not asked again for ten seconds. Keep it below half of
   * the recommender's `deadline`. Lists of local sources alone never wait.
   */
  sourceDeadline?: number;
  /** Which variant of which experiment this query belongs to. The list repeats it; it changes nothing else. */
  variant?: Variant;
}

/**
 * What a list is made for. `click`: that the visitor turns to its products. `purchase`: that they buy them then, by the purchase
 * probabilities of the pack. `value`: what a purchase brings the shop, its chance × the product's `margin`, or its price where it has
 * none. Worth decides within a bound: it may cost at most 3 % of the expected NDCG.
 */
export type Objective = 'click' | 'purchase' | 'value';

/** One variant of an experiment, with the shop's own names for both. */
export interface Variant {
  experiment: string;
  variant: string;
}

/** Which products a rule applies to: those that meet all conditions. Without any condition, all products. */
export interface RuleTarget {
  products?: readonly ProductId[];
  /** Any of these. */
  categories?: readonly string[];
  /** Any of these. */
  brands?: readonly string[];
  /** Inclusive; the rule does not apply to a product without a price. */
  price?: { min?: number; max?: number };
  /** Only products that came to the shop (`added`) in the last so many days; without a date it does not apply. */
  addedWithin?: number;
  /** Only products in stock, or only those sold out; a list has the latter where the page chose the products (`among`). */
  inStock?: boolean;
}

/** When a rule acts: where all of this holds. */
export interface RuleWhen {
  /** An ISO 8601 date (from its first moment on the visitor's clock) or time. Default: it has begun. */
  from?: string;
  /** The same: a date lasts through its day, a time is the first moment at which the rule no longer acts. Default: no end. */
  until?: string;
  /** Placements of lists, the page's own names included. Default: all. */
  placements?: readonly string[];
  /**
   * By attribute of the visitor (`attributes` of the query), the values that it may have; all must hold. The engine itself knows
   * `visitor`: `new` before they have a history, `known` after. Default: everyone.
   */
  audience?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
}

interface RuleOf<TKind extends string> {
  kind: TKind;
  /** The shop's name for it, which lists repeat. */
  id: string;
  /** Default: always. */
  when?: RuleWhen;
}

/** Multiplies the scores by which products are ordered. */
export interface BoostRule extends RuleOf<'boost'> {
  where: RuleTarget;
  /** Above 0, at most 1,000; below 1 it moves products down. The factors of several rules multiply. */
  factor: number;
}

/** Puts products behind all other candidates, in their own order. */
export interface BuryRule extends RuleOf<'bury'> {
  where: RuleTarget;
}

/** Puts one product at a place, whether a source found it or not, as long as it may be shown (stock, filter, `seen`). */
export interface PinRule extends RuleOf<'pin'> {
  product: ProductId;
  /** 1 is the first place. Of two rules for one place, or for one product, the earlier one has it. */
  at: number;
}

/** Leaves products out. The places go to the next ones. */
export interface ExcludeRule extends RuleOf<'exclude'> {
  where: RuleTarget;
}

/** Lets at most so many products onto the list; the next ones move up. Pinned products count, and stay. */
export interface CapRule extends RuleOf<'cap'> {
  most: number;
  /** Applies the limit to each brand, or to each category (a product's last, narrowest one), by itself. Default: to all products together. */
  each?: 'brand' | 'category';
  /** Default all products. */
  where?: RuleTarget;
}

/**
 * Gives some places to products that few shoppers have met, so that they get a chance; they stand in the second half of the list.
 * Which ones is drawn anew for each list (Thompson sampling): the less often a product was met by the pack's shoppers, and shown to
 * this visitor, the likelier; of equally unknown ones those that are like what the visitor turned to last.
 */
export interface ExploreRule extends RuleOf<'explore'> {
  /** Share of the places, above 0, at most 0.5: 0.05 of twelve places is one place in six lists of ten. */
  share: number;
  /** Default all products. */
  where?: RuleTarget;
}

/** Gives products at least a share of the places, such as those of a new or a small brand; they take the last places. */
export interface FloorRule extends RuleOf<'floor'> {
  where: RuleTarget;
  /** Above 0, at most 1. What is left of a place is decided by chance. */
  share: number;
}

/**
 * One of the shop's own rules for a list: plain JSON. Rules act before the cut at `limit`, so that lists stay full. Where rules
 * conflict, `exclude` goes before `pin`, `pin` before `bury`, `bury` before `boost`; `cap` acts on the order that these
 * give, `explore` and `floor` fill places of the finished list. Rules move products and do not change their scores.
 */
export type Rule = BoostRule | BuryRule | PinRule | ExcludeRule | CapRule | ExploreRule | FloorRule;

/** Why a rule did not do what it says. */
export interface RuleProblem {
  /**
   * - `not-begun`, `ended`, `never`: its time is to come, is over, or ends before it begins.
   * - `unknown`: the catalogue does not have a product, category or brand that it names.
   * - `unavailable`: its product may not be shown (out of stock, filtered out, seen).
   * - `overruled`: a stronger rule, or an earlier one of its kind, concerns the same products or the same place.
   * - `no-room`: the list ends before its place.
   */
  kind: 'not-begun' | 'ended' | 'never' | 'unknown' | 'unavailable' | 'overruled' | 'no-room';
  /** In words, for whoever writes the rules. */
  message: string;
  /** The rule that overrules it. */
  by?: string;
}

/** What a rule did to a list. */
export interface RuleOutcome {
  id: string;
  /** Products on the list that it pinned, buried, boosted or brought, and that no stronger rule moved. */
  moved: readonly ProductId[];
  /** Products that may be shown otherwise and that it left out; of a cap, of the candidates that came before the list was full. */
  leftOut: number;
  /** Empty where it did what it says. */
  problems: readonly RuleProblem[];
}

/** Why a product is on the list: data, so that a shop can word it in its own language. */
export type Reason =
  | {
      /**
       * In the scores of `source`, the visitor's interaction with `product` contributed most to it: of models that read the history
       * as a whole, it would have less of the scores without.
       */
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
  | { /** More shoppers turn to it than before. */ kind: 'trending' }
  | { /** It came to the shop lately. */ kind: 'new' }
  | { /** The visitor has bought it (`bought`), or looked at it lately. */ kind: 'again'; bought: boolean }
  | {
      /** Nothing is known yet: it is part of a spread over the catalogue, or follows the page's own order (`among`). */ kind: 'spread';
    };

export interface RecommendedProduct<TProduct extends Product = Product> {
  id: ProductId;
  product: TProduct;
  /** Higher is better; comparable within one list only. 0 for a product that only a rule put on the list. */
  score: number;
  /** The rule that moved it (`Rule.id`): the one that pinned it, else buried it, else boosted it. */
  rule?: string;
  /** Empty where only a rule put it on the list, or where no single interaction is a cause of its place. */
  reasons: readonly Reason[];
  /**
   * The part of the score that each source contributed; the parts sum to 1. Empty where the product is part of a
   * spread.
   */
  shares: BySource;
  /**
   * Calibrated probabilities, where the pack has learned them. `click`: that, of all products, this is the next one that the
   * visitor clicks. `purchase`: that the visitor buys it within a day of viewing it. Absent for products that the visitor has
   * bought.
   */
  probability?: { click: number; purchase: number };
}

export interface RecommendationList<TProduct extends Product = Product> {
  /** Identifies the list. An interaction that came from it carries this id (`item_list_id` in GA4's payload). */
  id: string;
  placement: string;
  /** What a list of a placement other than `home` is about. */
  heading?: Heading;
  items: readonly RecommendedProduct<TProduct>[];
  /** The query's. */
  variant?: Variant;
  /** What it was made for, where that is not `click`: a pack without purchase probabilities knows none. */
  objective?: Objective;
  /** What each rule did that concerns this placement and visitor, those whose time is over included. Absent without rules. */
  rules?: readonly RuleOutcome[];
  /** Ids of `among` that the catalogue does not have, and ids that were repeated. Absent where there are none. */
  leftOut?: { unknown: readonly ProductId[]; repeated: readonly ProductId[] };
  /** Of a catalogue in shards, what the list was made without. Absent where all that may fit is here. */
  elsewhere?: Elsewhere;
  /** Sources that contributed, strongest first, joined by `+`: `attention+rules+knn`. `spread` where none did. */
  model: string;
  /**
   * `true` where the list is not personal: nothing of this visitor contributed to any of its products. So is a list for
   * somebody without a history, whatever its seeds (`like`).
   */
  fallback: boolean;
  /** Milliseconds spent in the engine. */
  took: number;
}
