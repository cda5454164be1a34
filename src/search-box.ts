import type { Product } from './contract/product.ts';
import type { Recommender } from './page/facade/recommender.ts';
import { VitrineSearch } from './page/search/search-element.ts';
import type { Messages } from './page/wording/messages.ts';

export { type SearchEvent, VitrineSearch } from './page/search/search-element.ts';
export type { Messages, Plural } from './page/wording/messages.ts';

export interface SearchOptions {
  /** The shop's own words, in place of those of the page's language. Default: none. */
  messages?: Partial<Messages>;
}

/**
 * Makes `<vitrine-search>` known to the page, answered by `recommender`. Called again, it changes the recommender of fields
 * that are connected later; a field with a `recommender` of its own keeps that one. On a server it does nothing.
 */
export function defineSearch<TProduct extends Product>(
  recommender: Recommender<TProduct>,
  { messages }: SearchOptions = {},
): void {
  if (typeof customElements === 'undefined') return;
  // Another copy of the package may have defined the element first.
  const defined = customElements.get('vitrine-search') as typeof VitrineSearch | undefined;
  const Search = defined ?? VitrineSearch;
  if (messages) Search.messages = messages;
  Search.recommender = recommender as unknown as Recommender;
  if (!defined) customElements.define('vitrine-search', Search);
}
