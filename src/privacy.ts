import type { Product } from './contract/product.ts';
import type { Recommender } from './page/facade/recommender.ts';
import { VitrinePrivacy } from './page/privacy/element/privacy-element.ts';
import type { PrivacyMessages } from './page/wording/privacy/messages.ts';

export { type ConsentEvent, VitrinePrivacy } from './page/privacy/element/privacy-element.ts';
export type { Plural } from './page/wording/messages.ts';
export type { PrivacyMessages } from './page/wording/privacy/messages.ts';

export interface PrivacyOptions {
  /** The shop's own words, in place of those of the page's language. Default: none. */
  messages?: Partial<PrivacyMessages>;
}

/**
 * Makes `<vitrine-privacy>` known to the page: what `recommender` knows about the visitor, in words, and what they may do with it.
 * Called again, it changes the recommender of elements that are connected later; an element with a `recommender` of its own keeps
 * that one. On a server it does nothing.
 */
export function definePrivacy<TProduct extends Product>(
  recommender: Recommender<TProduct>,
  { messages }: PrivacyOptions = {},
): void {
  if (typeof customElements === 'undefined') return;
  // Another copy of the package may have defined the element first.
  const defined = customElements.get('vitrine-privacy') as typeof VitrinePrivacy | undefined;
  const Privacy = defined ?? VitrinePrivacy;
  if (messages) Privacy.messages = messages;
  Privacy.recommender = recommender as unknown as Recommender;
  if (!defined) customElements.define('vitrine-privacy', Privacy);
}
