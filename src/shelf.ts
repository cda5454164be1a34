import type { Product } from './contract/product.ts';
import type { Recommender } from './page/facade/recommender.ts';
import { VitrineShelf } from './page/shelf/shelf-element.ts';
import type { Messages } from './page/wording/messages.ts';

export {
  type ShelfActionEvent,
  type ShelfChoice,
  type ShelfSelectEvent,
  VitrineShelf,
  type VitrineShelfAttributes,
} from './page/shelf/shelf-element.ts';
export type { Messages, Plural } from './page/wording/messages.ts';

export interface ShelfOptions {
  /** The shop's own words, in place of those of the page's language. Default: none. */
  messages?: Partial<Messages>;
}

/**
 * Makes `<vitrine-shelf>` known to the page, filled by `recommender`. Called again, it changes the recommender of all shelves
 * but those with a `recommender` of their own. On a server it does nothing.
 */
export function defineShelf<TProduct extends Product>(
  recommender: Recommender<TProduct>,
  { messages }: ShelfOptions = {},
): void {
  if (typeof customElements === 'undefined') return;
  // Another copy of the package may have defined the element first.
  const Shelf = (customElements.get('vitrine-shelf') as typeof VitrineShelf | undefined) ?? VitrineShelf;
  if (messages) Shelf.messages = messages;
  Shelf.recommender = recommender as unknown as Recommender;
  if (Shelf === VitrineShelf && !customElements.get('vitrine-shelf')) customElements.define('vitrine-shelf', Shelf);
}
