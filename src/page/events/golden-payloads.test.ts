import { expect, test, vi } from 'vitest';
import type { VitrineError } from '../../contract/errors.ts';
import { readEvent } from '../../engine/storage/event-record.ts';
import { EventReader } from './event-reader.ts';
import { createMatomo } from './matomo.ts';
import { pixels } from './pixels.ts';
import { snowplow } from './snowplow.ts';

const AT = 1_700_000_000_000;

function gtag(..._parameters: unknown[]): IArguments {
  // biome-ignore lint/complexity/noArguments: pages push this very object, as Google's snippet does
  return arguments;
}

/** What the engine would store of a payload, and how many entries it refuses. */
async function outcomeOf(payload: unknown): Promise<string> {
  const problems: VitrineError[] = [];
  const reading = await new EventReader([], (problem) => problems.push(problem)).read(payload, AT);
  const whole = reading.refused.some(({ index }) => index === -1);
  if (whole) return 'refused';
  const told = reading.events.map((event) => {
    const read = readEvent(event, AT);
    if (typeof read === 'string') return 'unusable';
    if ('product' in read) {
      const { name, product, quantity, list } = read;
      return [name, product, quantity && `x${quantity}`, list && `from ${list}`].filter(Boolean).join(' ');
    }
    if (read.name === 'search') return `search ${read.words}`;
    if (read.name === 'view_category') return `view_category ${read.category}`;
    if (read.name === 'page_view') return `page_view ${read.page}`;
    if (read.name === 'declare_interest') return `declare_interest ${read.interest}`;
    return [`view_item_list ${read.products}`, read.list && `from ${read.list}`].filter(Boolean).join(' ');
  });
  expect(problems).toEqual([]);
  return told.join(', ') || 'nothing';
}

const items = [{ item_id: 'K-7', item_name: 'Enamel kettle', price: 34.5, quantity: 2 }];
const uaProducts = [{ id: 'K-7', name: 'Enamel kettle', price: '34.50', quantity: 1 }];
const variant = {
  id: '44010',
  sku: 'KET-RED',
  price: { amount: 34.5, currencyCode: 'EUR' },
  product: { id: '9001', title: 'Enamel kettle', vendor: 'Alba', type: 'Kettles' },
};
const iglu = (name: string, version = '1-0-0') =>
  `iglu:com.snowplowanalytics.snowplow.ecommerce/${name}/jsonschema/${version}`;
const snowplowAction = (data: object) => ({
  event: { schema: iglu('snowplow_ecommerce_action', '1-0-2'), data },
  context: [
    {
      schema: iglu('product'),
      data: { id: 'K-7', name: 'Enamel kettle', category: 'kitchen', price: 34.5, quantity: 3 },
    },
    { schema: iglu('cart'), data: { total_value: 69, currency: 'EUR' } },
  ],
});
const retail = (eventType: string, more: object = {}) => ({ eventType, visitorId: 'v-31', ...more });
const details = [{ product: { id: 'K-7' }, quantity: 2 }];

const GOLDEN: Record<string, [title: string, payload: unknown, outcome: string][]> = {
  'Google Analytics 4': [
    ['dataLayer view_item', { event: 'view_item', ecommerce: { currency: 'EUR', items } }, 'view_item K-7 x2'],
    ['plain form', { name: 'add_to_cart', items }, 'add_to_cart K-7 x2'],
    ['Measurement Protocol params', { name: 'purchase', params: { transaction_id: 'T-9', items } }, 'purchase K-7 x2'],
    [
      'Measurement Protocol body',
      { client_id: '1.2', events: [{ name: 'view_item', params: { items } }] },
      'view_item K-7 x2',
    ],
    ['gtag array', ['event', 'add_to_wishlist', { items }], 'add_to_wishlist K-7 x2'],
    ['gtag arguments', gtag('event', 'remove_from_cart', { items }), 'remove_from_cart K-7 x2'],
    ['ecommerce inside gtag parameters', ['event', 'view_item', { ecommerce: { items } }], 'view_item K-7 x2'],
    ['eventModel', { event: 'view_item', eventModel: { items } }, 'view_item K-7 x2'],
    ['Firebase', ['select_item', { item_list_id: 'home', items }], 'select_item K-7 x2 from home'],
    [
      'items beside an empty list of ecommerce',
      { event: 'view_item', ecommerce: { items: [] }, items },
      'view_item K-7 x2',
    ],
    ['one item, no list', { event: 'view_item', ecommerce: { items: items[0] } }, 'view_item K-7 x2'],
    ['items as JSON', { event: 'view_item', ecommerce: { items: JSON.stringify(items) } }, 'view_item K-7 x2'],
    ['id for item_id', { event: 'view_item', ecommerce: { items: [{ id: 'K-7', name: 'x' }] } }, 'view_item K-7'],
    ['a name in capitals', { event: 'View_Item', ecommerce: { items } }, 'view_item K-7 x2'],
    ['a name with a prefix', { event: 'ga4_view_item', ecommerce: { items } }, 'view_item K-7 x2'],
    [
      'a number as id, a text as quantity',
      { event: 'add_to_cart', items: [{ item_id: 12, quantity: '3' }] },
      'add_to_cart 12 x3',
    ],
    ['a big integer as id', { event: 'view_item', items: [{ item_id: 12n }] }, 'view_item 12'],
    [
      'a list',
      { event: 'view_item_list', ecommerce: { item_list_id: 'new', items: [...items, { item_id: 'B' }] } },
      'view_item_list K-7,B from new',
    ],
    ['search', { event: 'search', search_term: ' copper pan ' }, 'search copper pan'],
    ['view_search_results', ['event', 'view_search_results', { search_term: '茶壶' }], 'search 茶壶'],
    [
      'page_view',
      ['event', 'page_view', { page_location: 'https://shop.test/sale?x=1#top' }],
      'page_view https://shop.test/sale',
    ],
    ['refund', { event: 'refund', ecommerce: { transaction_id: 'T-9', items } }, 'refund K-7 x2'],
    ['begin_checkout is passed over', { event: 'begin_checkout', ecommerce: { items } }, 'nothing'],
    ['view_cart is passed over', { event: 'view_cart', ecommerce: { items } }, 'nothing'],
    ['add_payment_info is passed over', { event: 'add_payment_info', ecommerce: { items } }, 'nothing'],
    [
      'select_promotion is passed over',
      { event: 'select_promotion', ecommerce: { promotion_id: 'P', items } },
      'nothing',
    ],
    ['a reset is passed over', { ecommerce: null }, 'nothing'],
    ['the tag manager is passed over', { event: 'gtm.js', 'gtm.start': 1 }, 'nothing'],
    ['gtag config is passed over', gtag('config', 'G-1'), 'nothing'],
    [
      'frozen',
      Object.freeze({ event: 'view_item', ecommerce: Object.freeze({ items: Object.freeze(items) }) }),
      'view_item K-7 x2',
    ],
    ['a reactive proxy', new Proxy({ event: 'view_item', ecommerce: { items } }, {}), 'view_item K-7 x2'],
  ],
  placeholders: [
    ['(not set)', { event: 'view_item', items: [{ item_id: '(not set)' }] }, 'unusable'],
    ['undefined', { event: 'view_item', items: [{ item_id: 'undefined' }] }, 'unusable'],
    ['null', { event: 'view_item', items: [{ item_id: 'null' }] }, 'unusable'],
    ['NaN', { event: 'view_item', items: [{ item_id: Number.NaN }] }, 'unusable'],
    ['empty', { event: 'view_item', items: [{ item_id: ' ' }] }, 'unusable'],
    ['only a name', { event: 'view_item', items: [{ item_name: 'Kettle' }] }, 'unusable'],
    ['one of two', { event: 'view_item', items: [{ item_id: '' }, { item_id: 'A' }] }, 'unusable, view_item A'],
  ],
  'Universal Analytics': [
    [
      'detail',
      { ecommerce: { detail: { actionField: { list: 'Search' }, products: uaProducts } } },
      'view_item K-7 x1 from Search',
    ],
    [
      'click',
      { event: 'productClick', ecommerce: { click: { actionField: { list: 'Home' }, products: uaProducts } } },
      'select_item K-7 x1 from Home',
    ],
    [
      'add',
      { event: 'addToCart', ecommerce: { currencyCode: 'EUR', add: { products: uaProducts } } },
      'add_to_cart K-7 x1',
    ],
    ['remove', { event: 'removeFromCart', ecommerce: { remove: { products: uaProducts } } }, 'remove_from_cart K-7 x1'],
    [
      'purchase under a GA4 name',
      { event: 'purchase', ecommerce: { purchase: { actionField: { id: 'T-9' }, products: uaProducts } } },
      'purchase K-7 x1',
    ],
    [
      'refund',
      { ecommerce: { refund: { actionField: { id: 'T-9' }, products: [{ id: 'K-7', quantity: 1 }] } } },
      'refund K-7 x1',
    ],
    [
      'impressions',
      { ecommerce: { impressions: [{ id: 'K-7', list: 'Home', position: 1 }, { id: 'B' }] } },
      'view_item_list K-7,B from Home',
    ],
    [
      'GTM4WP',
      { event: 'gtm4wp.addProductToCartEEC', ecommerce: { add: { products: uaProducts } } },
      'add_to_cart K-7 x1',
    ],
    [
      'a prefix of its own',
      { event: 'eec.detail', ecommerce: { detail: { products: [{ id: 'K-7' }] } } },
      'view_item K-7',
    ],
    [
      'a checkout step is passed over',
      { event: 'checkout', ecommerce: { checkout: { products: uaProducts } } },
      'nothing',
    ],
    ['promotions are passed over', { ecommerce: { promoView: { promotions: [{ id: 'P' }] } } }, 'nothing'],
  ],
  'Shopify Web Pixels': [
    [
      'product_viewed',
      { id: 'sh-1', name: 'product_viewed', type: 'standard', data: { productVariant: variant } },
      'view_item 9001',
    ],
    [
      'product_added_to_cart',
      { name: 'product_added_to_cart', data: { cartLine: { merchandise: variant, quantity: 2 } } },
      'add_to_cart 9001 x2',
    ],
    [
      'product_removed_from_cart',
      { name: 'product_removed_from_cart', data: { cartLine: { merchandise: variant, quantity: 1 } } },
      'remove_from_cart 9001 x1',
    ],
    [
      'checkout_completed',
      { name: 'checkout_completed', data: { checkout: { order: { id: '1' }, lineItems: [{ quantity: 1, variant }] } } },
      'purchase 9001 x1',
    ],
    [
      'collection_viewed',
      { name: 'collection_viewed', data: { collection: { id: '77', title: 'Kettles', productVariants: [variant] } } },
      'view_category 77, view_item_list 9001',
    ],
    [
      'search_submitted',
      { name: 'search_submitted', data: { searchResult: { query: 'kettle', productVariants: [] } } },
      'search kettle',
    ],
    [
      'page_viewed',
      { name: 'page_viewed', context: { document: { location: { href: 'https://shop.test/a?b' } } }, data: {} },
      'page_view https://shop.test/a',
    ],
    ['checkout_started is passed over', { name: 'checkout_started', data: { checkout: {} } }, 'nothing'],
  ],
  'Shopify standard storefront events': [
    [
      'product:view on its page',
      { type: 'shopify:product:view', context: 'page', product: { id: 'gid://shopify/Product/9001', title: 'Kettle' } },
      'view_item 9001',
    ],
    [
      'product:view on a card',
      { type: 'shopify:product:view', context: 'collection', product: { id: 'gid://shopify/Product/9001' } },
      'view_item_list 9001 from collection',
    ],
    [
      'collection:view',
      { type: 'shopify:collection:view', collection: { id: null, handle: 'all', productsCount: 40 } },
      'view_category all',
    ],
    ['search:update', { type: 'shopify:search:update', query: 'pan' }, 'search pan'],
    [
      'cart:lines-update, added',
      {
        type: 'shopify:cart:lines-update',
        action: 'add',
        context: 'product',
        lines: [
          { merchandiseId: 'gid://shopify/ProductVariant/44010', productId: 'gid://shopify/Product/9001', quantity: 1 },
        ],
      },
      'add_to_cart 9001 x1',
    ],
    [
      'cart:lines-update, updated',
      { type: 'shopify:cart:lines-update', action: 'update', lines: [{ id: 'l', quantity: 3 }] },
      'nothing',
    ],
  ],
  Segment: [
    [
      'Product Viewed',
      {
        type: 'track',
        event: 'Product Viewed',
        messageId: 'm-1',
        properties: { product_id: 'K-7', sku: 'S', price: 34.5 },
      },
      'view_item K-7',
    ],
    [
      'Product Clicked',
      { type: 'track', event: 'Product Clicked', properties: { product_id: 'K-7', list_id: 'home' } },
      'select_item K-7 from home',
    ],
    ['Product Added', { event: 'Product Added', properties: { product_id: 'K-7', quantity: 2 } }, 'add_to_cart K-7 x2'],
    ['Product Removed', { event: 'Product Removed', properties: { product_id: 'K-7' } }, 'remove_from_cart K-7'],
    [
      'Product Added to Wishlist',
      { event: 'Product Added to Wishlist', properties: { product_id: 'K-7' } },
      'add_to_wishlist K-7',
    ],
    [
      'Order Completed',
      {
        event: 'Order Completed',
        properties: { order_id: 'o', products: [{ product_id: 'K-7', quantity: 1 }, { sku: 'B' }] },
      },
      'purchase K-7 x1, purchase B',
    ],
    ['Order Refunded', { event: 'Order Refunded', properties: { products: [{ product_id: 'K-7' }] } }, 'refund K-7'],
    ['Products Searched', { event: 'Products Searched', properties: { query: 'pan' } }, 'search pan'],
    [
      'Product List Viewed',
      {
        event: 'Product List Viewed',
        properties: { list_id: 'hot', category: 'Deals', products: [{ product_id: 'K-7' }] },
      },
      'view_item_list K-7 from hot',
    ],
    [
      'Product List Viewed without products',
      { event: 'Product List Viewed', properties: { category: 'Deals' } },
      'view_category Deals',
    ],
    [
      'a page',
      { type: 'page', name: 'Home', properties: { url: 'https://shop.test/' } },
      'page_view https://shop.test/',
    ],
    ['Cart Viewed is passed over', { type: 'track', event: 'Cart Viewed', properties: {} }, 'nothing'],
    ['identify is passed over', { type: 'identify', userId: 'u' }, 'nothing'],
    ['the call', ['track', 'Viewed Product', { id: 'K-7' }], 'view_item K-7'],
  ],
  RudderStack: [
    [
      'Product Viewed',
      { type: 'track', channel: 'web', anonymousId: 'a', event: 'Product Viewed', properties: { product_id: 'K-7' } },
      'view_item K-7',
    ],
    [
      'Order Completed',
      {
        type: 'track',
        event: 'Order Completed',
        properties: { order_id: '1', products: [{ product_id: 'K-7', quantity: 4 }] },
      },
      'purchase K-7 x4',
    ],
  ],
  Snowplow: [
    ['product view', snowplowAction({ type: 'product_view' }), 'view_item K-7 x3'],
    [
      'list click',
      snowplowAction({ type: 'list_click', name: 'shop the look' }),
      'select_item K-7 x3 from shop the look',
    ],
    ['list view', snowplowAction({ type: 'list_view', name: 'new' }), 'view_item_list K-7 from new'],
    ['add to cart', snowplowAction({ type: 'add_to_cart' }), 'add_to_cart K-7 x3'],
    ['transaction', snowplowAction({ type: 'transaction' }), 'purchase K-7 x3'],
    ['refund', snowplowAction({ type: 'refund' }), 'refund K-7 x3'],
    ['a checkout step is passed over', snowplowAction({ type: 'checkout_step' }), 'nothing'],
    [
      'the call, with a tracker',
      ['trackProductView:sp1', { id: 'K-7', name: 'Kettle', price: 34.5, currency: 'EUR' }],
      'view_item K-7',
    ],
    [
      'the call with products',
      ['trackAddToCart', { products: [{ id: 'K-7', quantity: 2 }], total_value: 69 }],
      'add_to_cart K-7 x2',
    ],
    [
      'the call with a list',
      ['trackProductListClick', { product: { id: 'K-7' }, name: 'new' }],
      'select_item K-7 from new',
    ],
    ['site search', ['trackSiteSearch', { terms: ['copper', 'pan'] }], 'search copper pan'],
    ['set-up is passed over', ['newTracker', 'sp1', 'collector.test', { appId: 'x' }], 'nothing'],
  ],
  'Algolia Insights': [
    [
      'click after a search',
      { eventType: 'click', eventName: 'Clicked', index: 'goods', objectIDs: ['K-7'], positions: [1], queryID: 'q-1' },
      'select_item K-7 from q-1',
    ],
    [
      'views',
      { events: [{ eventType: 'view', eventName: 'Seen', index: 'goods', objectIDs: ['K-7', 'B'] }] },
      'view_item_list K-7,B',
    ],
    [
      'added to cart',
      {
        eventType: 'conversion',
        eventSubtype: 'addToCart',
        eventName: 'Added',
        index: 'goods',
        objectIDs: ['K-7'],
        objectData: [{ quantity: 2, price: 3 }],
      },
      'add_to_cart K-7 x2',
    ],
    [
      'purchased',
      { eventType: 'conversion', eventSubtype: 'purchase', eventName: 'Bought', index: 'goods', objectIDs: ['K-7'] },
      'purchase K-7',
    ],
    [
      'the call',
      ['clickedObjectIDsAfterSearch', { eventName: 'Clicked', index: 'goods', objectIDs: ['K-7'], queryID: 'q-1' }],
      'select_item K-7 from q-1',
    ],
    [
      'the call of a purchase',
      ['purchasedObjectIDs', { eventName: 'Bought', index: 'goods', objectIDs: ['K-7'] }],
      'purchase K-7',
    ],
    ['filters are passed over', ['viewedFilters', { index: 'goods', filters: ['brand:Alba'] }], 'nothing'],
  ],
  'Google Retail': [
    [
      'detail-page-view',
      retail('detail-page-view', { productDetails: [{ product: { id: 'K-7' } }], attributionToken: 'tok' }),
      'view_item K-7 from tok',
    ],
    ['add-to-cart', retail('add-to-cart', { productDetails: details, cartId: 'c' }), 'add_to_cart K-7 x2'],
    ['remove-from-cart', retail('remove-from-cart', { productDetails: details }), 'remove_from_cart K-7 x2'],
    [
      'purchase-complete',
      retail('purchase-complete', { productDetails: details, purchaseTransaction: { revenue: 69 } }),
      'purchase K-7 x2',
    ],
    [
      'a full resource name',
      retail('detail-page-view', { productDetails: [{ product: { id: 'projects/1/products/K-7' } }] }),
      'view_item K-7',
    ],
    [
      'search',
      retail('search', { searchQuery: 'pan', productDetails: [{ product: { id: 'A' } }, { product: { id: 'B' } }] }),
      'search pan, view_item_list A,B',
    ],
    [
      'category-page-view',
      retail('category-page-view', { pageCategories: ['Kitchen > Kettles'] }),
      'view_category Kitchen > Kettles',
    ],
    ['home-page-view', retail('home-page-view', { uri: 'https://shop.test/' }), 'page_view https://shop.test/'],
    ['shopping-cart-page-view is passed over', retail('shopping-cart-page-view'), 'nothing'],
  ],
  Meta: [
    [
      'ViewContent',
      ['track', 'ViewContent', { content_ids: ['K-7'], content_type: 'product', value: 34.5 }],
      'view_item K-7',
    ],
    [
      'AddToCart with contents',
      ['track', 'AddToCart', { contents: [{ id: 'K-7', quantity: 2 }] }],
      'add_to_cart K-7 x2',
    ],
    ['AddToWishlist', ['track', 'AddToWishlist', { content_ids: ['K-7'] }], 'add_to_wishlist K-7'],
    [
      'Purchase by one pixel',
      ['trackSingle', '1234', 'Purchase', { contents: [{ id: 'K-7', quantity: 1 }] }],
      'purchase K-7 x1',
    ],
    ['Search', ['track', 'Search', { search_string: 'pan' }], 'search pan'],
    [
      'Conversions API',
      { event_name: 'ViewContent', event_id: 'e-1', custom_data: { content_ids: ['K-7'] } },
      'view_item K-7',
    ],
    ['PageView is passed over', ['track', 'PageView'], 'nothing'],
    ['InitiateCheckout is passed over', ['track', 'InitiateCheckout', { content_ids: ['K-7'] }], 'nothing'],
    ['init is passed over', ['init', '1234'], 'nothing'],
  ],
  TikTok: [
    [
      'ViewContent',
      { event: 'ViewContent', properties: { contents: [{ content_id: 'K-7', content_type: 'product' }] } },
      'view_item K-7',
    ],
    [
      'CompletePayment',
      ['CompletePayment', { contents: [{ content_id: 'K-7', quantity: 2 }], value: 69 }],
      'purchase K-7 x2',
    ],
  ],
  Pinterest: [
    [
      'addtocart',
      ['track', 'addtocart', { value: 34.5, line_items: [{ product_id: 'K-7', product_quantity: 1 }] }],
      'add_to_cart K-7 x1',
    ],
    ['pagevisit', ['track', 'pagevisit', { line_items: [{ product_id: 'K-7' }] }], 'view_item K-7'],
  ],
  Matomo: [
    ['a product', ['setEcommerceView', 'K-7', 'Enamel kettle', 'Kitchen', 34.5], 'view_item K-7'],
    ['a category', ['setEcommerceView', false, false, 'Kitchen'], 'view_category Kitchen'],
    ['into the cart', ['addEcommerceItem', 'K-7', 'Enamel kettle', 'Kitchen', 34.5, 2], 'add_to_cart K-7 x2'],
    ['out of the cart', ['removeEcommerceItem', 'K-7'], 'remove_from_cart K-7'],
    ['a search', ['trackSiteSearch', 'pan', false, 12], 'search pan'],
    ['set-up is passed over', ['setTrackerUrl', 'https://m.test/matomo.php'], 'nothing'],
    ['a cart update is passed over', ['trackEcommerceCartUpdate', 69], 'nothing'],
  ],
  Adobe: [
    [
      'commerce.productViews',
      {
        eventType: 'commerce.productViews',
        commerce: { productViews: { value: 1 } },
        productListItems: [{ SKU: 'K-7' }],
      },
      'view_item K-7',
    ],
    [
      'under xdm',
      { xdm: { eventType: 'commerce.productListAdds', productListItems: [{ SKU: 'K-7', quantity: 2 }] } },
      'add_to_cart K-7 x2',
    ],
    [
      'commerce.purchases',
      {
        eventType: 'commerce.purchases',
        commerce: { purchases: { value: 1 }, order: { purchaseID: 'T' } },
        productListItems: [{ SKU: 'K-7', quantity: 1 }],
      },
      'purchase K-7 x1',
    ],
    [
      'a page',
      { eventType: 'web.webpagedetails.pageViews', web: { webPageDetails: { URL: 'https://shop.test/?q' } } },
      'page_view https://shop.test/',
    ],
    [
      'commerce.checkouts is passed over',
      { eventType: 'commerce.checkouts', productListItems: [{ SKU: 'K-7' }] },
      'nothing',
    ],
  ],
  'other forms of the same': [
    [
      'Adobe, an item without a SKU',
      { xdm: { eventType: 'commerce.purchases', productListItems: [{ _id: 'K-7', quantity: 1 }] } },
      'purchase K-7 x1',
    ],
    ['Algolia, a conversion of no further kind', ['convertedObjectIDs', { index: 'i', objectIDs: ['K-7'] }], 'nothing'],
    [
      'Google Retail, a product by its whole name',
      retail('detail-page-view', { productDetails: [{ id: 'projects/1/branches/0/products/K-7' }] }),
      'view_item K-7',
    ],
    ['Google Retail, a number', retail('refund', { productDetails: [{ product: { id: 12 } }] }), 'refund 12'],
    ['Google Retail, a search that found nothing', retail('search', { searchQuery: 'pan' }), 'search pan'],
    ['Google Retail, the home page', retail('home-page-view'), 'page_view /'],
    [
      'Google Retail, the home page’s address',
      retail('home-page-view', { uri: 'https://shop.test/?a' }),
      'page_view https://shop.test/',
    ],
    ['Matomo, an emptied cart', ['clearEcommerceCart'], 'nothing'],
    ['Matomo, a page, where there is none', ['trackPageView'], 'nothing'],
    ['Matomo, a view of nothing', ['setEcommerceView', false, false, ''], 'nothing'],
    ['Snowplow, a page, where there is none', ['trackPageView'], 'nothing'],
    [
      'Snowplow, entities under their other name',
      {
        event: { schema: iglu('snowplow_ecommerce_action', '1-0-2'), data: { type: 'product_view' } },
        contexts: [{ schema: iglu('product'), data: { id: 'K-7' } }],
      },
      'view_item K-7',
    ],
    ['a pixel that is set up', ['init', '1234'], 'nothing'],
    ['a pixel whose consent is told', ['consent', 'grant'], 'nothing'],
    ['a pixel, a category', ['track', 'ViewCategory', { content_category: 'Kitchen' }], 'view_category Kitchen'],
    ['a pixel, a page', ['track', 'PageView'], 'nothing'],
    ['a pixel, a number as id', ['track', 'ViewContent', { content_ids: 12 }], 'view_item 12'],
    ['a pixel, a text as id', ['track', 'ViewContent', { content_ids: 'K-7' }], 'view_item K-7'],
    ['a pixel, ids as JSON', ['track', 'ViewContent', { content_ids: '["K-7"]' }], 'view_item K-7'],
    ['Segment, a page by its path', { type: 'page', properties: { path: '/sale' } }, 'page_view /sale'],
    [
      'Shopify, a collection without products',
      { name: 'collection_viewed', data: { collection: { id: '77', productVariants: [] } } },
      'view_category 77',
    ],
    [
      'Shopify’s storefront, a search under `search`',
      { type: 'shopify:search:update', search: { query: 'pan' } },
      'search pan',
    ],
    [
      'Shopify’s storefront, lines that go, by their product',
      {
        type: 'shopify:cart:lines-update',
        action: 'remove',
        lines: [{ product: { id: 'gid://shopify/Product/9001' }, quantity: 1 }],
      },
      'remove_from_cart 9001 x1',
    ],
    [
      'Shopify’s storefront, a line by its variant, and one by the variant’s number',
      {
        type: 'shopify:cart:lines-update',
        action: 'add',
        lines: [{ merchandise: variant }, { merchandiseId: '44010' }],
      },
      'add_to_cart 9001, add_to_cart 44010',
    ],
    ['Shopify’s storefront, something else', { type: 'shopify:cart:note-update' }, 'nothing'],
    [
      'a list as JSON that is longer than any',
      { event: 'view_item', ecommerce: { items: `[${' '.repeat(200_000)}{"item_id":"K-7"}]` } },
      'refused',
    ],
  ],
  nobody: [
    ['nothing', undefined, 'refused'],
    ['a text', 'view_item', 'refused'],
    ['a function', () => undefined, 'refused'],
    ['another event', { event: 'newsletter_signup' }, 'refused'],
    ['a known event without items', { event: 'view_item' }, 'refused'],
    ['a name from the prototype', { name: '__proto__', items }, 'refused'],
    ['a record of the tracker itself', { schema: 'iglu:com.other/thing/jsonschema/1-0-0', data: {} }, 'refused'],
  ],
};

const cases = Object.entries(GOLDEN).flatMap(([vendor, payloads]) =>
  payloads.map((payload) => [vendor, ...payload] as const),
);

test.each(cases.filter(([vendor]) => vendor !== 'nobody'))('%s, %s', async (_vendor, _title, payload, outcome) => {
  expect(await outcomeOf(payload)).toBe(outcome);
});

test.each(GOLDEN.nobody)('nobody reads %s: it is refused with a reason, told once', async (_, payload) => {
  const problems: VitrineError[] = [];
  const reader = new EventReader([], (problem) => problems.push(problem));
  for (let i = 0; i < 2; i++) {
    const { events, refused } = await reader.read(payload, AT);
    expect(events).toEqual([]);
    expect(refused).toEqual([{ index: -1, message: expect.stringMatching(/.{20}/) }]);
  }
  expect(problems).toMatchObject([{ code: 'event-unreadable' }]);
});

test('the vendors of the table are ten or more, and their payloads eighty or more', () => {
  expect(Object.keys(GOLDEN).length).toBeGreaterThanOrEqual(12);
  expect(cases.length).toBeGreaterThanOrEqual(100);
});

test('a page that is viewed has the address that the browser shows', async () => {
  vi.stubGlobal('location', { href: 'https://shop.test/pots?utm=1' });
  vi.stubGlobal('document', { location: { href: 'https://shop.test/pots?utm=1' } });
  try {
    expect(await outcomeOf(['trackPageView'])).toBe('page_view https://shop.test/pots');
    for (const adapter of [snowplow, createMatomo()]) {
      expect(adapter.read(['trackPageView'])).toEqual([{ name: 'page_view', page: 'https://shop.test/pots?utm=1' }]);
    }
  } finally {
    vi.unstubAllGlobals();
  }
});

test('of a list that was seen, what it is for and what made it; of an order, its number and its prices', async () => {
  const reader = new EventReader([], () => undefined);
  const list = { item_list_id: 'l1', item_list_name: 'home', experiment: 'order', variant: 'new-first' };
  const marked = [
    { item_id: 'a', rule: 'sale' },
    { item_id: 7, team: 'diverse' },
  ];
  const seen = await reader.read(['event', 'view_item_list', { ...list, items: marked }], AT);
  expect(readEvent(seen.events[0], AT)).toMatchObject({
    products: ['a', '7'],
    list: 'l1',
    placement: 'home',
    experiment: 'order',
    variant: 'new-first',
    rules: { a: 'sale' },
    teams: { 7: 'diverse' },
  });
  const order = { transaction_id: 'T-1', currency: 'EUR', value: 69, items };
  const bought = await reader.read({ event: 'purchase', ecommerce: order }, AT);
  expect(readEvent(bought.events[0], AT)).toMatchObject({ price: 34.5, transaction: 'T-1', currency: 'EUR' });
  const looked = await reader.read({ event: 'view_item', ecommerce: order }, AT);
  expect(readEvent(looked.events[0], AT)).not.toHaveProperty('price');
});

test('where there is no page, as on a server, a view of one tells nothing; a pixel that is set up tells nothing either', () => {
  expect(createMatomo().read(['trackPageView'])).toEqual([]);
  for (const call of [
    ['init', '1234'],
    ['load', '1234'],
    ['consent', 'grant'],
  ])
    expect(pixels.read(call)).toEqual([]);
});
