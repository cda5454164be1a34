import { type EventAdapter, type EventDraft, fieldsOf, listOf } from './event-adapter.ts';

const OF_PRODUCTS = new Map<string, EventDraft['name']>([
  ['productViews', 'view_item'],
  ['productListAdds', 'add_to_cart'],
  ['productListRemovals', 'remove_from_cart'],
  ['saveForLaters', 'add_to_wishlist'],
  ['purchases', 'purchase'],
]);
const PASSED_OVER = /^(checkouts|productListOpens|productListReopens|productListViews|inStorePurchase|order)$/;

/**
 * Adobe Experience Platform: XDM experience events, `{ eventType: 'commerce.productViews', productListItems: [{ SKU }] }`, alone
 * or under `xdm` as its Web SDK sends them.
 */
export const adobe: EventAdapter = {
  name: 'adobe',
  read(payload) {
    const event = fieldsOf(fieldsOf(payload).xdm ?? payload);
    const kinds = Object.keys(fieldsOf(event.commerce));
    const kind = typeof event.eventType === 'string' ? event.eventType.replace(/^commerce\./, '') : kinds[0];
    if (kind === 'web.webpagedetails.pageViews') {
      return [{ name: 'page_view', page: fieldsOf(fieldsOf(event.web).webPageDetails).URL, id: event._id }];
    }
    const items = listOf(event.productListItems).map(fieldsOf);
    const name = OF_PRODUCTS.get(kind) ?? OF_PRODUCTS.get(kinds.find((kind) => OF_PRODUCTS.has(kind)) ?? '');
    if (name === undefined) return kind !== undefined && PASSED_OVER.test(kind) ? [] : undefined;
    return items.map(({ SKU, _id, quantity }) => ({ name, product: SKU ?? _id, quantity, id: event._id }));
  },
};
