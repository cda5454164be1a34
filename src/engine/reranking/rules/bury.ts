import type { BuryRule } from '../../../contract/recommendation.ts';
import { type RuleKind, target } from './rule-kind.ts';

export const bury: RuleKind<BuryRule> = {
  fields: { where: target },
  apply: ({ where }, scope) => ({ buries: scope.targets(where) }),
};
