import type { Rule, RuleProblem, RuleWhen } from '../../../contract/recommendation.ts';
import * as plain from '../../../contract/validation/plain-data.ts';

const ATTRIBUTE: plain.Reader<string | number | boolean> = plain.check(
  plain.anything as plain.Reader<string | number | boolean>,
  (value) => ['string', 'number', 'boolean'].includes(typeof value),
  'a text, a number, true or false',
);

const ISO = /^\d{4}-\d\d-\d\d(T.+)?$/;
const moment = plain.check(
  plain.anyText,
  (text) => ISO.test(text) && !Number.isNaN(Date.parse(text)),
  'an ISO 8601 date or time, such as 2026-11-27',
);

export const when: plain.Reader<RuleWhen> = plain.exactly({
  from: plain.optional(moment),
  until: plain.optional(moment),
  placements: plain.optional(plain.list(plain.anyText, 1)),
  audience: plain.optional(plain.record(plain.list(ATTRIBUTE, 1))),
});

export const attributes = plain.record(ATTRIBUTE);

/** The list that rules are asked about: for which place, for whom, and when. */
export interface Occasion {
  placement: string;
  attributes: Readonly<Record<string, string | number | boolean>>;
  /** Milliseconds. */
  now: number;
  /** Places of the list. */
  limit: number;
  /** Of the query. */
  diversity: number;
  /** What is left to chance. [0, 1) */
  random: () => number;
}

/** Whether a rule concerns lists of this placement and this visitor, at any time. */
export function concerns({ when: { placements, audience = {} } = {} }: Rule, occasion: Occasion): boolean {
  return (
    (placements?.includes(occasion.placement) ?? true) &&
    Object.entries(audience).every(([name, values]) => values.includes(occasion.attributes[name]))
  );
}

/** What is wrong with the time of a rule, at this time. */
export function problemOfTime({ when: { from, until } = {} }: Rule, now: number): RuleProblem | undefined {
  const begins = from === undefined ? Number.NEGATIVE_INFINITY : firstMomentOf(from);
  const ends = until === undefined ? Number.POSITIVE_INFINITY : firstMomentAfter(until);
  if (begins >= ends) return { kind: 'never', message: `It ends (${until}) before it begins (${from}).` };
  if (now < begins) return { kind: 'not-begun', message: `It begins on ${from}.` };
  if (now >= ends) return { kind: 'ended', message: `It ended on ${until}.` };
  return undefined;
}

const isDay = (text: string): boolean => !text.includes('T');
/** Days are those of the visitor's clock: a date alone would be read as one of UTC. */
const firstMomentOf = (text: string): number => Date.parse(isDay(text) ? `${text}T00:00` : text);
const firstMomentAfter = (text: string): number => Date.parse(isDay(text) ? `${text}T24:00` : text);
