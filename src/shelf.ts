import type { Product } from './contract/product.ts';
import type { Recommender } from './page/facade/recommender.ts';
import { VitrineShelf } from './page/shelf/shelf-element.ts';

export { type ShelfSelectEvent, VitrineShelf, type VitrineShelfAttributes } from './page/shelf/shelf-element.ts';

/**
 * Makes `<vitrine-shelf>` known to the page, filled by `recommender`. Called again, it changes the recommender of all shelves
 * but those with a `recommender` of their own. On a server it does nothing.
 */
export function defineShelf<TProduct extends Product>(recommender: Recommender<TProduct>): void {
  if (typeof customElements === 'undefined') return;
  VitrineShelf.recommender = recommender as unknown as Recommender;
  if (!customElements.get('vitrine-shelf')) customElements.define('vitrine-shelf', VitrineShelf);
}
