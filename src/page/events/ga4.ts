import { argumentsOf, type EventAdapter, type EventDraft, fieldsOf, listOf } from './event-adapter.ts';

/** Events with products, each of which is something done with that product. */
const OF_PRODUCTS =
  /^(select_item|view_item|(add_to|remove_from)_cart|add_to_wishlist|purchase|refund|(undo_)?dismiss)$/;
/** What tells nothing more: steps after the cart, promotions, and what the tag manager and `gtag` tell each other. */
const PASSED_OVER =
  /^(gtm\.|(begin_checkout|view_cart|add_(payment|shipping)_info|(view|select)_promotion|js|config|set|get|consent)$)/;

/**
 * GA4 in all forms in which pages emit it: `{ name, items }`, `{ name, params: { items } }` and `{ events: […] }`
 * (Measurement Protocol), `{ event, ecommerce: { items } }` (a dataLayer entry), `{ event, eventModel: { items } }` (as
 * `gtag` puts it there), and the arguments of `gtag` or Firebase, `['event', name, { items }]`.
 */
export const ga4: EventAdapter = {
  name: 'ga4',
  read(payload) {
    const call = argumentsOf(payload);
    if (call !== undefined) {
      const [name, params] = call[0] === 'event' ? call.slice(1) : call;
      return readEvent(name, fieldsOf(params));
    }
    const event = fieldsOf(payload);
    if (Array.isArray(event.events)) return readAll(listOf(event.events));
    if (event.ecommerce === null && event.event === undefined) return [];
    return readEvent(event.name ?? event.event, event);
  },
};

function readAll(events: readonly unknown[]): EventDraft[] | undefined {
  const read = events.map((event) => ga4.read(event));
  return read.some((drafts) => drafts === undefined) ? undefined : read.flatMap((drafts) => drafts!);
}

function readEvent(given: unknown, event: Record<string, unknown>): EventDraft[] | undefined {
  if (typeof given !== 'string') return undefined;
  const name = given.toLowerCase().replace(/^ga4[_.]/, '') as EventDraft['name'] | 'view_search_results';
  if (PASSED_OVER.test(name)) return [];
  const holders = [event.ecommerce, event.params, event.eventModel].map(fieldsOf);
  const field = (key: string): unknown => holders.find((holder) => holder[key] !== undefined)?.[key] ?? event[key];
  // Told by the event `report`: it is known.
  if (field('event_source') === 'vitrine') return [];
  if (name === 'search' || name === 'view_search_results') {
    return field('search_term') === undefined ? undefined : [{ name: 'search', words: field('search_term') }];
  }
  if (name === 'page_view') return [{ name, page: field('page_location') }];
  const holder = [...holders, event].find(({ items }) => listOf(items).length > 0);
  if (holder === undefined) return undefined;
  const items = listOf(holder.items).map(fieldsOf);
  const ids = items.map((item) => item.item_id ?? item.id);
  const list = field('item_list_id');
  if (name === 'view_item_list') {
    const [rules, teams] = ['rule', 'team'].map((key) =>
      Object.fromEntries(items.flatMap((item, i) => (item[key] === undefined ? [] : [[String(ids[i]), item[key]]]))),
    );
    const placement = field('item_list_name') ?? items[0].item_list_name;
    const [experiment, variant] = [field('experiment'), field('variant')];
    return [{ name, products: ids, list: list ?? items[0].item_list_id, placement, experiment, variant, rules, teams }];
  }
  if (!OF_PRODUCTS.test(name)) return undefined;
  const paid = /^(purchase|refund)$/.test(name);
  return items.map((item, i) => ({
    name,
    product: ids[i],
    quantity: item.quantity,
    list: item.item_list_id ?? list,
    ...(paid && { price: item.price, transaction: field('transaction_id'), currency: field('currency') }),
  }));
}
