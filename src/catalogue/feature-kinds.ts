/** What two products can have in common, in the words that a reason uses (`words` for `word`). */
export const FEATURE_KINDS = ['category', 'brand', 'price', 'word'] as const;
export type FeatureKind = (typeof FEATURE_KINDS)[number];

/**
 * How much a shared feature of each kind counts, beside its rarity: a shop sorts by category and brand on purpose;
 * a price says little by itself.
 */
export const KIND_WEIGHTS: Record<FeatureKind, number> = { category: 1, brand: 0.8, price: 0.4, word: 1 };
