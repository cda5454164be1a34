import { type EventAdapter, type EventDraft, fieldsOf, listOf } from './event-adapter.ts';

/** Names of the e-commerce specification, and of its first version. */
const OF_PRODUCTS = new Map<string, EventDraft['name']>([
  ['product clicked', 'select_item'],
  ['product viewed', 'view_item'],
  ['viewed product', 'view_item'],
  ['product added', 'add_to_cart'],
  ['added product', 'add_to_cart'],
  ['product removed', 'remove_from_cart'],
  ['removed product', 'remove_from_cart'],
  ['product added to wishlist', 'add_to_wishlist'],
  ['order completed', 'purchase'],
  ['completed order', 'purchase'],
  ['order refunded', 'refund'],
]);
const PASSED_OVER =
  /^(cart|coupon|checkout|payment|promotion) |^(order (updated|cancelled)|product (shared|reviewed|removed from wishlist))$/;

/**
 * Segment, and RudderStack, whose events are the same: `{ type: 'track', event: 'Product Viewed', properties }`, the arguments
 * of `track` as `['track', 'Product Viewed', properties]`, and pages as `{ type: 'page', properties }`.
 */
export const segment: EventAdapter = {
  name: 'segment',
  read(payload) {
    const call = Array.isArray(payload) && payload[0] === 'track' ? payload : undefined;
    const message = call ? { event: call[1], properties: call[2] } : fieldsOf(payload);
    const { type = 'track', event, messageId: id, ...rest } = message as Record<string, unknown>;
    const properties = fieldsOf(rest.properties);
    if (type === 'page') return [{ name: 'page_view', page: properties.url ?? properties.path, id }];
    if (type === 'identify' || type === 'group' || type === 'alias') return [];
    if (type !== 'track' || typeof event !== 'string') return undefined;
    const name = event.trim().toLowerCase();
    if (PASSED_OVER.test(name)) return [];
    if (name === 'products searched') return [{ name: 'search', words: properties.query, id }];
    const list = properties.list_id;
    const products = listOf(properties.products).map(fieldsOf);
    if (name === 'product list viewed' || name === 'product list filtered') {
      return products.length > 0
        ? [{ name: 'view_item_list', products: products.map(idOf), list, id }]
        : [{ name: 'view_category', category: properties.category, id }];
    }
    const known = OF_PRODUCTS.get(name);
    const entries = products.length > 0 ? products : [properties];
    return known && entries.map((entry) => ({ name: known, product: idOf(entry), quantity: entry.quantity, list, id }));
  },
};

const idOf = ({ product_id, id, sku }: Record<string, unknown>): unknown => product_id ?? id ?? sku;
