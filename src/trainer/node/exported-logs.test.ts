import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { VitrineError } from '../../contract/errors.ts';
import { read, told } from './testing/read-told.ts';

/** 2024-12-01 08:00:00 UTC */
const T = 1733040000;
const CLOCK = '2024-12-01 08:00:00';
const lines = (...records: object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
/** Rows of 24 shoppers, of four products each. */
const rows = (row: (user: number, item: number, number: number) => string): string =>
  Array.from({ length: 96 }, (_, i) => `${row(i % 24, 1 + ((i * 5) % 7), i)}\n`).join('');
const counts = (log: Awaited<ReturnType<typeof read>>): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const { name } of log.events.flat()) counted[name] = (counted[name] ?? 0) + 1;
  return counted;
};
const remarks = ({ report }: Awaited<ReturnType<typeof read>>): string => report.lines().join('\n');

test.each<[string, string, string[]]>([
  [
    'Diginetica: purchases in a file of their own',
    'sessionId;userId;timeframe;eventdate;ordernumber;itemId\n7;NA;60000;2024-12-01;16421;25911\n',
    [`sessionId:7: 25911 purchase ${Date.UTC(2024, 11, 1) / 1000 + 60}`],
  ],
  [
    'H&M',
    't_dat,customer_id,article_id,price,sales_channel_id\n2024-12-01,00a1,0663713001,0.0508,2\n',
    [`00a1: 0663713001 purchase ${Date.UTC(2024, 11, 1) / 1000}`],
  ],
  [
    'Instacart, whose table of products names the order alone',
    'order_id,product_id,add_to_cart_order,reordered\n2,33120,1,1\n2,28985,2,1\n3,33754,1,0\n',
    ['2: 33120 purchase, 28985 purchase', '3: 33754 purchase'],
  ],
  [
    'Dunnhumby: days are counted, households shop',
    'household_key,BASKET_ID,DAY,PRODUCT_ID,QUANTITY,SALES_VALUE,TRANS_TIME\n2375,2698,1,1004906,1,1.39,1631\n2375,2698,2,1033142,0,0,1631\n',
    ['2375: 1004906 purchase 86400'],
  ],
  [
    'an online retailer: guests by their invoice, returns with a C',
    'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n' +
      `536365,85123A,Holder,6,${CLOCK},2.55,17850.0,UK\n536366,71053,Lantern,1,${CLOCK},3.39,,UK\nC536367,71053,Lantern,-1,${CLOCK},3.39,17850.0,UK\n`,
    [`17850: 85123A purchase ${T}`, `Invoice:536366: 71053 purchase ${T}`],
  ],
  [
    'Amazon ratings with the product first, as its ids show',
    `B000000001,A10000000007,5.0,${T}\n0000000002,A10000000007,3.0,${T}\n`,
    [`A10000000007: B000000001 view_item ${T}, 0000000002 view_item ${T}`],
  ],
  [
    'Amazon customer reviews',
    'marketplace\tcustomer_id\treview_id\tproduct_id\tproduct_parent\tproduct_title\tstar_rating\treview_date\nUS\t18778586\tR1\tB00EDBY7X8\t122\tA "Board" game\t5\t2024-12-01\n',
    [`18778586: B00EDBY7X8 view_item ${Date.UTC(2024, 11, 1) / 1000}`],
  ],
  [
    'tags with their day, month and year in three columns',
    'userID\tartistID\ttagID\tday\tmonth\tyear\n2\t52\t13\t1\t4\t2009\n2\t53\t13\t2\t4\t2009\n',
    [`2: 52 view_item ${Date.UTC(2009, 3, 1) / 1000}, 53 view_item ${Date.UTC(2009, 3, 2) / 1000}`],
  ],
  [
    'a header between blanks',
    `user_id item_id rating timestamp\n7 a 4 ${T}\n8 b 5 ${T}\n`,
    [`7: a view_item ${T}`, `8: b view_item ${T}`],
  ],
  [
    'a bar between cells, and events in a column of an unknown name',
    `userid|itemid|ts|act\n7|a|${T}|click\n7|a|${T + 1}|cart\n`,
    [`7: a select_item ${T}, a add_to_cart ${T + 1}`],
  ],
  ['times in a column of an unknown name', `visitor;product;when\n7;a;${CLOCK}Z\n`, [`7: a view_item ${T}`]],
  [
    'ids with a fraction, as tables of numbers write them',
    `user_id,product_id,ts\n7.0,1001.0,${T}\n,1002.0,${T}\n`,
    [`7: 1001 view_item ${T}`],
  ],
  [
    'Shopify, orders of its admin in one line',
    JSON.stringify({
      orders: [
        {
          id: 450789469,
          email: '',
          created_at: '2024-12-01T03:00:00-05:00',
          financial_status: 'paid',
          customer: { id: 207119551, email: 'b@x.example' },
          line_items: [
            { id: 1, product_id: 632, variant_id: 4, sku: 'C', quantity: 1 },
            { id: 2, product_id: 633, variant_id: 5, sku: 'P', quantity: 2 },
          ],
          fulfillments: [{ id: 9, line_items: [{ id: 1, product_id: 632, quantity: 1 }] }],
          refunds: [{ refund_line_items: [{ line_item: { product_id: 633 }, quantity: 1 }] }],
        },
      ],
    }),
    [`207119551: 632 purchase ${T}, 633 purchase ${T}`],
  ],
  [
    'Shopify, a refunded order: only its first line says so',
    'Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku\n' +
      `#1,a@x.example,refunded,${CLOCK},1,Cup,C-1\n#1,a@x.example,,${CLOCK},1,Pot,P-1\n#2,a@x.example,partially_refunded,${CLOCK},1,Cup,C-1\n`,
    [`a@x.example: C-1 purchase ${T}`],
  ],
  [
    'WooCommerce, exported: numbers of lines are no products, cancelled orders no purchases',
    'Order Number,Order Status,Order Date,Email (Billing),Item #,SKU,Item Name,Quantity (- Refund)\n' +
      `700,Completed,${CLOCK},a@x.example,1,SKU-1,Cup,1\n701,Cancelled,${CLOCK},a@x.example,1,SKU-2,Pot,1\n702,wc-failed,${CLOCK},a@x.example,1,SKU-2,Pot,1\n` +
      Array.from({ length: 20 }, () => `703,Completed,${CLOCK},b@x.example,1,SKU-3,Mug,0\n`).join(''),
    [`a@x.example: SKU-1 purchase ${T}`],
  ],
  [
    'Magento, REST',
    JSON.stringify({
      items: [
        {
          increment_id: '0001',
          created_at: CLOCK,
          customer_id: 7,
          status: 'complete',
          items: [
            { item_id: 1, product_id: 70, sku: 'MB-1', qty_ordered: 1 },
            { item_id: 2, product_id: 71, sku: 'MB-2', qty_ordered: 1 },
          ],
        },
      ],
    })
      .replaceAll('"item_id":1,', '')
      .replaceAll('"item_id":2,', ''),
    [`7: 70 purchase ${T}, 71 purchase ${T}`],
  ],
  [
    'Shopware',
    `orderNumber;orderDate;customerNumber;productNumber;quantity\n10001;${CLOCK};C7;SW1;1\n`,
    [`C7: SW1 purchase ${T}`],
  ],
  [
    'Matomo: orders within the actions of a visit',
    JSON.stringify([
      {
        idVisit: '1',
        visitorId: 'v7',
        userId: null,
        actionDetails: [
          { type: 'action', timestamp: T, productViewSku: 'P1' },
          { type: 'ecommerceOrder', orderId: 'o1', timestamp: T + 9, itemDetails: [{ itemSKU: 'P1', quantity: 1 }] },
        ],
      },
    ]),
    [`v7: P1 view_item ${T}, P1 purchase ${T + 9}`],
  ],
  [
    'Amplitude: ids alone in a list',
    lines({
      device_id: 'd7',
      event_type: 'Complete Purchase',
      event_time: `${CLOCK}.000000`,
      event_properties: { order_id: 'x', items: ['P1', 'P2'] },
    }),
    [`d7: P1 purchase ${T}, P2 purchase ${T}`],
  ],
  [
    'Mixpanel: a list with names of two words',
    lines({ event: 'Purchase', properties: { time: T, distinct_id: 'd7', Items: [{ 'Product ID': 'P1' }] } }),
    [`d7: P1 purchase ${T}`],
  ],
  [
    'PostHog: a table with records in its cells',
    `uuid,event,properties,distinct_id,timestamp\nx,product viewed,"{""product_id"": ""P1""}",d7,${CLOCK}\n`,
    [`d7: P1 view_item ${T}`],
  ],
  [
    'Google Retail',
    lines({
      eventType: 'detail-page-view',
      visitorId: 'v7',
      eventTime: '2024-12-01T08:00:00Z',
      productDetails: [{ product: { id: 'P1' }, quantity: 1 }],
    }),
    [`v7: P1 view_item ${T}`],
  ],
  [
    'Meta: both lists say the same',
    lines({
      event_name: 'AddToCart',
      event_time: T,
      user_data: { external_id: 'u7' },
      custom_data: { content_ids: ['P1'], contents: [{ id: 'P1', quantity: 1 }] },
    }),
    [`u7: P1 add_to_cart ${T}`],
  ],
  [
    'Algolia',
    lines({ eventType: 'view', eventName: 'Product Viewed', userToken: 'u7', objectIDs: ['P1'], timestamp: T * 1000 }),
    [`u7: P1 view_item ${T}`],
  ],
  [
    'Algolia: the kind of a conversion',
    lines(
      ...[undefined, 'addToCart', 'purchase', 'gaga'].map((eventSubtype, i) => ({
        eventType: eventSubtype ? 'conversion' : 'click',
        eventSubtype,
        eventName: 'pdp button',
        userToken: 'u7',
        objectIDs: ['P1'],
        timestamp: (T + i) * 1000,
      })),
    ),
    [`u7: P1 select_item ${T}, P1 add_to_cart ${T + 1}, P1 purchase ${T + 2}, P1 purchase ${T + 3}`],
  ],
  [
    'Klaviyo: the shopper as a relationship',
    lines({
      type: 'event',
      id: 'x',
      attributes: { timestamp: T, event_properties: { ProductID: 'P1' } },
      relationships: { profile: { data: { type: 'profile', id: 'u7' } } },
    }),
    [`u7: P1 view_item ${T}`],
  ],
  [
    'Snowplow, a column a schema',
    lines({
      derived_tstamp: '2024-12-01T08:00:00.000Z',
      event: 'unstruct',
      event_name: 'snowplow_ecommerce_action',
      user_id: null,
      domain_userid: 'd7',
      unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action_1: { type: 'add_to_cart' },
      contexts_com_snowplowanalytics_snowplow_ecommerce_product_1: [{ id: 'P1', name: 'Cup', price: 3 }],
    }),
    [`d7: P1 add_to_cart ${T}`],
  ],
  ['Snowplow, the lines of its enriched events', enriched('product_view', 'P1'), [`d7: P1 view_item ${T}`]],
  [
    'a name of a game with a number is no date',
    `user_id,item_id,title,ts\n7,a,"Skies V, Part 1",${T}\n`,
    [`7: a view_item ${T}`],
  ],
])('%s', async (_, log, expected) => {
  expect(told(await read(log)).sort()).toEqual([...expected].sort());
});

/** One of Snowplow's enriched events: 131 columns, no header, data with its schema in two of them. */
function enriched(type: string, product: string): string {
  const cells = Array.from({ length: 131 }, () => '');
  const ecommerce = 'iglu:com.snowplowanalytics.snowplow.ecommerce';
  Object.assign(cells, {
    0: 'shop',
    1: 'web',
    3: `${CLOCK}.100`,
    5: 'unstruct',
    6: '11e98cbf-d8a5-44bd-80cd-8d69cb63ed5c',
    15: 'd7',
    17: 'n7',
    52: JSON.stringify({
      schema: 'iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0',
      data: [
        { schema: 'iglu:com.snowplowanalytics.snowplow/web_page/jsonschema/1-0-0', data: { id: 'page' } },
        { schema: `${ecommerce}/product/jsonschema/1-0-0`, data: { id: product, price: 3, currency: 'EUR' } },
      ],
    }),
    58: JSON.stringify({
      schema: 'iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0',
      data: { schema: `${ecommerce}/snowplow_ecommerce_action/jsonschema/1-0-2`, data: { type } },
    }),
    124: CLOCK,
    126: 'snowplow_ecommerce_action',
  });
  return `${cells.join('\t')}\n`;
}

test('a column that is another one in every row numbers the rows, and names no product', async () => {
  const log = await read(
    `item_id,order_id,created_at,customer_id,product_id\n${rows((u, i, n) => `${n},${n},${CLOCK},${u},${i}`)}`,
  );
  expect(new Set(log.events.flat().map(({ product }) => product)).size).toBe(7);
  expect(remarks(log)).toMatch(/item_id is another one in every row, and product_id is taken for the product/);
});

test('what was given back is told', async () => {
  const log = await read(
    lines({
      id: 1,
      customer_id: 7,
      line_items: [{ product_id: 1 }],
      refunds: [{ refund_line_items: [{ product_id: 1 }] }],
    }),
  );
  expect(remarks(log)).toMatch(/Passed over, as what was given back: refunds\.refund_line_items/);
});

test.each<[string, string, string]>([
  ['OTTO as a table', 'session,aid,ts,type\n7,a,1,0\n7,b,2,1\n', '--event-words 0=view_item,1=purchase'],
  ['numbers for words of another shop', 'user_id,sku_id,time,type\n7,a,1,1\n7,b,2,6\n', '--event-words 1=view_item'],
  [
    'two columns of times, of unknown names',
    `user,item,opened,closed\n7,a,${CLOCK},${CLOCK}\n`,
    '--columns time=opened',
  ],
  ['queries in place of shoppers', 'queryId;timeframe;itemId\n1;16655027;81766\n', '--columns user=queryId'],
  [
    'records as Python prints them',
    "{'reviewerID': 'A1', 'asin': 'B1'}\n{'reviewerID': 'A2', 'asin': 'B1'}\n",
    'json.dumps',
  ],
  [
    'a header of unknown names between tabs is not a row of products',
    'timestamp\tuid\tcampaign\tcost\n1\t7\t5\t0.1\n2\t8\t6\t0.1\n',
    '--columns item=',
  ],
  [
    'Steam: a title of a game is no time',
    '1,"Skies V, Part 1",purchase,1.0,0\n1,"Skies V, Part 1",play,273.0,0\n',
    'user=1,item=2,event=3',
  ],
])('%s: it asks', async (_, log, remedy) => {
  await expect(read(log)).rejects.toMatchObject({ code: 'bad-options', remedy: expect.stringContaining(remedy) });
});

test('what every row is can be said: a file of purchases has no column of events', async () => {
  const log = `7,${CLOCK},214537888,12462,1\n8,${CLOCK},214537850,10471,1\n`;
  const columns = { user: '1', item: '3', time: '2', event: 'purchase' };
  expect(counts(await read(log, { columns }))).toEqual({ purchase: 2 });
});

test('a column of events that says nothing known is told, where it is no column of events', async () => {
  const log = await read(`user,item,event\n${rows((u, i, n) => `${u},${i},note ${n}`)}`);
  expect(counts(log)).toEqual({ view_item: 96 });
  expect(remarks(log)).toMatch(/No word of event is known, and it is not taken for the events/);
});

/** Files that no option makes readable, as they begin. */
const NETFLIX = '1:\n1488844,3,2005-09-06\n822109,5,2005-05-13\n2:\n885013,4,2005-10-19\n';
const MIND =
  '1\tU13740\t11/11/2019 9:05:58 AM\tN55189 N42782\tN55689-1 N35729-0\n2\tU91836\t11/15/2019 6:11:30 PM\t\tN20678-0 N39317-1 N58114-1\n';
const HITS = ['1733040000', CLOCK, 'https://shop.example/p', 'Mozilla/5.0 (X11)', ';K-7;1;3.00', '']
  .concat(Array.from({ length: 300 }, (_, i) => (i % 3 ? '' : String(i))))
  .join('\t');
const DETAILS = '"Product ID: 77, Product Qty: 1, Product SKU: K-1|Product ID: 78, Product Qty: 2, Product SKU: K-2"';

test.each<[string, string, string]>([
  ['the Netflix prize', NETFLIX, 'ratings.csv'],
  ['the Netflix prize, a long file', NETFLIX.replace('\n2:', '\n822109,5,2005-05-13'.repeat(4_000)), 'ratings.csv'],
  ['MIND', MIND, 'clicks.csv'],
  [
    'Amazon-M2',
    `prev_items,next_item,locale\n"['B09W9FND7K' 'B09JSPLN1M']",B09M7GY217,DE\n"['B076THCGSG'\n 'B08MF65MLV']",B001B4THSA,DE\n`,
    '`1 B09W9FND7K B09JSPLN1M B09M7GY217`',
  ],
  [
    'orders of BigCommerce',
    `Order ID,Customer ID,Order Date,Order Status,Product Details\n101,7,01/12/2024,Completed,${DETAILS}\n`,
    'a row for each product of an order',
  ],
  ['hit data of Adobe', `${HITS}\n${HITS}\n`, 'column_headers.tsv'],
  [
    'hit data of Adobe under its header',
    'hit_time_gmt\tpost_visid_high\tpost_visid_low\tpost_event_list\tpost_product_list\n1733040000\t12\t34\t2\t;K-7;;\n',
    'a row for each product',
  ],
])('%s: refused, with how to bring it into a form that is read', async (_, log, remedy) => {
  await expect(read(log)).rejects.toMatchObject({ code: 'bad-options', remedy: expect.stringContaining(remedy) });
});

test('a table that has such a column beside a product of its own is read', async () => {
  const log = `Order ID,Customer ID,Product Details,SKU\n101,7,${DETAILS},K-1\n`;
  expect(told(await read(log))).toEqual(['7: K-1 purchase']);
});

test.each([
  [
    'combined_data_1.txt',
    NETFLIX,
    [
      `1488844: 1 view_item ${Date.UTC(2005, 8, 6) / 1000}`,
      `822109: 1 view_item ${Date.UTC(2005, 4, 13) / 1000}`,
      `885013: 2 view_item ${Date.UTC(2005, 9, 19) / 1000}`,
    ],
  ],
  [
    'behaviors.tsv',
    MIND,
    [
      `U13740: N55689 view_item ${Date.UTC(2019, 10, 11, 9, 5, 58) / 1000}`,
      `U91836: N39317 view_item ${Date.UTC(2019, 10, 15, 18, 11, 30) / 1000}, N58114 view_item ${Date.UTC(2019, 10, 15, 18, 11, 30) / 1000}`,
    ],
  ],
])('the command that the remedy names for %s writes a table that is read', async (name, log, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-remedy-'));
  writeFileSync(join(folder, name), log);
  const { remedy } = (await read(log).catch((error) => error)) as VitrineError;
  const command = /`(awk .*)`/.exec(remedy)?.[1] ?? '';
  execFileSync('sh', ['-c', command], { cwd: folder });
  const written = /> (\S+)$/.exec(command)?.[1] ?? '';
  expect(told(await read(readFileSync(join(folder, written))))).toEqual(expected);
});
