import type { BoostRule } from '../../../contract/recommendation.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import { type RuleKind, target } from './rule-kind.ts';

const HIGHEST_FACTOR = 1_000;

export const boost: RuleKind<BoostRule> = {
  fields: { where: target, factor: plain.positive(HIGHEST_FACTOR) },
  apply: ({ where, factor }, scope) => ({ boosts: { targets: scope.targets(where), factor } }),
};
