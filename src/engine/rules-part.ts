import { VitrineError } from '../contract/errors.ts';
import type { prepareRules } from './reranking/rules/prepare-rules.ts';
import { neededPart } from './script-part.ts';

/**
 * The rules of a query, ready for its list, by the script at `address`: most lists have none. A list never goes on without
 * its rules, because one of them may have to hold.
 * @throws VitrineError `bad-options`, naming the rule; `worker-failed` where the script could not be loaded
 */
export async function rulesFor(rules: readonly unknown[], address?: string) {
  const prepare = await neededPart<typeof prepareRules>(address, 'vitrinePrepareRules');
  const prepared = prepare(rules);
  if (typeof prepared === 'string') {
    throw new VitrineError('bad-options', 'The query cannot be used.', { remedy: `${prepared}.` });
  }
  return prepared;
}
