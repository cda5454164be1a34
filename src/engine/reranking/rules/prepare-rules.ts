import type { Catalogue } from '../../../catalogue/catalogue.ts';
import * as plain from '../../../contract/validation/plain-data.ts';
import type { BrowseEvent } from '../../../contract/visitor-event.ts';
import type { VisitorContext } from '../../sources/candidate-source.ts';
import { readRule } from './kinds.ts';
import { ListRules } from './list-rules.ts';
import { attributes } from './rule-when.ts';
import type { Meetings } from './unmet.ts';

const Rules = plain.list(readRule);

/** The list that rules are for, of which nothing is known. */
export interface Asked {
  placement: string;
  limit: number;
  /** Default 0 */
  diversity?: number;
  attributes?: unknown;
  /** Whether the visitor has a history. */
  known: boolean;
  /** Events of this visitor that name no single product, where a rule asks for them. */
  browsing?: readonly BrowseEvent[];
  /** What is left to chance, in [0, 1). Default `Math.random` */
  random?: () => number;
}

/** Makes the rules ready for a list. */
type Apply = (catalogue: Catalogue, context: VisitorContext, pack?: Meetings['pack']) => ListRules;

/**
 * The rules of a query, of which nothing is known, made ready for its list. The engine loads this when it first meets
 * rules, as a script of its own (workers/list-rules.ts). The engine would not recognise an error of that script, so an error
 * is passed as words.
 * @returns a function that applies the rules to a list, or the words of an error
 */
export function prepareRules(rules: unknown, asked: Asked): Apply | string {
  try {
    const read = plain.read(Rules, rules, (misfit) => new Error(misfit), 'query.rules');
    const given = plain.read(attributes, asked.attributes ?? {}, (misfit) => new Error(misfit), 'query.attributes');
    const occasion = {
      placement: asked.placement,
      attributes: { visitor: asked.known ? 'known' : 'new', ...given },
      now: Date.now(),
      limit: asked.limit,
      diversity: asked.diversity ?? 0,
      random: asked.random ?? Math.random,
    };
    const shown = (asked.browsing ?? []).flatMap((event) => (event.name === 'view_item_list' ? [event.products] : []));
    return (catalogue, context, pack) => new ListRules(read, catalogue, context, occasion, { pack, shown });
  } catch (thrown) {
    return (thrown as Error).message;
  }
}
