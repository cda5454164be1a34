import type { Product } from './contract/product.ts';
import type { Recommender } from './page/facade/recommender.ts';
import { VitrineShelf } from './page/shelf/shelf-element.ts';

export { type ShelfSelectEvent, VitrineShelf } from './page/shelf/shelf-element.ts';

/**
 * Makes `<vitrine-shelf>` known to the page, filled by `recommender`. Called again, it changes the recommender of
 * shelves that are connected later; a shelf with a `recommender` of its own keeps that one.
 */
export function defineShelf<TProduct extends Product>(recommender: Recommender<TProduct>): void {
  VitrineShelf.recommender = recommender as unknown as Recommender;
  if (!customElements.get('vitrine-shelf')) customElements.define('vitrine-shelf', VitrineShelf);
}
