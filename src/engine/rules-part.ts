import { VitrineError } from '../contract/errors.ts';
import type { prepareRules } from './reranking/rules/prepare-rules.ts';
import { scriptPart } from './script-part.ts';

/**
 * The rules of a query, ready for its list, by the script at `address`: most lists have none. A list never goes on without
 * its rules, because one of them may have to hold.
 * @throws VitrineError `bad-options`, naming the rule; `worker-failed` where the script could not be loaded
 */
export async function rulesFor(rules: readonly unknown[], address = '') {
  const prepare = await scriptPart<typeof prepareRules>(address, 'vitrinePrepareRules').catch((cause) => {
    throw new VitrineError('worker-failed', 'list-rules.js could not be loaded.', {
      remedy: "Serve it beside the package's other files.",
      cause,
    });
  });
  const prepared = prepare(rules);
  if (typeof prepared === 'string') {
    throw new VitrineError('bad-options', 'The query cannot be used.', { remedy: `${prepared}.` });
  }
  return prepared;
}
