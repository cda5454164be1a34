import type { CapRule } from '../../../contract/recommendation.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import { type RuleKind, target } from './rule-kind.ts';

export const cap: RuleKind<CapRule> = {
  fields: {
    most: plain.whole(0),
    each: plain.optional(plain.oneOf(['brand', 'category'])),
    where: plain.optional(target),
  },
  apply({ most, each, where = {} }, scope) {
    const targets = scope.targets(where);
    const groupOf = (item: number): string | undefined => {
      if (!targets.has(item)) return undefined;
      if (each === undefined) return '';
      const { brand, categories } = scope.product(item);
      return each === 'brand' ? brand : categories?.at(-1);
    };
    return { cap: { most, groupOf } };
  },
};
