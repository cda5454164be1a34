import { argumentsOf, type EventAdapter, type EventDraft, fieldsOf, listOf } from './event-adapter.ts';

/** Kinds of its e-commerce action. */
const ACTIONS = new Map<unknown, EventDraft['name']>([
  ['product_view', 'view_item'],
  ['list_click', 'select_item'],
  ['list_view', 'view_item_list'],
  ['add_to_cart', 'add_to_cart'],
  ['remove_from_cart', 'remove_from_cart'],
  ['transaction', 'purchase'],
  ['refund', 'refund'],
]);
/** Calls of its e-commerce plugin. */
const CALLS = new Map<string, string>([
  ['trackProductView', 'product_view'],
  ['trackProductListClick', 'list_click'],
  ['trackProductListView', 'list_view'],
  ['trackAddToCart', 'add_to_cart'],
  ['trackRemoveFromCart', 'remove_from_cart'],
  ['trackTransaction', 'transaction'],
  ['trackRefund', 'refund'],
]);
const PASSED_OVER = /^(checkout_step|promo_view|promo_click|trans_error)$/;
const CALLS_PASSED_OVER =
  /^(newTracker|addPlugin|enable\w+|set(?!EcommerceView)\w+|trackCheckoutStep|trackPromotion\w+|trackTransactionError|trackStructEvent)$/;

/**
 * Snowplow: the arguments of its e-commerce plugin's calls (`['trackProductView', product]`, with or without the name of a
 * tracker), and its e-commerce action as a self-describing event with product entities
 * (`{ event: { schema, data: { type } }, context: [{ schema, data }] }`).
 */
export const snowplow: EventAdapter = {
  name: 'snowplow',
  read(payload) {
    const call = argumentsOf(payload);
    if (call !== undefined) return readCall(`${call[0]}`.split(':')[0], fieldsOf(call[1]));
    const body = fieldsOf(payload);
    const { schema, data } = fieldsOf(body.event ?? body);
    if (typeof schema !== 'string' || !schema.includes('snowplow_ecommerce_action')) return undefined;
    const { type, name: list } = fieldsOf(data);
    const products = listOf(body.context ?? body.contexts)
      .map(fieldsOf)
      .filter((entity) => /snowplow\.ecommerce\/product\//.test(`${entity.schema}`))
      .map((entity) => fieldsOf(entity.data));
    return PASSED_OVER.test(`${type}`) ? [] : drafts(ACTIONS.get(type), products, list);
  },
};

function readCall(name: string, argument: Record<string, unknown>): EventDraft[] | undefined {
  if (CALLS_PASSED_OVER.test(name)) return [];
  if (name === 'trackPageView')
    return typeof document === 'undefined' ? [] : [{ name: 'page_view', page: document.location.href }];
  if (name === 'trackSiteSearch' && 'terms' in argument)
    return [{ name: 'search', words: listOf(argument.terms).join(' ') }];
  const { products, product, name: list } = argument;
  const entries = listOf(products ?? product ?? argument).map(fieldsOf);
  return drafts(ACTIONS.get(CALLS.get(name)), entries, list);
}

function drafts(
  name: EventDraft['name'] | undefined,
  products: readonly Record<string, unknown>[],
  list: unknown,
): EventDraft[] | undefined {
  if (name === undefined) return undefined;
  if (name === 'view_item_list') return [{ name, products: products.map(({ id }) => id), list }];
  return products.map(({ id, quantity }) => ({ name, product: id, quantity, ...(name === 'select_item' && { list }) }));
}
