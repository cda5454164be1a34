import type { PinRule } from '../../../contract/recommendation.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import type { RuleKind } from './rule-kind.ts';

export const pin: RuleKind<PinRule> = {
  fields: { product: plain.anyText, at: plain.whole(1) },
  apply: ({ product, at }, scope) => ({ pins: { item: scope.itemOf(product), at } }),
};
