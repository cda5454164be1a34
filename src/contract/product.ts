/** A product's id: the shop's own string, in any script. The public API and the storage use products. */
export type ProductId = string;

/**
 * A product's dense row in the engine. Row 0 is padding; rows 1…n are the pack's products, in the pack's order,
 * then the products that only the feed has. Branded, so that it cannot be mixed up with an id or a plain number.
 */
export type ItemIndex = number & { readonly __brand: 'ItemIndex' };

/** Row 0: no product. Pads sequences; is never recommended. */
export const PADDING = 0 as ItemIndex;

/** One product of the shop. Only `id` is required; each further field makes the ranking of a new product better. */
export interface Product {
  /** The shop's own id, 1 to 512 UTF-16 units, trimmed. */
  id: ProductId;
  /** What shoppers read, in the shop's language. */
  title?: string;
  /** From broad to narrow: `['Home', 'Kitchen', 'Kettles']`. */
  categories?: readonly string[];
  brand?: string;
  /** In the shop's own currency; finite and ≥ 0. */
  price?: number;
  /**
   * What the shop earns with one, for lists whose `objective` is `value`; finite and ≥ 0. It reaches the page: a shop that keeps it to
   * itself gives numbers of the same proportions. Default: the price.
   */
  margin?: number;
  /** ISO 4217, such as `EUR`. */
  currency?: string;
  /** What it costs outside its sale: a shelf strikes it through where it is above `price`. Default: it is not on sale. */
  regularPrice?: number;
  /** Short words for a corner of its picture, such as `New`. Default none. */
  badges?: readonly string[];
  /** http(s), root-relative or `data:image/…`; any other scheme is refused. */
  image?: string;
  /** http(s) or root-relative; any other scheme is refused. */
  url?: string;
  description?: string;
  /** Anything else that distinguishes products: colour, material, season. */
  tags?: readonly string[];
  /** Default `true`. Products out of stock stay known but are never recommended; the same holds for products that the shop hides. */
  inStock?: boolean;
  /**
   * What the variants of one product have in common, such as Google's `item_group_id`: a list shows one of them at most, and
   * none of a product that the visitor has seen, unless seen products are included. Default: the product has no variants.
   */
  itemGroupId?: string;
  /**
   * When it came into the shop, as an ISO 8601 date with or without a time (`2026-03-01`). Orders by `newest` and the
   * placement `new` read it; a value
   * of another form counts as none.
   */
  added?: string;
}

/** Why a row of a feed was refused, or one of its fields left out. */
export type RefusalReason =
  | 'not-an-object'
  | 'missing-id'
  | 'duplicate-id'
  | 'bad-id'
  | 'bad-title'
  | 'bad-price'
  | 'bad-field'
  | 'too-large';

export interface Refusal {
  /** Row in the feed, from 0. */
  row: number;
  reason: RefusalReason;
  /** One sentence: what was wrong and what would be right. */
  message: string;
  /** The row's own id, where it had one. */
  id?: string;
}

/** A field that could not be read, of a product that was taken without it. */
export interface Omission extends Refusal {
  /** Such as `price`. */
  field: string;
}

/** The result of reading a feed. Every row is counted, as taken or as refused. */
export interface CatalogueReport {
  /** Products now in the catalogue. */
  taken: number;
  /** Rows refused, all of them counted. */
  refused: number;
  /** The first 100 refusals. */
  refusals: readonly Refusal[];
  /** Fields left out because they could not be read, all of them counted. */
  omitted: number;
  /** The first 100 of them. */
  omissions: readonly Omission[];
}
