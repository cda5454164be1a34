import type { Rule, RuleTarget } from '../../../contract/recommendation.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import { PRODUCT_CONDITIONS, texts } from '../../../contract/validation/product-conditions.ts';
import type { RuleScope, Targets } from './rule-scope.ts';

/** A rule at work on one list: the parts that its kind needs. `item` is a row, the catalogue's own or a guest's. */
export interface ActiveRule {
  excludes?: Targets;
  pins?: { item: number; at: number };
  buries?: Targets;
  /** The score of a candidate is multiplied by it before candidates are put in order. */
  factorOf?: (item: number) => number;
  cap?: {
    most: number;
    /** Products of one group are counted together; one without a group is not counted. */
    groupOf: (item: number) => string | undefined;
  };
}

/** One kind of rule. */
export interface RuleKind<TRule extends Rule> {
  /** Its fields, beside `kind` and `id`. */
  readonly fields: Readonly<Record<string, plain.Reader<unknown>>>;
  apply(rule: TRule, scope: RuleScope): ActiveRule;
}

export const target: plain.Reader<RuleTarget> = plain.exactly({
  products: plain.optional(texts),
  ...PRODUCT_CONDITIONS,
});
