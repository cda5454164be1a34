import { VitrineError } from '../contract/errors.ts';
import type { ScriptParts } from './script-parts.ts';

/**
 * The rules of a query, ready for its list, by a script of its own: most lists have none. A list never goes on without its
 * rules, because one of them may have to hold.
 * @throws VitrineError `bad-options`, naming the rule; `worker-failed` where the script could not be loaded
 */
export async function rulesFor(rules: readonly unknown[], parts: ScriptParts) {
  const prepared = (await parts.need('list-rules'))(rules);
  if (typeof prepared === 'string') {
    throw new VitrineError('bad-options', 'The query cannot be used.', { remedy: `${prepared}.` });
  }
  return prepared;
}
