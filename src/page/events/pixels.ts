import { argumentsOf, type EventAdapter, type EventDraft, fieldsOf, listOf } from './event-adapter.ts';

/** Standard events of the advertisers' pixels, without case: Meta, TikTok, Pinterest and Snapchat name them much alike. */
const OF_PRODUCTS = new Map<string, EventDraft['name']>([
  ['viewcontent', 'view_item'],
  ['pagevisit', 'view_item'],
  ['addtocart', 'add_to_cart'],
  ['addtowishlist', 'add_to_wishlist'],
  ['purchase', 'purchase'],
  ['completepayment', 'purchase'],
  ['placeanorder', 'purchase'],
  ['checkout', 'purchase'],
]);
const PASSED_OVER =
  /^(initiatecheckout|addpaymentinfo|lead|contact|completeregistration|subscribe|starttrial|findlocation|schedule|customizeproduct|clickbutton|signup)$/;

/**
 * Advertisers' pixels: the arguments of Meta's `fbq` and Pinterest's `pintrk` (`['track', 'ViewContent', { content_ids }]`), of
 * TikTok's `ttq.track` (`['ViewContent', { contents: [{ content_id }] }]`), and the same as objects of their servers' interfaces
 * (`{ event_name, custom_data }`, `{ event, properties }`).
 */
export const pixels: EventAdapter = {
  name: 'pixels',
  read(payload) {
    const call = argumentsOf(payload);
    if (call !== undefined) {
      if (call[0] === 'init' || call[0] === 'load' || call[0] === 'consent') return [];
      const [name, data] = /^track(Single)?$/.test(`${call[0]}`) ? call.slice(call[0] === 'trackSingle' ? 2 : 1) : call;
      return readEvent(name, fieldsOf(data));
    }
    const event = fieldsOf(payload);
    return readEvent(event.event_name ?? event.event, fieldsOf(event.custom_data ?? event.properties), event.event_id);
  },
};

function readEvent(given: unknown, data: Record<string, unknown>, id?: unknown): EventDraft[] | undefined {
  if (typeof given !== 'string') return undefined;
  const spoken = given.toLowerCase().replace(/[^a-z]/g, '');
  if (PASSED_OVER.test(spoken)) return [];
  if (spoken === 'search') {
    const words = data.search_string ?? data.query ?? data.search_query;
    return words === undefined ? undefined : [{ name: 'search', words, id }];
  }
  if (spoken === 'pageview' || spoken === 'viewcategory') {
    const category = data.content_category ?? data.category_name;
    return category === undefined ? [] : [{ name: 'view_category', category, id }];
  }
  const name = OF_PRODUCTS.get(spoken);
  if (name === undefined) return undefined;
  const contents = listOf(data.contents ?? data.line_items).map(fieldsOf);
  const entries: Record<string, unknown>[] =
    contents.length > 0
      ? contents
      : idsOf(data.content_ids ?? data.content_id ?? data.product_id).map((id) => ({ id }));
  if (entries.length === 0) return undefined;
  return entries.map((entry) => {
    const product = entry.id ?? entry.content_id ?? entry.product_id;
    return { name, product, quantity: entry.quantity ?? entry.product_quantity, id };
  });
}

function idsOf(ids: unknown): readonly unknown[] {
  if (typeof ids === 'number') return [ids];
  const listed = listOf(ids);
  return listed.length === 0 && typeof ids === 'string' ? [ids] : listed;
}
