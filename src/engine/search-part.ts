import { VitrineError } from '../contract/errors.ts';
import { scriptPart } from './script-part.ts';
import type { openSearch } from './search/product-search.ts';

/**
 * The search, by the script at `address` (workers/search.ts): not every page has a search field.
 * @throws VitrineError `worker-failed` where the script could not be loaded
 */
export function searchOpener(address = ''): Promise<typeof openSearch> {
  return scriptPart<typeof openSearch>(address, 'vitrineOpenSearch').catch((cause) => {
    throw new VitrineError('worker-failed', 'search.js could not be loaded.', {
      remedy: "Serve it beside the package's other files.",
      cause,
    });
  });
}
