import { argumentsOf, type EventAdapter, type EventDraft, listOf } from './event-adapter.ts';

/** Calls that tell nothing more. */
const PASSED_OVER =
  /^(set|enable|disable|remember|forget|require|give|get|track(EcommerceCartUpdate|Link|Event|Goal|Content)|ping|appendToTrackingUrl)/;

/**
 * Matomo: entries of `_paq`, its calls as arrays (`['setEcommerceView', sku, name, category]`, `['addEcommerceItem', sku, …]`).
 * An order names no products: they are those that the page added before it, as Matomo itself reads it.
 */
export function createMatomo(): EventAdapter {
  const cart = new Map<unknown, EventDraft>();
  const read = (method: string, values: readonly unknown[]): EventDraft[] | undefined => {
    const [first] = values;
    switch (method) {
      case 'setEcommerceView': {
        const category = listOf(values[2])[0] ?? values[2];
        if (first) return [{ name: 'view_item', product: first }];
        return category ? [{ name: 'view_category', category }] : [];
      }
      case 'addEcommerceItem': {
        const added: EventDraft = { name: 'add_to_cart', product: first, quantity: values[4] };
        cart.set(first, added);
        return [added];
      }
      case 'removeEcommerceItem':
        cart.delete(first);
        return [{ name: 'remove_from_cart', product: first }];
      case 'clearEcommerceCart':
        cart.clear();
        return [];
      case 'trackEcommerceOrder': {
        const bought = Array.from(cart.values(), (added): EventDraft => ({ ...added, name: 'purchase' }));
        cart.clear();
        return bought;
      }
      case 'trackSiteSearch':
        return [{ name: 'search', words: first }];
      case 'trackPageView':
        return typeof location === 'undefined' ? [] : [{ name: 'page_view', page: location.href }];
      default:
        return PASSED_OVER.test(method) ? [] : undefined;
    }
  };
  return {
    name: 'matomo',
    read(payload) {
      const call = argumentsOf(payload);
      return typeof call?.[0] === 'string' ? read(call[0], call.slice(1)) : undefined;
    },
  };
}
