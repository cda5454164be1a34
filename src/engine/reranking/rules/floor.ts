import type { FloorRule } from '../../../contract/recommendation.ts';
import { type RuleKind, share, target } from './rule-kind.ts';

export const floor: RuleKind<FloorRule> = {
  fields: { where: target, share },
  apply: ({ where, share }, scope) => ({ floor: { targets: scope.targets(where), share } }),
};
