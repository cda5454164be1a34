import { type EventAdapter, type EventDraft, fieldsOf, listOf } from './event-adapter.ts';

/** The actions of a product; checkout steps, promotions and resets tell nothing more. */
const ACTIONS: readonly (readonly [string, EventDraft['name']])[] = [
  ['click', 'select_item'],
  ['detail', 'view_item'],
  ['add', 'add_to_cart'],
  ['remove', 'remove_from_cart'],
  ['purchase', 'purchase'],
  ['refund', 'refund'],
];
const PASSED_OVER = ['checkout', 'checkout_option', 'promoView', 'promoClick'];

/**
 * Enhanced e-commerce of Universal Analytics, as shops, GTM4WP and other plugins still push it to the dataLayer:
 * `{ ecommerce: { detail: { products } } }`, `{ ecommerce: { impressions } }`.
 */
export const universalAnalytics: EventAdapter = {
  name: 'universal-analytics',
  read(payload) {
    const ecommerce = fieldsOf(fieldsOf(payload).ecommerce);
    const impressions = listOf(ecommerce.impressions).map(fieldsOf);
    const drafts: EventDraft[] = [];
    if (impressions.length > 0) {
      drafts.push({ name: 'view_item_list', products: impressions.map(({ id }) => id), list: impressions[0].list });
    }
    for (const [action, name] of ACTIONS) {
      const { products, actionField } = fieldsOf(ecommerce[action]);
      const { list } = fieldsOf(actionField);
      for (const entry of listOf(products)) {
        const { id, quantity } = fieldsOf(entry);
        drafts.push({ name, product: id, quantity, list });
      }
    }
    if (drafts.length > 0) return drafts;
    return PASSED_OVER.some((action) => action in ecommerce) ? [] : undefined;
  },
};
