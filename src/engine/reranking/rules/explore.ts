import type { ExploreRule } from '../../../contract/recommendation.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import { type RuleKind, share, target } from './rule-kind.ts';

const MOST = 0.5;

export const explore: RuleKind<ExploreRule> = {
  fields: {
    share: plain.check(share, (value) => value <= MOST, `at most ${MOST}`),
    where: plain.optional(target),
  },
  apply: ({ where = {}, share }, scope) => ({ explores: { targets: scope.targets(where), share } }),
};
