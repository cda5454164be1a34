import type { ProductId } from './product.ts';

/** What a visitor can be interested in, as products name it. */
export type InterestKind = 'category' | 'brand' | 'tag';

/** What a visitor says about an interest: `as-before` takes back what was said. */
export type Wish = 'more' | 'less' | 'as-before';

/** One interest, declared by the visitor. */
export interface Declaration {
  kind: 'category' | 'brand';
  /** As products name it, 1 to 512 characters. */
  name: string;
  wish: Wish;
}

/** An interest of the visitor in words, and what it comes from. */
export interface NamedInterest {
  kind: InterestKind;
  name: string;
  /**
   * Share of what the visitor did that was about products that have it, 0 to 1. A purchase counts five looks, a cart or a wish
   * three, and what is thirty days old half. 0 where it was only declared.
   */
  share: number;
  /** How many times as large this share is as the share of the catalogue that has it. 0 where it was only declared. */
  lift: number;
  /** Products that it comes from, the latest first; at most five. */
  from: readonly ProductId[];
  /** What the visitor said about it. */
  declared?: Exclude<Wish, 'as-before'>;
}

/** What is known about a visitor, in words. */
export interface VisitorProfile {
  /** What was declared first, then the strongest; at most ten of a kind beside what was declared. */
  interests: readonly NamedInterest[];
  /**
   * Prices that most of what the visitor did is about: from the lowest to the highest tenth. Of a shop with several currencies, those in the
   * currency that most of it is in. Absent where prices are unknown.
   */
  price?: { min: number; max: number; currency?: string };
  /** Interactions that it is made from. */
  interactions: number;
}
