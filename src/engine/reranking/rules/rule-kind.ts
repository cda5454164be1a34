import type { Rule, RuleTarget } from '../../../contract/recommendation.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import { PRODUCT_CONDITIONS, texts } from '../../../contract/validation/product-conditions.ts';
import type { RuleScope, Targets } from './rule-scope.ts';

/** A rule at work on one list: the parts that its kind needs. `item` is a row, the catalogue's own or a guest's. */
export interface ActiveRule {
  excludes?: Targets;
  /** Without an item where the product may not be shown. */
  pins?: { item: number | undefined; at: number };
  buries?: Targets;
  /** Scores of these candidates are multiplied by the factor before candidates are put in order. */
  boosts?: { targets: Targets; factor: number };
  /** This share of the places goes to those of these products that are met least. */
  explores?: { targets: Targets; share: number };
  /** At least this share of the places goes to these products. */
  floor?: { targets: Targets; share: number };
  cap?: {
    most: number;
    /** Products of one group are counted together; one without a group is not counted. */
    groupOf: (item: number) => string | undefined;
  };
}

/** A rule at work, with what the shop wrote. */
export type RuleAtWork = ActiveRule & { rule: Rule };

/** One kind of rule. */
export interface RuleKind<TRule extends Rule> {
  /** Its fields, beside `kind` and `id`. */
  readonly fields: Readonly<Record<string, plain.Reader<unknown>>>;
  apply(rule: TRule, scope: RuleScope): ActiveRule;
}

/** Of the places of a list. */
export const share = plain.positive(1);

const MOST_DAYS = 36_500;

export const target: plain.Reader<RuleTarget> = plain.exactly({
  products: plain.optional(texts),
  ...PRODUCT_CONDITIONS,
  addedWithin: plain.optional(plain.positive(MOST_DAYS)),
  inStock: plain.optional(plain.flag),
});
