import type { Catalogue } from '../../../catalogue/catalogue.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import { readRule } from './kinds.ts';
import { ListRules } from './list-rules.ts';

const Rules = plain.list(readRule);

/**
 * The rules of a query, of which nothing is known, made ready for its list. The engine brings this in when it first meets
 * rules, as a script of its own (workers/list-rules.ts); an error would not be recognised over there, so it is told in words.
 * @returns what puts the rules to work on a list; or what is wrong with them
 */
export function prepareRules(rules: unknown): ((catalogue: Catalogue, context: VisitorContext) => ListRules) | string {
  try {
    const read = plain.read(Rules, rules, (misfit) => new Error(misfit), 'query.rules');
    return (catalogue, context) => new ListRules(read, catalogue, context);
  } catch (thrown) {
    return (thrown as Error).message;
  }
}
