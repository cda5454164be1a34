import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { shopOf } from './testing/shop-of.ts';

test('Shopify, a table of the old header: a product a handle, its variants and pictures in further rows', async () => {
  const shop = await shopOf(
    [
      'Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Image Src,Status',
      'bowl,Oak bowl,"<p>Turned<br>by &quot;hand&quot;</p>",Dorn,Home & Garden > Kitchen,Bowls,"oak, bowl",true,Size,S,B-S,shopify,0,deny,24.00,https://cdn.example/b1.jpg,active',
      'bowl,,,,,,,,,L,B-L,shopify,2,deny,31.00,,',
      'bowl,,,,,,,,,,,,,,,https://cdn.example/b2.jpg,',
      'spoon,Spoon,,Dorn,,Spoons,,true,Title,Default,SP,shopify,0,deny,6.00,,active',
      'ladle,Ladle,,Dorn,,Spoons,,true,Title,Default,LA,,0,deny,8.00,,active',
      'rack,Rack,,Dorn,,Racks,,false,Title,Default,RA,,4,deny,8.00,,draft',
    ].join('\n'),
  );
  expect(shop.report).toMatchObject({ taken: 4, refused: 0, omitted: 0 });
  expect(shop.shown).toEqual(['bowl', 'ladle']);
  expect(shop.product('bowl')).toMatchObject({
    title: 'Oak bowl',
    description: 'Turned by "hand"',
    price: 24,
    brand: 'Dorn',
    image: 'https://cdn.example/b1.jpg',
  });
});

test('Shopify, a table of the new header', async () => {
  const shop = await shopOf(
    [
      'Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL',
      'Oak bowl,bowl,<p>Turned</p>,Dorn,Home > Kitchen,Bowls,oak,TRUE,active,B-S,Size,S,24.00,30.00,shopify,0,FALSE,https://cdn.example/b1.jpg',
      ',bowl,,,,,,,,B-L,,L,31.00,,shopify,0,TRUE,',
      'Rack,rack,,Dorn,,Racks,,FALSE,active,R,Title,Default Title,9.00,,,,FALSE,',
    ].join('\n'),
  );
  expect([shop.shown, shop.kept]).toEqual([['bowl'], ['rack']]);
  expect(shop.product('bowl')).toMatchObject({ title: 'Oak bowl', price: 24, categories: ['Home', 'Kitchen'] });
});

test('Shopify, JSON of the shop window, of its admin, and of GraphQL', async () => {
  const variants = (available: boolean) => [
    { id: 11, price: '24.00', sku: 'B-S', available: false },
    { id: 12, price: '31.00', sku: 'B-L', available },
  ];
  const shop = await shopOf({
    products: [
      {
        id: 71,
        title: 'Bowl',
        handle: 'bowl',
        body_html: '<p>Turned</p>',
        vendor: 'Dorn',
        product_type: 'Bowls',
        tags: ['oak'],
        variants: variants(true),
        images: [{ src: 'https://cdn.example/b.jpg' }],
      },
      { id: 72, title: 'Spoon', product_type: 'Spoons', tags: [], variants: variants(false), images: [] },
    ],
  });
  expect([shop.shown, shop.kept]).toEqual([['71'], ['72']]);
  expect(shop.product('71')).toMatchObject({
    price: 24,
    image: 'https://cdn.example/b.jpg',
    categories: ['Bowls'],
    brand: 'Dorn',
    description: 'Turned',
    tags: ['oak'],
  });

  const admin = await shopOf({
    products: [
      {
        id: 1,
        title: 'A',
        status: 'active',
        tags: 'x, y',
        published_at: '2024-01-01',
        admin_graphql_api_id: 'gid://shopify/Product/1',
        variants: [{ price: '5.00', inventory_quantity: 0, inventory_management: null }],
      },
      {
        id: 2,
        title: 'B',
        status: 'active',
        published_at: null,
        admin_graphql_api_id: 'gid://shopify/Product/2',
        variants: [{ price: '5.00', inventory_quantity: 3 }],
      },
      { id: 3, title: 'C', status: 'archived', variants: [{ price: '5.00', inventory_quantity: 3 }] },
      {
        id: 4,
        title: 'D',
        status: 'active',
        variants: [
          { price: '5.00', inventory_quantity: 0, inventory_management: 'shopify', inventory_policy: 'continue' },
        ],
      },
      {
        id: 5,
        title: 'E',
        status: 'active',
        variants: [{ price: '5.00', inventory_quantity: 0, inventory_management: 'shopify', inventory_policy: 'deny' }],
      },
    ],
  });
  expect([admin.shown, admin.kept]).toEqual([
    ['1', '4'],
    ['2', '3', '5'],
  ]);
  expect(admin.product('1')).toMatchObject({ tags: ['x', 'y'], price: 5 });

  const graph = await shopOf({
    data: {
      products: {
        edges: [
          {
            node: {
              id: 'gid://shopify/Product/9',
              title: 'Bowl',
              availableForSale: true,
              productType: 'Bowls',
              priceRange: { minVariantPrice: { amount: '24.0', currencyCode: 'CAD' } },
              featuredImage: { url: 'https://cdn.example/b.jpg' },
              variants: { edges: [{ node: { id: 'v', availableForSale: true } }] },
            },
          },
          {
            node: {
              id: 'gid://shopify/Product/8',
              title: 'Spoon',
              availableForSale: false,
              priceRange: { minVariantPrice: { amount: '4.0', currencyCode: 'CAD' } },
            },
          },
        ],
      },
    },
  });
  expect([graph.shown, graph.kept]).toEqual([['gid://shopify/Product/9'], ['gid://shopify/Product/8']]);
  expect(graph.product('gid://shopify/Product/9')).toMatchObject({
    price: 24,
    currency: 'CAD',
    image: 'https://cdn.example/b.jpg',
  });
});

test('WooCommerce: a table with variations, REST, and the Store API', async () => {
  const table = await shopOf(
    [
      'ID,Type,SKU,Name,Published,Visibility in catalog,Description,In stock?,Stock,Sale price,Regular price,Categories,Tags,Images,Parent',
      '7,variable,hat,Felt hat,1,visible,<p>Warm</p>,1,,,,"Wear > Hats, Winter",felt,"https://x.example/1.jpg, https://x.example/2.jpg",',
      '8,variation,hat-red,Felt hat - Red,1,visible,,1,3,35,42,,,,hat',
      '9,variation,hat-blue,Felt hat - Blue,1,visible,,1,3,,44,,,,id:7',
      '10,simple,cap,Cap,1,hidden,,1,,,12,Wear > Hats,,,',
      '11,simple,tie,Tie,-1,visible,,1,,,12,Wear,,,',
      '12,simple,bow,Bow,1,visible,,0,,,12,Wear,,,',
      '13,simple,pin,Pin,1,visible,,1,,9,12,Wear,,,',
    ].join('\n'),
  );
  expect([table.shown, table.kept]).toEqual([
    ['7', '13'],
    ['10', '11', '12'],
  ]);
  expect(table.product('7')).toMatchObject({
    price: 35,
    categories: ['Wear', 'Hats', 'Winter'],
    image: 'https://x.example/1.jpg',
  });
  expect(table.product('13')).toMatchObject({ price: 9 });

  const rest = await shopOf([
    {
      id: 5,
      name: 'Hat &#8211; felt',
      permalink: 'https://x.example/hat',
      status: 'publish',
      type: 'simple',
      catalog_visibility: 'visible',
      price: '35.00',
      regular_price: '42.00',
      sale_price: '35.00',
      stock_status: 'instock',
      categories: [{ id: 1, name: 'Wear' }],
      tags: [{ name: 'felt' }],
      images: [{ src: 'https://x.example/1.jpg' }],
    },
    { id: 6, name: 'Cap', status: 'draft', price: '12', stock_status: 'instock', categories: [], tags: [], images: [] },
    {
      id: 7,
      name: 'Tie',
      status: 'publish',
      price: '',
      stock_status: 'onbackorder',
      categories: [],
      tags: [],
      images: [],
    },
  ]);
  expect([rest.shown, rest.kept]).toEqual([['5', '7'], ['6']]);
  expect(rest.product('5')).toMatchObject({
    title: 'Hat – felt',
    price: 35,
    categories: ['Wear'],
    tags: ['felt'],
    url: 'https://x.example/hat',
  });

  const store = await shopOf([
    {
      id: 5,
      name: 'Hat',
      prices: { price: '3500', regular_price: '4200', currency_code: 'EUR', currency_minor_unit: 2 },
      is_in_stock: true,
      is_purchasable: true,
      categories: [{ name: 'Wear' }],
      images: [{ src: 'https://x.example/1.jpg' }],
    },
    {
      id: 6,
      name: 'Kimono',
      prices: { price: '9800', currency_code: 'JPY', currency_minor_unit: 0 },
      is_in_stock: false,
      images: [],
    },
  ]);
  expect([store.shown, store.kept]).toEqual([['5'], ['6']]);
  expect(store.product('5')).toMatchObject({ price: 35, currency: 'EUR', inStock: true });
  expect(store.product('6')).toMatchObject({ price: 9800, currency: 'JPY' });
});

test('Google: tables with groups and sales, RSS, Atom, and the Content API', async () => {
  const table = await shopOf(
    'id\ttitle\tlink\timage link\tprice\tsale price\tsale price effective date\tavailability\tgoogle product category\tproduct type\titem group id\tcolor\n' +
      'M-1\tMug\thttps://x.example/m\thttps://x.example/m.jpg\t12.00 EUR\t9.00 EUR\t\tin_stock\t2169\tKitchen > Mugs\tM\tblue\n' +
      'M-2\tMug\thttps://x.example/m\thttps://x.example/m.jpg\t12.00 EUR\t9.00 EUR\t2001-01-01T00:00Z/2001-02-01T00:00Z\tbackorder\t2169\t\tM\tred\n',
  );
  expect(table.shown).toEqual(['M-1', 'M-2']);
  expect(table.product('M-1')).toMatchObject({
    price: 9,
    regularPrice: 12,
    currency: 'EUR',
    categories: ['Kitchen', 'Mugs'],
    itemGroupId: 'M',
    tags: ['blue'],
  });
  expect(table.product('M-2')).toMatchObject({ price: 12 });
  expect(table.product('M-2')).not.toHaveProperty('categories');

  const rss = await shopOf(
    '<?xml version="1.0"?>\n<!-- made nightly --><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>' +
      '<item><g:id>007</g:id><title><![CDATA[Kettle & <b>lid</b>]]></title><link>https://x.example/k?a=1&amp;b=2</link><g:price>49,90 EUR</g:price>' +
      '<g:availability>in stock</g:availability><g:image_link>https://x.example/k.png</g:image_link><g:product_type>Home &gt; Kettles</g:product_type>' +
      '<g:shipping><g:country>DE</g:country><g:price>4.90 EUR</g:price></g:shipping></item>' +
      '<item><g:id>008</g:id><title>Tongs</title><g:price>5 EUR</g:price><g:availability>out_of_stock</g:availability></item></channel></rss>',
  );
  expect([rss.shown, rss.kept]).toEqual([['007'], ['008']]);
  expect(rss.product('007')).toEqual({
    id: '007',
    title: 'Kettle & lid',
    url: 'https://x.example/k?a=1&b=2',
    price: 49.9,
    currency: 'EUR',
    inStock: true,
    image: 'https://x.example/k.png',
    categories: ['Home', 'Kettles'],
  });

  const atom = await shopOf(
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title><entry><id>tag:x.example,2024:k</id>' +
      '<g:id>k</g:id><title>Kettle</title><link href="https://x.example/k"/><g:price>49.90 USD</g:price></entry></feed>',
  );
  expect(atom.product('k')).toEqual({
    id: 'k',
    title: 'Kettle',
    url: 'https://x.example/k',
    price: 49.9,
    currency: 'USD',
  });

  const content = await shopOf({
    kind: 'content#productsListResponse',
    resources: [
      {
        kind: 'content#product',
        id: 'online:en:US:K-1',
        offerId: 'K-1',
        title: 'Kettle',
        link: 'https://x.example/k',
        imageLink: 'https://x.example/k.png',
        price: { value: '49.90', currency: 'USD' },
        availability: 'in stock',
        productTypes: ['Home > Kettles'],
        itemGroupId: 'K',
        brand: 'Dorn',
      },
    ],
  });
  expect(content.product('K-1')).toMatchObject({
    price: 49.9,
    currency: 'USD',
    categories: ['Home', 'Kettles'],
    itemGroupId: 'K',
    image: 'https://x.example/k.png',
  });
});

test('Meta: a line of remarks, and categories of two taxonomies', async () => {
  const shop = await shopOf(
    '# Required | A unique ID,# Required | A title,# Required | The price,# Required | in stock; out of stock,# Optional\n' +
      'id,title,price,availability,fb_product_category\n1,Cup,"1,299.00 USD",available for order,Home > Mugs\n2,Pot,5 USD,discontinued,\n',
  );
  expect([shop.shown, shop.kept]).toEqual([['1'], ['2']]);
  expect(shop.product('1')).toMatchObject({ price: 1299, categories: ['Home', 'Mugs'] });
});

test('Magento: a table, REST and GraphQL', async () => {
  const table = await shopOf(
    [
      'sku,store_view_code,product_type,categories,name,description,product_online,visibility,price,special_price,base_image,qty,is_in_stock',
      'F-1,,simple,"Default Category/Home,Default Category/Home/Fans",Fan,"<p>Cool</p>",1,"Catalog, Search",20,,/f/a.jpg,4,1',
      'F-1,de,,,Ventilator,,,,,,,,',
      'C-1,,configurable,Default Category/Chairs,Chair,,1,"Catalog, Search",129,99,,0,0',
      'P-1,,simple,Default Category/Chairs,Leg,,1,Not Visible Individually,9,,,3,1',
      'Q-1,,simple,Default Category/Chairs,Seat,,2,"Catalog, Search",9,,,3,1',
    ].join('\n'),
  );
  expect([table.shown, table.kept]).toEqual([['F-1'], ['C-1', 'P-1', 'Q-1']]);
  expect(table.product('F-1')).toMatchObject({ title: 'Fan', categories: ['Home', 'Fans'], price: 20 });
  expect(table.product('C-1')).toMatchObject({ price: 99 });

  const rest = await shopOf({
    items: [
      {
        id: 1,
        sku: 'F-1',
        name: 'Fan',
        price: 20,
        status: 1,
        visibility: 4,
        type_id: 'simple',
        extension_attributes: { stock_item: { qty: 4, is_in_stock: true } },
        custom_attributes: [{ attribute_code: 'description', value: '<p>Cool</p>' }],
      },
      { id: 2, sku: 'P-1', name: 'Leg', price: 9, status: 1, visibility: 1, type_id: 'simple', custom_attributes: [] },
      { id: 3, sku: 'Q-1', name: 'Seat', price: 9, status: 2, visibility: 4, type_id: 'simple', custom_attributes: [] },
    ],
    total_count: 3,
  });
  expect([rest.shown, rest.kept]).toEqual([['F-1'], ['P-1', 'Q-1']]);
  expect(rest.product('F-1')).toMatchObject({ description: 'Cool', price: 20 });

  const graph = await shopOf({
    data: {
      products: {
        items: [
          {
            id: 1,
            sku: 'F-1',
            name: 'Fan',
            stock_status: 'OUT_OF_STOCK',
            price_range: { minimum_price: { final_price: { value: 19.9, currency: 'EUR' } } },
            small_image: { url: 'https://x.example/f.jpg' },
            categories: [{ name: 'Home' }],
          },
        ],
      },
    },
  });
  expect(graph.kept).toEqual(['F-1']);
  expect(graph.product('F-1')).toMatchObject({
    price: 19.9,
    currency: 'EUR',
    image: 'https://x.example/f.jpg',
    categories: ['Home'],
  });
});

test('BigCommerce and PrestaShop: tables and the API', async () => {
  const big = await shopOf(
    [
      '"Item Type","Product ID","Product Name","Product Type","Product Code/SKU","Brand Name","Price","Sale Price","Product Visible?","Product Availability","Current Stock Level","Category","Product Image File - 1"',
      'Product,7,Towel,P,TW,Dorn,49.00,0.00,Y,,45,"Shop;Bath;Linen/Towels",https://x.example/1.jpg',
      '"  SKU",,,,TW-A,,,,,,,,',
      'Product,8,Secret,P,SE,Dorn,9.00,0.00,N,,5,Shop,',
      'Product,9,Gone,P,GO,Dorn,9.00,0.00,Y,,0,Shop,',
    ].join('\n'),
  );
  expect([big.shown, big.kept]).toEqual([['7'], ['8', '9']]);
  expect(big.product('7')).toMatchObject({ price: 49, categories: ['Shop', 'Bath', 'Linen', 'Towels'] });

  const api = await shopOf({
    data: [
      {
        id: 7,
        name: 'Towel',
        sku: 'TW',
        price: 49,
        sale_price: 0,
        calculated_price: 39,
        is_visible: true,
        availability: 'available',
        inventory_level: 0,
        inventory_tracking: 'none',
        categories: [23, 24],
        primary_image: { url_standard: 'https://x.example/1.jpg' },
        custom_url: { url: '/towel/' },
      },
      {
        id: 8,
        name: 'Mat',
        price: 9,
        is_visible: true,
        availability: 'available',
        inventory_level: 0,
        inventory_tracking: 'product',
        categories: [23],
      },
    ],
    meta: { pagination: { total: 2 } },
  });
  expect([api.shown, api.kept]).toEqual([['7'], ['8']]);
  expect(api.product('7')).toMatchObject({ price: 39, image: 'https://x.example/1.jpg', url: '/towel/' });

  const presta = await shopOf(
    [
      'Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;On sale (0/1);Reference #;Manufacturer;Quantity;Description;Image URLs (x,y,z...)',
      '1;1;Player;Audio,Players;124.58;0;PL;Dorn;10;<p>Small</p>;https://x.example/1.jpg,https://x.example/2.jpg',
      '2;0;Recorder;Audio;79.00;0;RE;Dorn;10;;',
      '3;1;Speaker;Audio;59,50;0;SP;Dorn;0;;',
    ].join('\n'),
  );
  expect([presta.shown, presta.kept]).toEqual([['1'], ['2', '3']]);
  expect(presta.product('1')).toMatchObject({
    title: 'Player',
    categories: ['Audio', 'Players'],
    price: 124.58,
    image: 'https://x.example/1.jpg',
  });
  expect(presta.product('3')).toMatchObject({ price: 59.5 });
});

test('Medusa and Saleor', async () => {
  const medusa = await shopOf({
    products: [
      {
        id: 'prod_1',
        title: 'Cap',
        status: 'published',
        thumbnail: 'https://x.example/c.png',
        collection: { title: 'Wear' },
        tags: [{ value: 'cotton' }],
        variants: [
          {
            id: 'v1',
            manage_inventory: true,
            inventory_quantity: 2,
            prices: [{ id: 'ma_1', currency_code: 'eur', amount: 1950 }],
          },
        ],
      },
      {
        id: 'prod_2',
        title: 'Tie',
        status: 'draft',
        variants: [
          { id: 'v2', manage_inventory: false, calculated_price: { calculated_amount: 19.5, currency_code: 'eur' } },
        ],
      },
      {
        id: 'prod_3',
        title: 'Bow',
        status: 'published',
        variants: [
          {
            id: 'v3',
            manage_inventory: true,
            inventory_quantity: 0,
            prices: [{ id: 'price_1', currency_code: 'eur', amount: 8 }],
          },
        ],
      },
    ],
    count: 3,
  });
  expect([medusa.shown, medusa.kept]).toEqual([['prod_1'], ['prod_2', 'prod_3']]);
  expect(medusa.product('prod_1')).toMatchObject({
    price: 19.5,
    currency: 'EUR',
    tags: ['cotton'],
    categories: ['Wear'],
  });
  expect(medusa.product('prod_3')).toMatchObject({ price: 8 });

  const saleor = await shopOf({
    data: {
      products: {
        edges: [
          {
            node: {
              id: 'UHJvZHVjdDo3',
              name: 'Cap',
              isAvailable: true,
              category: { name: 'Wear' },
              thumbnail: { url: 'https://x.example/c.png' },
              pricing: { priceRange: { start: { gross: { amount: 12.5, currency: 'PLN' } } } },
            },
          },
          { node: { id: 'UHJvZHVjdDo4', name: 'Tie', isAvailable: false, pricing: null } },
        ],
      },
    },
  });
  expect([saleor.shown, saleor.kept]).toEqual([['UHJvZHVjdDo3'], ['UHJvZHVjdDo4']]);
  expect(saleor.product('UHJvZHVjdDo3')).toMatchObject({
    price: 12.5,
    currency: 'PLN',
    categories: ['Wear'],
    image: 'https://x.example/c.png',
  });
});

test('Algolia: records with objectID and levels of categories', async () => {
  const shop = await shopOf({
    hits: [
      {
        objectID: '5',
        name: 'Lamp',
        price: 30,
        hierarchicalCategories: { lvl0: 'Home', lvl1: 'Home > Lamps' },
        image: '/l.jpg',
        in_stock: true,
      },
      { objectID: 6, name: 'Bulb', price: 3 },
    ],
  });
  expect(shop.shown).toEqual(['5', '6']);
  expect(shop.product('5')).toMatchObject({ categories: ['Home', 'Lamps'], image: '/l.jpg' });
});

test('schema.org: a graph with a list, a group with its variants, offers of several sellers', async () => {
  const offer = (price: string, availability: string) => ({
    '@type': 'Offer',
    price,
    priceCurrency: 'EUR',
    availability: `https://schema.org/${availability}`,
  });
  const shop = await shopOf({
    '@context': 'https://schema.org',
    '@graph': [
      { '@type': 'WebPage', '@id': 'https://x.example/', name: 'Home' },
      {
        '@type': 'ItemList',
        itemListElement: [
          {
            '@type': 'ListItem',
            position: 1,
            item: {
              '@type': 'Product',
              sku: 'K-1',
              name: 'Kettle',
              category: 'Home > Kettles',
              brand: { '@type': 'Brand', name: 'Dorn' },
              image: { '@type': 'ImageObject', url: 'https://x.example/k.jpg' },
              offers: [offer('59.00', 'OutOfStock'), offer('49.90', 'InStock')],
            },
          },
          {
            '@type': 'ListItem',
            position: 2,
            item: {
              '@type': ['Product'],
              productID: 'T-1',
              name: 'Tongs',
              offers: { '@type': 'AggregateOffer', lowPrice: 4, priceCurrency: 'EUR', offers: [offer('4', 'SoldOut')] },
            },
          },
        ],
      },
      {
        '@type': 'ProductGroup',
        productGroupID: 'TEE',
        name: 'Tee',
        brand: 'Acme',
        hasVariant: [
          { '@type': 'Product', sku: 'TEE-S', name: 'Tee S', offers: offer('9', 'InStock') },
          { '@type': 'Product', sku: 'TEE-M', name: 'Tee M', offers: offer('9', 'InStock') },
        ],
      },
    ],
  });
  expect([shop.shown, shop.kept]).toEqual([['K-1', 'TEE-S', 'TEE-M'], ['T-1']]);
  expect(shop.product('K-1')).toMatchObject({
    price: 49.9,
    currency: 'EUR',
    brand: 'Dorn',
    image: 'https://x.example/k.jpg',
    categories: ['Home', 'Kettles'],
  });
  expect(shop.product('TEE-M')).toMatchObject({ itemGroupId: 'TEE', brand: 'Acme', title: 'Tee M' });
});

test.each([
  ['in stock', true],
  ['InStock', true],
  ['https://schema.org/LimitedAvailability', true],
  ['PreOrder', true],
  ['auf Lager', true],
  ['sofort lieferbar', true],
  ['Disponible', true],
  ['有货', true],
  ['在庫あり', true],
  ['12', true],
  ['3 in stock', true],
  ['out of stock', false],
  ['schema.org/OutOfStock', false],
  ['Nicht verfügbar', false],
  ['rupture de stock', false],
  ['esaurito', false],
  ['agotado', false],
  ['售罄', false],
  ['売り切れ', false],
  ['0.0', false],
  ['-2', false],
  ['0 in stock', false],
  ['no', false],
])('stock: %s', async (word, there) => {
  const { shown, report } = await shopOf(`id,title,availability\na,Cup,${word}\n`);
  expect([shown.length === 1, report.omitted]).toEqual([there, 0]);
});

test('a word of stock that nobody knows is told, and the product is shown', async () => {
  const { shown, report } = await shopOf('id,title,availability\na,Cup,gaga\n');
  expect(shown).toEqual(['a']);
  expect(report.omissions).toEqual([expect.objectContaining({ id: 'a', field: 'inStock' })]);
});

test.each<[string, Uint8Array]>([
  ['UTF-16', Buffer.from('\uFEFFid\ttitle\n1\tKäse\n', 'utf16le')],
  ['UTF-16 without a mark', Buffer.from('id\ttitle\n1\tKäse\n', 'utf16le')],
  ['Windows-1252', Buffer.from('id;title\n1;Käse\n', 'latin1')],
  ['UTF-8 with a mark', Buffer.from('\uFEFFid,title\n1,Käse\n')],
  ['gzip', gzipSync('id,title\n1,Käse\n')],
  [
    'a title above the header, and a line that names the separator',
    Buffer.from('sep=;\nExport of today\n\nid;title\n1;Käse\n'),
  ],
])('a table in %s', async (_, bytes) => {
  expect((await shopOf(bytes)).product('1')).toEqual({ id: '1', title: 'Käse' });
});

test('a table in GBK, with a header in Chinese', async () => {
  // 商品编号,标题 / 1,红色茶壶
  const bytes = Uint8Array.of(
    0xc9,
    0xcc,
    0xc6,
    0xb7,
    0xb1,
    0xe0,
    0xba,
    0xc5,
    0x2c,
    0xb1,
    0xea,
    0xcc,
    0xe2,
    0x0a,
    0x31,
    0x2c,
    0xba,
    0xec,
    0xc9,
    0xab,
    0xb2,
    0xe8,
    0xba,
    0xf8,
    0x0a,
  );
  expect((await shopOf(bytes)).product('1')).toEqual({ id: '1', title: '红色茶壶' });
});

test('ids beyond what a double holds stay apart', async () => {
  const { shown } = await shopOf('[{"id":1729384756123456781,"title":"a"},{"id":1729384756123456782,"title":"b"}]');
  expect(shown).toEqual(['1729384756123456781', '1729384756123456782']);
});

/** What each platform calls the price outside a sale: the price is 24, without the sale 30. */
test.each<[string, unknown]>([
  [
    'Shopify, shop window and admin',
    { products: [{ id: 1, title: 'A', variants: [{ price: '24.00', compare_at_price: '30.00' }] }] },
  ],
  [
    'Shopify, GraphQL',
    [
      {
        id: '1',
        title: 'A',
        variants: {
          nodes: [
            { price: { amount: '24.0', currencyCode: 'EUR' }, compareAtPrice: { amount: '30.0', currencyCode: 'EUR' } },
          ],
        },
      },
    ],
  ],
  ['Shopify, CSV', 'Handle,Title,Variant SKU,Variant Price,Variant Compare At Price\n1,A,a,24.00,30.00\n'],
  ['Google, the sale beside the price', 'id\ttitle\tprice\tsale price\n1\tA\t30.00 EUR\t24.00 EUR\n'],
  [
    'WooCommerce, REST',
    [{ id: 1, name: 'A', price: '24', regular_price: '30', sale_price: '24', stock_status: 'instock' }],
  ],
  [
    'WooCommerce, Store API',
    [
      {
        id: 1,
        name: 'A',
        prices: { price: '2400', regular_price: '3000', currency_code: 'EUR', currency_minor_unit: 2 },
        is_in_stock: true,
      },
    ],
  ],
  [
    'Magento, GraphQL',
    [
      {
        sku: '1',
        name: 'A',
        price_range: {
          minimum_price: { final_price: { value: 24, currency: 'EUR' }, regular_price: { value: 30, currency: 'EUR' } },
        },
      },
    ],
  ],
  [
    'BigCommerce',
    [
      {
        id: 1,
        name: 'A',
        price: 30,
        calculated_price: 24,
        inventory_tracking: 'none',
        inventory_level: 0,
        availability: 'available',
      },
    ],
  ],
  [
    'Medusa',
    [
      {
        id: '1',
        title: 'A',
        variants: [{ id: 'v', calculated_price: { calculated_amount: 24, original_amount: 30, currency_code: 'eur' } }],
      },
    ],
  ],
  [
    'Saleor',
    [
      {
        id: '1',
        name: 'A',
        pricing: {
          priceRange: { start: { gross: { amount: 24, currency: 'EUR' } } },
          priceRangeUndiscounted: { start: { gross: { amount: 30, currency: 'EUR' } } },
        },
      },
    ],
  ],
  [
    'JSON-LD',
    {
      '@type': 'Product',
      sku: '1',
      name: 'A',
      offers: {
        price: 24,
        priceCurrency: 'EUR',
        priceSpecification: { priceType: 'https://schema.org/StrikethroughPrice', price: 30 },
      },
    },
  ],
  ['a table in German', 'Artikelnummer;Bezeichnung;Preis;Streichpreis\n1;A;24,00 €;30,00 €\n'],
])('a sale is a sale in the form of %s', async (_, feed) => {
  const shop = await shopOf(feed as never);
  expect(shop.product('1')).toMatchObject({ price: 24, regularPrice: 30 });
});

test('a compared price that is lower, empty, zero or of another currency makes no sale', async () => {
  const shop = await shopOf(
    'id,title,price,compare_at_price\n1,A,24 EUR,24 EUR\n2,B,24 EUR,0.00\n3,C,24 EUR,\n4,D,24 EUR,30 USD\n5,E,24 EUR,20 EUR\n',
  );
  for (const id of ['1', '2', '3', '4', '5']) {
    expect(shop.product(id)).toMatchObject({ price: 24 });
    expect(shop.product(id)).not.toHaveProperty('regularPrice');
  }
});
