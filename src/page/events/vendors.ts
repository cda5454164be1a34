import { adobe } from './adobe.ts';
import { algolia } from './algolia.ts';
import { argumentsOf, type EventAdapter, fieldsOf } from './event-adapter.ts';
import { googleRetail } from './google-retail.ts';
import { createMatomo } from './matomo.ts';
import { pixels } from './pixels.ts';
import { segment } from './segment.ts';
import { shopify } from './shopify.ts';
import { snowplow } from './snowplow.ts';
import { universalAnalytics } from './universal-analytics.ts';

/**
 * The vendors' adapters beside GA4's, in the order in which they are tried: those whose payloads nobody else's look like come
 * first. A part of its own, which the page fetches when a payload first needs it.
 */
export function createVendors(): readonly EventAdapter[] {
  return [universalAnalytics, shopify, snowplow, googleRetail, adobe, algolia, segment, pixels, createMatomo()];
}

const KNOWN =
  /^(select_item|view_item|view_item_list|add_to_cart|remove_from_cart|add_to_wishlist|purchase|refund|(undo_)?dismiss)$/;

/** What to tell of a payload that no adapter reads. */
export function whyUnread(payload: unknown): string {
  const name = nameOf(payload);
  if (typeof name !== 'string') {
    return 'It is no event that is known here. Give an event such as { name: "view_item", items: [{ item_id: "…" }] }.';
  }
  const quoted = `\`${name.slice(0, 60)}\``;
  if (/^(search|view_search_results)$/.test(name)) return `The event ${quoted} names no words: give \`search_term\`.`;
  return KNOWN.test(name)
    ? `The event ${quoted} names no products: give \`items\`, a list of { item_id }.`
    : `The event ${quoted} is not known. Give one of GA4, such as view_item, add_to_cart, purchase or search, or an adapter of your own.`;
}

function nameOf(payload: unknown): unknown {
  try {
    const call = argumentsOf(payload);
    if (call) return call.find((part) => part !== 'event' && part !== 'track');
    const { name, event, eventType } = fieldsOf(payload);
    return name ?? event ?? eventType;
  } catch {
    // One of its properties throws.
    return undefined;
  }
}
