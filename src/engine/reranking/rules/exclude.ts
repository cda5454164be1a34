import type { ExcludeRule } from '../../../contract/recommendation.ts';
import { type RuleKind, target } from './rule-kind.ts';

export const exclude: RuleKind<ExcludeRule> = {
  fields: { where: target },
  apply: ({ where }, scope) => ({ excludes: scope.targets(where) }),
};
