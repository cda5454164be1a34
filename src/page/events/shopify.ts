import { type EventAdapter, type EventDraft, fieldsOf, listOf } from './event-adapter.ts';

/** Web Pixels' events that tell nothing more. */
const PASSED_OVER =
  /^(cart_viewed|checkout_(started|contact_info_submitted|address_info_submitted|shipping_info_submitted)|payment_info_submitted|(alert|ui_extension)_\w+|clicked|form_submitted|input_\w+)$/;

/**
 * Shopify: events of Web Pixels (`{ name: 'product_viewed', data }`), and the standard storefront events that themes dispatch
 * in the page (`shopify:product:view` …), as the event itself. Products go by the number of their product, not of the variant.
 */
export const shopify: EventAdapter = {
  name: 'shopify',
  read(payload) {
    const event = fieldsOf(payload);
    if (typeof event.type === 'string' && event.type.startsWith('shopify:')) return readStorefront(event.type, event);
    return typeof event.name === 'string' && (event.data !== undefined || event.context !== undefined)
      ? readPixel(event.name, event)
      : undefined;
  },
};

function readPixel(name: string, { data, context, id }: Record<string, unknown>): EventDraft[] | undefined {
  const { productVariant, cartLine, collection, searchResult, checkout } = fieldsOf(data);
  const line = (name: EventDraft['name'], entry: unknown, variant: 'merchandise' | 'variant'): EventDraft => {
    const fields = fieldsOf(entry);
    return { name, product: productOf(fields[variant]), quantity: fields.quantity, id };
  };
  switch (name) {
    case 'product_viewed':
      return [{ name: 'view_item', product: productOf(productVariant), id }];
    case 'product_added_to_cart':
      return [line('add_to_cart', cartLine, 'merchandise')];
    case 'product_removed_from_cart':
      return [line('remove_from_cart', cartLine, 'merchandise')];
    case 'checkout_completed':
      return listOf(fieldsOf(checkout).lineItems).map((entry) => line('purchase', entry, 'variant'));
    case 'collection_viewed': {
      const { id: collectionId, productVariants } = fieldsOf(collection);
      const products = listOf(productVariants).map(productOf);
      const category: EventDraft = { name: 'view_category', category: numberOf(collectionId), id };
      return products.length > 0 ? [category, { name: 'view_item_list', products, id }] : [category];
    }
    case 'search_submitted':
      return [{ name: 'search', words: fieldsOf(searchResult).query, id }];
    case 'page_viewed':
      return [{ name: 'page_view', page: fieldsOf(fieldsOf(fieldsOf(context).document).location).href, id }];
    default:
      return PASSED_OVER.test(name) ? [] : undefined;
  }
}

function readStorefront(type: string, event: Record<string, unknown>): EventDraft[] {
  const product = numberOf(fieldsOf(event.product).id);
  switch (type) {
    case 'shopify:product:view':
      // A card that came into view was shown, not looked at.
      return event.context === 'page' || event.context === 'dialog'
        ? [{ name: 'view_item', product }]
        : [{ name: 'view_item_list', products: [product], list: event.context }];
    case 'shopify:collection:view': {
      const { id, handle } = fieldsOf(event.collection);
      return [{ name: 'view_category', category: numberOf(id) ?? handle }];
    }
    case 'shopify:search:update':
      return [{ name: 'search', words: event.query ?? fieldsOf(event.search).query }];
    case 'shopify:cart:lines-update': {
      const name = event.action === 'add' ? 'add_to_cart' : event.action === 'remove' ? 'remove_from_cart' : undefined;
      return name === undefined ? [] : listOf(event.lines).map((entry) => readLine(name, fieldsOf(entry)));
    }
    default:
      return [];
  }
}

function readLine(name: EventDraft['name'], line: Record<string, unknown>): EventDraft {
  const product = numberOf(line.productId) ?? numberOf(fieldsOf(line.product).id) ?? productOf(line.merchandise);
  return { name, product: product ?? numberOf(line.merchandiseId), quantity: line.quantity };
}

/** Of a variant, the number of its product. */
function productOf(variant: unknown): unknown {
  const { product, id } = fieldsOf(variant);
  return numberOf(fieldsOf(product).id) ?? numberOf(id);
}

/** `gid://shopify/Product/12` is the number 12. */
function numberOf(id: unknown): unknown {
  return typeof id === 'string' ? id.replace(/^gid:\/\/shopify\/\w+\//, '') : (id ?? undefined);
}
