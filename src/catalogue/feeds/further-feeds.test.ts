import { expect, test } from 'vitest';
import { ProductEntries } from './product-entries.ts';
import { shopOf } from './testing/shop-of.ts';

const MUG = { title: 'Mug', image: 'https://x.example/m.jpg' };
const IMAGE = MUG.image;

/** What each platform says of one product: what a card and a list need of it is read. */
test.each<[string, string | object, Record<string, unknown>]>([
  [
    'commercetools',
    {
      limit: 20,
      results: [
        {
          id: 'p1',
          productType: { typeId: 'product-type', id: 'pt' },
          masterData: {
            published: true,
            staged: { name: { en: 'Old' }, masterVariant: { prices: [] } },
            current: {
              name: { 'en-US': 'Mug', 'de-DE': 'Becher' },
              categories: [{ typeId: 'category', id: 'c', obj: { name: { 'en-US': 'Cups' } } }],
              masterVariant: {
                sku: 'M',
                prices: [{ value: { currencyCode: 'EUR', centAmount: 1999, fractionDigits: 2 } }],
                images: [{ url: IMAGE }],
                attributes: [{ name: 'color', value: { key: 'red', label: 'Red' } }],
                availability: { isOnStock: false, availableQuantity: 0 },
              },
            },
          },
        },
      ],
    },
    { ...MUG, id: 'p1', price: 19.99, currency: 'EUR', categories: ['Cups'], tags: ['Red'], inStock: false },
  ],
  [
    'commercetools, a projection with a discount in yen',
    {
      results: [
        {
          id: 'p1',
          name: { en: 'Mug' },
          published: true,
          masterVariant: {
            images: [{ url: IMAGE }],
            prices: [
              {
                value: { currencyCode: 'JPY', centAmount: 1999, fractionDigits: 0 },
                discounted: { value: { currencyCode: 'JPY', centAmount: 1500, fractionDigits: 0 } },
              },
            ],
          },
        },
      ],
    },
    { ...MUG, price: 1500, regularPrice: 1999, currency: 'JPY' },
  ],
  [
    'Squarespace',
    {
      products: [
        {
          id: 's1',
          type: 'PHYSICAL',
          name: 'Mug',
          isVisible: true,
          variants: [
            {
              pricing: {
                basePrice: { value: '12.95', currency: 'USD' },
                onSale: true,
                salePrice: { value: '9.95', currency: 'USD' },
              },
              stock: { quantity: 0, unlimited: true },
            },
          ],
          images: [{ id: 'i', url: IMAGE }],
        },
      ],
    },
    { ...MUG, price: 9.95, regularPrice: 12.95, currency: 'USD', inStock: true },
  ],
  [
    'Yandex Market: categories by number',
    '<?xml version="1.0"?><yml_catalog date="2024-11-01"><shop><categories><category id="1">Home</category>' +
      '<category id="2" parentId="1">Cups &amp; mugs</category></categories><offers>' +
      '<offer id="9012" type="vendor.model" available="false"><price>1490</price><oldprice>1990</oldprice><currencyId>RUB</currencyId>' +
      `<categoryId>2</categoryId><picture>${IMAGE}</picture><typePrefix>Mug</typePrefix><vendor>Alba</vendor><model>M-1</model></offer>` +
      '</offers></shop></yml_catalog>',
    {
      id: '9012',
      title: 'Mug Alba M-1',
      price: 1490,
      regularPrice: 1990,
      categories: ['Home', 'Cups & mugs'],
      brand: 'Alba',
      inStock: false,
    },
  ],
  [
    'Ceneo',
    '<?xml version="1.0"?><offers version="1"><o id="17" url="https://x.example/17" price="49.99" avail="1">' +
      `<cat><![CDATA[Dom/Kuchnia]]></cat><name><![CDATA[Mug]]></name><imgs><main url="${IMAGE}"/><i url="b.jpg"/></imgs><desc>opis</desc></o></offers>`,
    { ...MUG, id: '17', price: 49.99, categories: ['Dom', 'Kuchnia'], description: 'opis', inStock: true },
  ],
  [
    'Shopware, the shop window',
    {
      elements: [
        {
          id: '0191',
          name: null,
          translated: { name: 'Mug' },
          available: true,
          calculatedPrice: { unitPrice: 19.99, listPrice: { price: 25 } },
          manufacturer: { translated: { name: 'Alba' } },
          cover: { media: { url: IMAGE } },
          categories: [{ translated: { name: 'Cups' } }],
        },
      ],
    },
    { ...MUG, price: 19.99, regularPrice: 25, brand: 'Alba', categories: ['Cups'], inStock: true },
  ],
  [
    'Shopware, its administration by JSON:API',
    {
      data: [
        {
          id: '0191',
          type: 'product',
          attributes: { name: 'Mug', stock: 0, active: true, price: [{ currencyId: 'b7', net: 16.8, gross: 19.99 }] },
        },
      ],
    },
    { id: '0191', title: 'Mug', price: 19.99, inStock: false },
  ],
  [
    'Shopify, the shop window by GraphQL, a collection',
    {
      data: {
        collection: {
          products: {
            edges: [
              {
                node: {
                  id: 'gid://shopify/Product/1',
                  title: 'Mug',
                  availableForSale: false,
                  priceRange: { minVariantPrice: { amount: '12.5', currencyCode: 'EUR' } },
                  compareAtPriceRange: { minVariantPrice: { amount: '15.0', currencyCode: 'EUR' } },
                  images: { edges: [{ node: { url: IMAGE } }] },
                  collections: { edges: [{ node: { title: 'Summer' } }] },
                },
              },
            ],
          },
        },
      },
    },
    { ...MUG, price: 12.5, regularPrice: 15, currency: 'EUR', categories: ['Summer'], inStock: false },
  ],
  [
    'Wix',
    {
      products: [
        {
          id: 'w1',
          name: 'Mug',
          visible: true,
          price: { currency: 'USD', price: 20, discountedPrice: 15 },
          stock: { trackInventory: true, quantity: 0, inStock: false },
          media: { mainMedia: { thumbnail: { url: 'https://x.example/t.jpg' }, image: { url: IMAGE } } },
          productPageUrl: { base: 'https://shop.example', path: '/product-page/mug' },
        },
      ],
    },
    { ...MUG, price: 15, regularPrice: 20, url: 'https://shop.example/product-page/mug', inStock: false },
  ],
  [
    'Ecwid',
    {
      total: 1,
      items: [
        {
          id: 123456,
          name: 'Mug',
          price: 10,
          compareToPrice: 12,
          inStock: true,
          enabled: true,
          imageUrl: IMAGE,
          attributes: [{ name: 'Brand', value: 'Alba', type: 'BRAND' }],
        },
      ],
    },
    { ...MUG, id: '123456', price: 10, regularPrice: 12, brand: 'Alba', inStock: true },
  ],
  [
    'OpenCart',
    {
      products: [
        { product_id: '42', name: 'Mug', price: '$10.00', special: '$8.00', quantity: '5', status: '1', thumb: IMAGE },
      ],
    },
    { id: '42', title: 'Mug', price: 8, regularPrice: 10, inStock: true },
  ],
  [
    'Sylius',
    {
      '@context': '/api/v2/contexts/Product',
      '@type': 'hydra:Collection',
      'hydra:member': [
        {
          '@id': '/api/v2/shop/products/mug',
          '@type': 'Product',
          id: 7,
          code: 'mug',
          name: 'Mug',
          images: [{ '@type': 'ProductImage', path: IMAGE }],
          defaultVariantData: { price: 1999, originalPrice: 2500, inStock: true },
        },
      ],
    },
    { ...MUG, id: 'mug', price: 19.99, regularPrice: 25, inStock: true },
  ],
  [
    'Spree',
    {
      data: [
        {
          id: '1',
          type: 'product',
          attributes: {
            name: 'Mug',
            price: '19.99',
            currency: 'USD',
            compare_at_price: '25.0',
            purchasable: true,
            in_stock: false,
          },
          relationships: { images: { data: [] } },
        },
      ],
    },
    { id: '1', title: 'Mug', price: 19.99, regularPrice: 25, currency: 'USD', inStock: false },
  ],
  [
    'BigCommerce, GraphQL',
    {
      data: {
        site: {
          products: {
            edges: [
              {
                node: {
                  entityId: 86,
                  name: 'Mug',
                  sku: 'B1',
                  brand: { name: 'Alba' },
                  prices: { price: { value: 15, currencyCode: 'USD' }, salePrice: { value: 15 }, retailPrice: null },
                  defaultImage: { url: IMAGE },
                  categories: { edges: [{ node: { name: 'Cups' } }] },
                  inventory: { isInStock: false },
                },
              },
            ],
          },
        },
      },
    },
    { ...MUG, id: '86', price: 15, currency: 'USD', brand: 'Alba', categories: ['Cups'], inStock: false },
  ],
  [
    'Etsy',
    {
      count: 1,
      results: [
        {
          listing_id: 1234567890,
          title: 'Mug',
          state: 'active',
          quantity: 3,
          price: { amount: 1999, divisor: 100, currency_code: 'USD' },
          images: [{ url_fullxfull: IMAGE }],
        },
      ],
    },
    { ...MUG, id: '1234567890', price: 19.99, currency: 'USD', inStock: true },
  ],
  [
    'eBay',
    {
      itemSummaries: [
        {
          itemId: 'v1|11|0',
          title: 'Mug',
          price: { value: '19.99', currency: 'USD' },
          marketingPrice: { originalPrice: { value: '25.00', currency: 'USD' } },
          image: { imageUrl: IMAGE },
          categories: [{ categoryId: '1', categoryName: 'Cups' }],
          estimatedAvailabilities: [{ estimatedAvailabilityStatus: 'OUT_OF_STOCK' }],
        },
      ],
    },
    { ...MUG, id: 'v1|11|0', price: 19.99, regularPrice: 25, categories: ['Cups'], inStock: false },
  ],
  [
    'Lightspeed eCom',
    {
      products: [
        {
          id: 9,
          isVisible: true,
          title: 'Mug',
          brand: { resource: { embedded: { title: 'Alba' } } },
          image: { src: IMAGE },
          variants: [{ priceIncl: 19.99, oldPriceIncl: 25, stockLevel: 0, stockTracking: 'enabled' }],
        },
      ],
    },
    { ...MUG, id: '9', price: 19.99, regularPrice: 25, brand: 'Alba', inStock: false },
  ],
  [
    'Square: pictures and categories are objects beside',
    {
      objects: [
        {
          type: 'ITEM',
          id: 'SQ1',
          is_deleted: false,
          item_data: {
            name: 'Mug',
            categories: [{ id: 'C1' }],
            image_ids: ['I1'],
            variations: [{ item_variation_data: { price_money: { amount: 1999, currency: 'USD' } } }],
          },
        },
        { type: 'CATEGORY', id: 'C1', category_data: { name: 'Cups' } },
        { type: 'IMAGE', id: 'I1', image_data: { url: IMAGE } },
      ],
    },
    { ...MUG, id: 'SQ1', price: 19.99, currency: 'USD', categories: ['Cups'] },
  ],
  [
    'Stripe, products',
    {
      object: 'list',
      data: [
        {
          id: 'prod_1',
          object: 'product',
          active: true,
          name: 'Mug',
          images: [IMAGE],
          default_price: { unit_amount: 1999, currency: 'usd' },
        },
      ],
    },
    { ...MUG, id: 'prod_1', price: 19.99, currency: 'USD' },
  ],
  [
    'Stripe, prices in a currency without cents',
    {
      object: 'list',
      data: [
        {
          id: 'price_1',
          object: 'price',
          unit_amount: 1999,
          currency: 'jpy',
          product: { id: 'prod_1', name: 'Mug', images: [IMAGE] },
        },
      ],
    },
    { ...MUG, id: 'prod_1', price: 1999, currency: 'JPY' },
  ],
  [
    "Google's fields under another prefix",
    '<?xml version="1.0"?><rss xmlns:gm="http://base.google.com/ns/1.0"><channel><item><gm:id>1</gm:id><gm:title>Mug</gm:title>' +
      `<gm:price>19.99 EUR</gm:price><gm:sale_price>15.00 EUR</gm:sale_price><gm:image_link>${IMAGE}</gm:image_link>` +
      '<gm:availability>out_of_stock</gm:availability><gm:product_type>Home &gt; Cups</gm:product_type></item></channel></rss>',
    { ...MUG, id: '1', price: 15, regularPrice: 19.99, categories: ['Home', 'Cups'], inStock: false },
  ],
  [
    'Akeneo',
    {
      _embedded: {
        items: [
          {
            identifier: 'AK1',
            enabled: true,
            categories: ['cups'],
            values: {
              name: [{ locale: 'en_US', scope: null, data: 'Mug' }],
              price: [{ locale: null, scope: null, data: [{ amount: '19.99', currency: 'EUR' }] }],
              image: [{ locale: null, scope: null, data: 'a/b.jpg', _links: { download: { href: IMAGE } } }],
            },
          },
        ],
      },
    },
    { ...MUG, id: 'AK1', price: 19.99, currency: 'EUR', categories: ['cups'] },
  ],
  [
    'Pimcore',
    {
      data: {
        getProductListing: { edges: [{ node: { id: '5', name: 'Mug', price: 19.99, image: { fullpath: IMAGE } } }] },
      },
    },
    { ...MUG, id: '5', price: 19.99 },
  ],
  [
    'schema.org: graphs in a list',
    [
      {
        '@context': 'https://schema.org',
        '@graph': [
          { '@type': 'BreadcrumbList', itemListElement: [{ '@type': 'ListItem', name: 'Home' }] },
          {
            '@type': ['Product'],
            name: 'Mug',
            sku: 'M1',
            image: [{ '@type': 'ImageObject', url: IMAGE }],
            offers: { '@type': 'AggregateOffer', lowPrice: '10', highPrice: '20', priceCurrency: 'EUR' },
          },
        ],
      },
    ],
    { ...MUG, id: 'M1', price: 10, currency: 'EUR' },
  ],
  [
    'Vendure, a search',
    {
      data: {
        search: {
          items: [
            {
              productId: '1',
              productName: 'Mug',
              priceWithTax: { min: 1999, max: 2999 },
              currencyCode: 'USD',
              productAsset: { preview: IMAGE },
              inStock: true,
            },
          ],
        },
      },
    },
    { ...MUG, id: '1', price: 19.99, currency: 'USD', inStock: true },
  ],
  [
    'Vendure, products',
    {
      data: {
        products: {
          items: [
            {
              id: '1',
              name: 'Mug',
              featuredAsset: { preview: IMAGE },
              collections: [{ name: 'Cups' }],
              variants: [{ sku: 'M', priceWithTax: 1999, currencyCode: 'USD', stockLevel: 'OUT_OF_STOCK' }],
            },
          ],
        },
      },
    },
    { ...MUG, id: '1', price: 19.99, categories: ['Cups'], inStock: false },
  ],
  [
    'PrestaShop, XML in two languages',
    '<?xml version="1.0"?><prestashop><products><product><id><![CDATA[1]]></id><active>1</active><price>19.990000</price>' +
      '<name><language id="1">Mug</language><language id="2">Tasse</language></name><quantity>0</quantity></product></products></prestashop>',
    { id: '1', title: 'Mug', price: 19.99, inStock: false },
  ],
  [
    'Contentful',
    { items: [{ sys: { id: 'c1', type: 'Entry' }, fields: { name: { 'en-US': 'Mug' }, price: { 'en-US': 19.99 } } }] },
    { id: 'c1', title: 'Mug', price: 19.99 },
  ],
  [
    'Sanity',
    { result: [{ _id: 's1', title: 'Mug', price: 19.99, image: { asset: { url: IMAGE } } }] },
    { ...MUG, id: 's1', price: 19.99 },
  ],
  [
    'Strapi',
    {
      data: [
        {
          id: 1,
          attributes: {
            title: 'Mug',
            price: 19.99,
            image: { data: { id: 1, attributes: { url: IMAGE } } },
            category: { data: { id: 1, attributes: { name: 'Cups' } } },
          },
        },
      ],
    },
    { ...MUG, id: '1', price: 19.99, categories: ['Cups'] },
  ],
  [
    'Elasticsearch',
    {
      took: 1,
      hits: {
        total: { value: 1 },
        hits: [{ _id: 'e1', _source: { title: 'Mug', price: 19.99, image: IMAGE, in_stock: false } }],
      },
    },
    { ...MUG, id: 'e1', price: 19.99, inStock: false },
  ],
  [
    'Typesense',
    { hits: [{ document: { id: 't1', name: 'Mug', price: 19.99, image: IMAGE } }] },
    { ...MUG, id: 't1', price: 19.99 },
  ],
  [
    'Klaviyo',
    {
      data: [
        {
          type: 'catalog-item',
          id: '$custom:::$default:::1',
          attributes: { external_id: '1', title: 'Mug', price: 19.99, image_full_url: IMAGE },
        },
      ],
    },
    { ...MUG, id: '1', price: 19.99 },
  ],
  [
    'Awin',
    'aw_product_id,merchant_product_id,product_name,merchant_image_url,merchant_category,search_price,rrp_price,currency,merchant_deep_link,in_stock\n' +
      `555,M1,Mug,${IMAGE},Home > Cups,19.99,25.00,GBP,https://x.example/m,0\n`,
    { ...MUG, id: 'M1', price: 19.99, regularPrice: 25, currency: 'GBP', categories: ['Home', 'Cups'], inStock: false },
  ],
  [
    'a price in cents',
    [{ id: 1, title: 'Mug', price_cents: 1999, currency: 'USD' }],
    { price: 19.99, currency: 'USD' },
  ],
  [
    'a price with what it was',
    [{ id: 1, title: 'Mug', price: { current: 15, original: 20, currency: 'EUR' } }],
    { price: 15, regularPrice: 20, currency: 'EUR' },
  ],
  [
    'prices by their kind',
    [
      {
        id: 1,
        title: 'Mug',
        prices: [
          { type: 'list', value: 20 },
          { type: 'sale', value: 15 },
        ],
      },
    ],
    { price: 15, regularPrice: 20 },
  ],
  [
    'a list under any name',
    { mugs: [{ id: 1, title: 'Mug', price: 5 }], page: { of: [1] } },
    { id: '1', title: 'Mug', price: 5 },
  ],
])('%s', async (_, feed, expected) => {
  const shop = await shopOf(feed);
  expect(shop.report).toMatchObject({ taken: 1, refused: 0, omitted: 0 });
  const [id] = [...shop.shown, ...shop.kept];
  const { inStock, ...product } = expected;
  expect(shop.product(id!)).toMatchObject(product);
  if (inStock !== undefined) expect(shop.shown).toEqual(inStock ? [id] : []);
});

test('a row a variant: the product is in stock where one of its variants is', async () => {
  const shop = await shopOf(
    'product_id,variant_id,name,price,stock\n1,11,Tee,10,0\n1,12,Tee,10,5\n2,21,Mug,5,0\n2,22,Mug,5,0\n',
  );
  expect([shop.report.refused, shop.shown, shop.kept]).toEqual([0, ['1'], ['2']]);
});

test('a key that holds a number is no price', async () => {
  const shop = await shopOf([{ id: 'prod_2', name: 'Mug', default_price: 'price_2' }]);
  expect(shop.product('prod_2')).not.toHaveProperty('price');
  expect(shop.report.omissions).toEqual([expect.objectContaining({ field: 'price' })]);
});

test('an array of a page is read by the same rules', () => {
  const entries = new ProductEntries();
  const hit = { _id: 'e1', _source: { title: 'Mug', price: { amount: 1999, divisor: 100, currency: 'EUR' } } };
  const rows = [...entries.push([hit]), ...entries.end()];
  expect(rows).toEqual([{ row: expect.objectContaining({ id: 'e1', title: 'Mug', price: 19.99, currency: 'EUR' }) }]);
});
