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
 * that are connected later; a field with a `recommender` of its own keeps that one.
 */
export function defineSearch<TProduct extends Product>(
  recommender: Recommender<TProduct>,
  { messages }: SearchOptions = {},
): void {
  if (messages) VitrineSearch.messages = messages;
  VitrineSearch.recommender = recommender as unknown as Recommender;
  if (!customElements.get('vitrine-search')) customElements.define('vitrine-search', VitrineSearch);
}
