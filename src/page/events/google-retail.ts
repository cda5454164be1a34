import { type EventAdapter, type EventDraft, fieldsOf, listOf } from './event-adapter.ts';

const OF_PRODUCTS = new Map<unknown, EventDraft['name']>([
  ['detail-page-view', 'view_item'],
  ['add-to-cart', 'add_to_cart'],
  ['remove-from-cart', 'remove_from_cart'],
  ['add-to-list', 'add_to_wishlist'],
  ['purchase-complete', 'purchase'],
  ['refund', 'refund'],
]);
const PASSED_OVER = /^(shopping-cart-page-view|checkout-start|remove-from-list|promotion-(not-)?offered)$/;

/**
 * User events of Google's Retail API and its successor (Vertex AI Search for commerce):
 * `{ eventType: 'detail-page-view', productDetails: [{ product: { id } }] }`.
 */
export const googleRetail: EventAdapter = {
  name: 'google-retail',
  read(payload) {
    const { eventType, productDetails, searchQuery, pageCategories, uri, attributionToken: list } = fieldsOf(payload);
    if (typeof eventType !== 'string') return undefined;
    if (PASSED_OVER.test(eventType)) return [];
    const details = listOf(productDetails).map(fieldsOf);
    const idOf = (detail: Record<string, unknown>): unknown => {
      const id = fieldsOf(detail.product).id ?? detail.id;
      return typeof id === 'string' ? id.split('/').pop() : id;
    };
    if (eventType === 'search') {
      const words: EventDraft = { name: 'search', words: searchQuery };
      return details.length > 0 ? [words, { name: 'view_item_list', products: details.map(idOf), list }] : [words];
    }
    if (eventType === 'category-page-view') return [{ name: 'view_category', category: listOf(pageCategories)[0] }];
    if (eventType === 'home-page-view') return [{ name: 'page_view', page: uri ?? '/' }];
    const name = OF_PRODUCTS.get(eventType);
    return name && details.map((detail) => ({ name, product: idOf(detail), quantity: detail.quantity, list }));
  },
};
