import * as plain from './plain-data.ts';

export const texts = plain.list(plain.anyText);
const bound = plain.optional(plain.notNegative);

/** Conditions that a filter and the target of a rule share. */
export const PRODUCT_CONDITIONS = {
  categories: plain.optional(texts),
  brands: plain.optional(texts),
  price: plain.optional(plain.exactly({ min: bound, max: bound })),
};
