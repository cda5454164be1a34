import type { RecommendationList } from '../../contract/recommendation.ts';
import { listEvent } from '../../experiments/list-events.ts';
import { watchList } from './watch-list.ts';

/**
 * Tracks which products of a list are really seen.
 * @param cards holds an element for each product, with its id as `data-product` @param track called at once, so that what the page
 * tracks of a click comes after
 * @returns a function that ends it
 */
export function recordViews(list: RecommendationList, cards: Element, track: (payload: unknown) => void): () => void {
  const products = list.items.map(({ id }) => id);
  return watchList(cards, products, (seen) => track(listEvent('view_item_list', list, seen)));
}
