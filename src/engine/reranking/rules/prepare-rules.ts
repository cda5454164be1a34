import type { Catalogue } from '../../../catalogue/catalogue.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import { readRule } from './kinds.ts';
import { ListRules } from './list-rules.ts';
import { attributes } from './rule-when.ts';

const Rules = plain.list(readRule);

/** The list that rules are for, of which nothing is known. */
export interface Asked {
  placement: string;
  attributes?: unknown;
  /** Whether the visitor has a history. */
  known: boolean;
}

/**
 * The rules of a query, of which nothing is known, made ready for its list. The engine loads this when it first meets
 * rules, as a script of its own (workers/list-rules.ts). The engine would not recognise an error of that script, so an error
 * is passed as words.
 * @returns a function that applies the rules to a list, or the words of an error
 */
export function prepareRules(
  rules: unknown,
  asked: Asked,
): ((catalogue: Catalogue, context: VisitorContext) => ListRules) | string {
  try {
    const read = plain.read(Rules, rules, (misfit) => new Error(misfit), 'query.rules');
    const given = plain.read(attributes, asked.attributes ?? {}, (misfit) => new Error(misfit), 'query.attributes');
    const occasion = {
      placement: asked.placement,
      attributes: { visitor: asked.known ? 'known' : 'new', ...given },
      now: Date.now(),
    };
    return (catalogue, context) => new ListRules(read, catalogue, context, occasion);
  } catch (thrown) {
    return (thrown as Error).message;
  }
}
