import type { Rule } from '../../../contract/recommendation.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import { boost } from './boost.ts';
import { bury } from './bury.ts';
import { cap } from './cap.ts';
import { exclude } from './exclude.ts';
import { explore } from './explore.ts';
import { floor } from './floor.ts';
import { pin } from './pin.ts';
import type { ActiveRule, RuleKind } from './rule-kind.ts';
import type { RuleScope } from './rule-scope.ts';
import { when } from './rule-when.ts';

/** A new kind of rule is one more file here, and its type in the contract. */
const KINDS = { boost, bury, pin, exclude, cap, explore, floor } satisfies {
  [TRule in Rule as TRule['kind']]: RuleKind<TRule>;
};

const Head = plain.fields({ kind: plain.oneOf(Object.keys(KINDS) as Rule['kind'][]), id: plain.anyText });

/** A rule as the shop gave it. Errors name it by its id. */
export const readRule: plain.Reader<Rule> = (value, at) => {
  const { kind, id } = Head(value, at);
  const all = { kind: plain.anything, id: plain.anything, when: plain.optional(when), ...KINDS[kind].fields };
  return plain.exactly(all)(value, `${at} (${id})`) as Rule;
};

export function applyRule(rule: Rule, scope: RuleScope): ActiveRule {
  return (KINDS[rule.kind] as RuleKind<Rule>).apply(rule, scope);
}
