import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { EventGathering } from '../log/event-log.ts';
import { LogReport } from '../log/log-report.ts';
import { read, told } from './testing/read-told.ts';

/** 2024-12-01 08:00:00 UTC */
const T = 1733040000;

/** Visits of a small shop, written by a function of a row: 30 shoppers of 6 products in 24 days. */
function visits(row: (user: number, item: number, at: number, kind: number) => string): string {
  const rows: string[] = [];
  for (let i = 0; i < 120; i++) rows.push(row((i * 7) % 30, 1 + ((i * 11) % 6), T + i * 17_000, i % 4));
  return rows.join('\n');
}

const ISO = (at: number): string => new Date(at * 1000).toISOString();
const two = (number: number): string => String(number).padStart(2, '0');
const day = (at: number) => {
  const date = new Date(at * 1000);
  return {
    y: date.getUTCFullYear(),
    m: date.getUTCMonth() + 1,
    d: date.getUTCDate(),
    clock: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`,
  };
};

/** What all of the logs below say: views of these shoppers, or by the words of each. */
const KINDS = ['view_item', 'view_item', 'add_to_cart', 'purchase'] as const;
function expected(nameOf: (kind: number) => string = () => 'view_item', precision = 1): string[] {
  const gathering = new EventGathering();
  for (let i = 0; i < 120; i++) {
    const at = Math.floor((T + i * 17_000) / precision) * precision * 1000;
    gathering.event(String((i * 7) % 30), String(1 + ((i * 11) % 6)), nameOf(i % 4) as 'view_item', at, at);
  }
  return told(gathering.finish(new LogReport(), true, 'first'));
}
const byKind = (kind: number): string => KINDS[kind];

describe('public logs in their raw form', () => {
  test.each<[string, string, (kind: number) => string, number]>([
    [
      'RetailRocket',
      `timestamp,visitorid,event,itemid,transactionid\n${visits((u, i, t, k) => `${t}000,${u},${['view', 'view', 'addtocart', 'transaction'][k]},${i},${k === 3 ? 17 : ''}`)}`,
      byKind,
      1,
    ],
    ['MovieLens 100k', visits((u, i, t, k) => `${u}\t${i}\t${1 + k}\t${t}`), () => 'view_item', 1],
    ['MovieLens 1M', visits((u, i, t, k) => `${u}::${i}::${1 + k}::${t}`), () => 'view_item', 1],
    [
      'MovieLens 20M',
      `userId,movieId,rating,timestamp\n${visits((u, i, t, k) => `${u},${i},${k}.5,${t}`)}`,
      () => 'view_item',
      1,
    ],
    ['Amazon reviews, a table', visits((u, i, t, k) => `${u},${i},${1 + k}.0,${t}`), () => 'view_item', 1],
    [
      'Amazon reviews of 2018',
      visits((u, i, t, k) =>
        JSON.stringify({
          overall: 1 + k,
          verified: true,
          reviewTime: '09 13, 2009',
          reviewerID: String(u),
          asin: String(i),
          reviewText: 'a, b',
          unixReviewTime: t,
        }),
      ),
      () => 'view_item',
      1,
    ],
    [
      'Amazon reviews of 2023',
      visits((u, i, t, k) =>
        JSON.stringify({
          rating: k,
          title: 'x',
          asin: 'other',
          parent_asin: String(i),
          user_id: String(u),
          timestamp: t * 1000,
          helpful_vote: 0,
        }),
      ),
      () => 'view_item',
      1,
    ],
    [
      'OTTO',
      visits((u, i, t, k) =>
        JSON.stringify({
          session: u,
          events: [{ aid: i, ts: t * 1000, type: ['clicks', 'clicks', 'carts', 'orders'][k] }],
        }),
      ),
      (kind) => ['select_item', 'select_item', 'add_to_cart', 'purchase'][kind],
      1,
    ],
    [
      'Diginetica',
      `sessionId;userId;itemId;timeframe;eventdate\n${visits((u, i, t) => `${u};NA;${i};${(t % 86_400) * 1000};${ISO(t).slice(0, 10)}`)}`,
      () => 'view_item',
      1,
    ],
    [
      'a cosmetics shop',
      `event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n${visits((u, i, t, k) => `${ISO(t).slice(0, 19).replace('T', ' ')} UTC,${['view', 'view', 'cart', 'purchase'][k]},${i},1487580005092295511,,runail,2.62,${u},26dd6e6e-4dac-4778-8d2c-92e149dab885`)}`,
      byKind,
      1,
    ],
    [
      'Tmall',
      `user_id,item_id,cat_id,seller_id,brand_id,time_stamp,action_type\n${visits((u, i, t, k) => `${u},${i},8,9,7,${day(t).m}${two(day(t).d)},${[0, 0, 1, 2][k]}`)}`,
      byKind,
      0,
    ],
    [
      'Tianchi',
      `user_id,item_id,behavior_type,user_geohash,item_category,time\n${visits((u, i, t, k) => `${u},${i},${[1, 1, 3, 4][k]},,4245,${ISO(t).slice(0, 13).replace('T', ' ')}`)}`,
      byKind,
      3_600,
    ],
    [
      'RecBole',
      `user_id:token\titem_id:token\trating:float\ttimestamp:float\n${visits((u, i, t, k) => `${u}\t${i}\t${k}\t${t}.0`)}`,
      () => 'view_item',
      1,
    ],
    [
      'Last.fm of HetRec',
      `userID\tartistID\ttagID\ttimestamp\n${visits((u, i, t) => `${u}\t${i}\t13\t${t}000`)}`,
      () => 'view_item',
      1,
    ],
    [
      'Yelp',
      visits((u, i, t, k) =>
        JSON.stringify({
          review_id: `r${t}`,
          user_id: String(u),
          business_id: String(i),
          stars: k,
          date: ISO(t).slice(0, 19).replace('T', ' '),
        }),
      ),
      () => 'view_item',
      1,
    ],
  ])('%s', async (_, log, nameOf, precision) => {
    const events = told(await read(log)).map((line) => line.replace(/^sessionId:/, ''));
    // Where only the order of days counts, shoppers and products are compared.
    const bare = (lines: string[]) => lines.map((line) => line.replace(/ \d{9,}(?:\.\d+)?/g, '')).sort();
    if (precision === 0) expect(events.map((line) => line.length)).not.toEqual([]);
    else expect(events.sort()).toEqual(expected(nameOf, precision).sort());
    expect(bare(events).map((line) => line.split(',').length)).toEqual(
      bare(expected(nameOf)).map((line) => line.split(',').length),
    );
  });

  test.each<[string, string, string]>([
    ['YooChoose', visits((u, i, t) => `${u},${ISO(t)},${i},${2_000_000_000 + i}`), 'user=1,item=3,time=2'],
    [
      'Taobao',
      visits((u, i, t, k) => `${u},${i},${4000 + i},${['pv', 'pv', 'cart', 'buy'][k]},${t}`),
      'user=1,item=2,event=4,time=5',
    ],
    [
      'Last.fm 1K',
      visits((u, i, t) => `${u}\t${ISO(t).slice(0, 19)}Z\t${i}\tSome Band\ttrack-${i}\tSome Song`),
      'user=1,item=3,time=2',
    ],
    ['Gowalla', visits((u, i, t) => `${u}\t${ISO(t).slice(0, 19)}Z\t30.2\t-97.7\t${i}`), 'user=1,item=5,time=2'],
  ])('%s has no header: it is asked by which columns, and read by them', async (name, log, columns) => {
    const refused = await read(log).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'bad-options', remedy: expect.stringContaining('--columns user=1') });
    expect(refused).toMatchObject({ remedy: expect.stringContaining(columns) });
    const named = Object.fromEntries(columns.split(',').map((pair) => pair.split('=')));
    expect(told(await read(log, { columns: named })).sort()).toEqual(
      expected(name === 'Taobao' ? byKind : undefined).sort(),
    );
  });
});

describe('exports', () => {
  test('GA4 from BigQuery: items within events, browsers where nobody is signed in', async () => {
    const log = visits((u, i, t, k) =>
      JSON.stringify({
        event_date: '20241201',
        event_timestamp: `${t}000000`,
        event_name: ['view_item', 'view_item', 'add_to_cart', 'purchase'][k],
        user_id: null,
        user_pseudo_id: `${u}`,
        event_params: [{ key: 'ga_session_id', value: { string_value: null, int_value: '12' } }],
        items: [{ item_id: String(i), item_name: 'x', price: 5 }],
      }),
    );
    const page = JSON.stringify({
      event_timestamp: `${T}000000`,
      event_name: 'session_start',
      user_pseudo_id: '1',
      items: [],
    });
    const { report, ...events } = await read(`${log}\n${page}\n`);
    expect(
      told(events)
        .map((line) => line.replace('user_pseudo_id:', ''))
        .sort(),
    ).toEqual(expected(byKind).sort());
    expect([...report.refused]).toEqual([[expect.stringContaining('session_start'), 1]]);
  });

  test('Segment: products within properties, one or several', async () => {
    const track = (event: string, properties: object) =>
      JSON.stringify({
        type: 'track',
        event,
        anonymousId: 'a1',
        userId: null,
        timestamp: '2024-12-01T08:00:00.000Z',
        properties,
      });
    const events = await read(
      [
        track('Product Viewed', { product_id: 'p1' }),
        track('Order Completed', { order_id: 'o', products: [{ product_id: 'p1' }, { product_id: 'p2' }] }),
        JSON.stringify({
          type: 'page',
          anonymousId: 'a1',
          timestamp: '2024-12-01T08:00:00.000Z',
          properties: { url: '/' },
        }),
      ].join('\n'),
    );
    expect(told(events)).toEqual([`a1: p1 view_item ${T}, p1 purchase ${T}, p2 purchase ${T}`]);
  });

  test('Mixpanel', async () => {
    const line = (event: string, item: string) =>
      JSON.stringify({ event, properties: { time: T, distinct_id: 'd1', $insert_id: 'x', product_id: item } });
    expect(told(await read(`${line('Product Viewed', 'p1')}\n${line('Purchase', 'p1')}\n`))).toEqual([
      `d1: p1 view_item ${T}, p1 purchase ${T}`,
    ]);
  });

  test('Snowplow: rows of NULL users by their browser', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) =>
        `e${i},2024-12-01 08:00:00.${two(i)}0,NULL,d${i % 8},s${i % 8},${i % 2 ? 'product_view' : 'add_to_cart'},P${i % 5}`,
    );
    const events = await read(
      `event_id,derived_tstamp,user_id,domain_userid,domain_sessionid,action_type,product_id\n${rows.join('\n')}\n`,
    );
    expect(events.shopperIds).toHaveLength(8);
    expect(new Set(events.events.flat().map(({ name }) => name))).toEqual(new Set(['view_item', 'add_to_cart']));
  });

  test('Shopify orders: the name of an order is no event, each line is a purchase', async () => {
    const events = await read(
      'Name,Email,Financial Status,Paid at,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Vendor\n' +
        '#1001,a@x.example,paid,2024-12-01 03:00:00 -0500,2024-12-01 03:00:00 -0500,1,Cup,C-1,Acme\n' +
        '#1001,a@x.example,,,2024-12-01 03:00:00 -0500,2,Pot,P-1,Acme\n',
    );
    expect(told(events)).toEqual([`a@x.example: C-1 purchase ${T}, P-1 purchase ${T}`]);
  });

  test('WooCommerce orders: guests by their address', async () => {
    const orders = Array.from({ length: 6 }, (_, i) => ({
      id: i,
      status: 'completed',
      customer_id: 0,
      date_created_gmt: '2024-12-01T08:00:00',
      billing: { email: `g${i % 3}@x.example` },
      line_items: [{ id: 900 + i, name: 'Cup', product_id: 70 + i, quantity: 1, sku: 'C' }],
    }));
    const events = await read(JSON.stringify(orders));
    expect(events.shopperIds).toEqual([
      'billing.email:g0@x.example',
      'billing.email:g1@x.example',
      'billing.email:g2@x.example',
    ]);
    expect(events.events[0].map(({ product, name }) => `${product} ${name}`)).toEqual(['70 purchase', '73 purchase']);
  });

  test('Parquet, with whole numbers of 64 bits and moments', async () => {
    const file = parquetWriteBuffer({
      columnData: [
        { name: 'user_id', data: [1n, 2n, 1n], type: 'INT64' },
        { name: 'product_id', data: [1729384756123456781n, 1729384756123456782n, 1729384756123456782n], type: 'INT64' },
        { name: 'event_type', data: ['view', 'cart', 'purchase'], type: 'STRING' },
        { name: 'event_time', data: [T, T + 1, T + 2].map((at) => new Date(at * 1000)), type: 'TIMESTAMP' },
      ],
    });
    expect(told(await read(new Uint8Array(file)))).toEqual([
      `1: 1729384756123456781 view_item ${T}, 1729384756123456782 purchase ${T + 2}`,
      `2: 1729384756123456782 add_to_cart ${T + 1}`,
    ]);
  });
});

describe('who the shopper is', () => {
  const rows = (id: (i: number) => string) =>
    Array.from({ length: 60 }, (_, i) => `${id(i)},s${i % 20},p${i % 7},${T + i}`).join('\n');
  test.each(['NULL', 'NA', 'nan', '', '0', '(not set)', 'undefined'])(
    '%j is nobody: the visit tells',
    async (nobody) => {
      const { shopperIds } = await read(
        `user_id,session_id,item,ts\n${rows((i) => (i % 6 === 0 ? `u${i}` : nobody))}\n`,
      );
      expect(shopperIds.filter((id) => id.startsWith('u'))).toHaveLength(10);
      expect(shopperIds.filter((id) => id.startsWith('session_id:s')).length).toBeGreaterThan(10);
      expect(shopperIds).not.toContain(nobody);
    },
  );

  test('0 is somebody where shoppers are numbered from there', async () => {
    const { shopperIds } = await read(`user_id,session_id,item,ts\n${rows((i) => String(i % 12))}\n`);
    expect(shopperIds).toHaveLength(12);
  });

  test('one with a large share of all rows counts for as much as the next, and is told', async () => {
    const bot = Array.from({ length: 900 }, (_, i) => `bot,p${i % 3},${T + i}`);
    const people = Array.from({ length: 90 }, (_, i) => `u${i % 30},p${i % 9},${T + i}`);
    const { shopperIds, events, report } = await read(`user,item,ts\n${[...bot, ...people].join('\n')}\n`);
    expect(events[shopperIds.indexOf('bot')]).toHaveLength(3);
    expect(report.lines().join('\n')).toMatch(/One shopper, bot, has 91 % of the rows/);
  });

  test('ids in another Unicode form are the same; those that no page takes are left out', async () => {
    const { events, report } = await read(`user,item,ts\nu,caf\u00e9,1\nu,cafe\u0301,2\nu,${'x'.repeat(513)},3\n`);
    expect(new Set(events[0].map(({ product }) => product))).toEqual(new Set(['caf\u00e9']));
    expect(report.refused.get('with an id of over 512 characters')).toBe(1);
  });
});

describe('times', () => {
  const log = (time: (at: number) => string) =>
    `user;item;event;date\n${visits((u, i, t, k) => `${u};${i};${['view', 'view', 'cart', 'buy'][k]};${time(t)}`)}\n`;
  test.each<[string, (at: number) => string, number]>([
    ['seconds', String, 1],
    ['milliseconds', (t) => `${t}000`, 1],
    ['microseconds', (t) => `${t}000000`, 1],
    ['nanoseconds', (t) => `${t}000000000`, 1],
    ['ISO with a zone', (t) => `${ISO(t + 3600).slice(0, 19)}+01:00`, 1],
    ['ISO without one', (t) => ISO(t).slice(0, 19), 1],
    ['day first', (t) => `${two(day(t).d)}/${two(day(t).m)}/${day(t).y} ${day(t).clock}`, 1],
    [
      'month first, in twelve hours',
      (t) =>
        `${day(t).m}/${day(t).d}/${day(t).y} ${new Date(t * 1000).toLocaleTimeString('en-US', { timeZone: 'UTC' }).replace('\u202f', ' ')}`,
      1,
    ],
    ['points', (t) => `${day(t).d}.${day(t).m}.${day(t).y} ${day(t).clock}`, 1],
    ['yyyymmdd', (t) => `${day(t).y}${two(day(t).m)}${two(day(t).d)}`, 86_400],
    ['Excel', (t) => String(t / 86_400 + 25_569).replace('.', ','), 1],
    ['words', (t) => new Date(t * 1000).toUTCString().replace(' GMT', ''), 1],
    ['Chinese', (t) => `${day(t).y}年${day(t).m}月${day(t).d}日 ${day(t).clock}`, 1],
  ])('%s', async (_, time, precision) => {
    const zone = process.env.TZ;
    process.env.TZ = 'Asia/Tokyo';
    try {
      expect(told(await read(log(time))).sort()).toEqual(expected(byKind, precision).sort());
    } finally {
      process.env.TZ = zone;
    }
  });

  test('where it cannot be told which comes first, day or month, it is asked', async () => {
    const text = 'user,item,date\nu,a,05/12/2024\nu,b,06/12/2024\n';
    await expect(read(text)).rejects.toMatchObject({
      code: 'bad-options',
      remedy: expect.stringContaining('--dates dmy'),
    });
    expect(told(await read(text, { dates: 'dmy' }))).toEqual([
      `u: a view_item ${Date.UTC(2024, 11, 5) / 1000}, b view_item ${Date.UTC(2024, 11, 6) / 1000}`,
    ]);
    expect(told(await read(text, { dates: 'mdy' }))).toEqual([
      `u: a view_item ${Date.UTC(2024, 4, 12) / 1000}, b view_item ${Date.UTC(2024, 5, 12) / 1000}`,
    ]);
    await expect(read('user,item,date\nu,a,25/12/2024\nu,b,12/25/2024\n')).rejects.toMatchObject({
      code: 'bad-options',
    });
  });
});

describe('columns and words', () => {
  test.each<[string, string]>([
    ['Kundennummer;Artikelnummer;Aktion;Zeitpunkt', 'angesehen Warenkorb gekauft'],
    ['client;article;action;horodatage', 'vu panier acheté'],
    ['cliente;producto;acción;fecha', 'visto carrito comprado'],
    ['用户id;商品id;行为;时间', '浏览 加购 购买'],
    ['会員番号;商品番号;行動;日時', '閲覧 カート 購入'],
  ])('%s', async (header, words) => {
    const [view, cart, buy] = words.split(' ');
    const log = `${header}\n${visits((u, i, t, k) => `${u};${i};${[view, view, cart, buy][k]};${t}`)}\n`;
    expect(told(await read(log)).sort()).toEqual(expected(byKind).sort());
  });

  test('words that nobody knows: what to say is said', async () => {
    const log = 'user,item,event,ts\nu,a,gaga,1\nu,b,hoho,2\n';
    await expect(read(log)).rejects.toMatchObject({
      code: 'bad-options',
      remedy: expect.stringContaining('--event-words gaga=view_item'),
    });
    expect(told(await read(log, { eventWords: { gaga: 'view_item', hoho: 'purchase' } }))).toEqual([
      'u: a view_item 1, b purchase 2',
    ]);
    expect(told(await read(log, { columns: { event: '' } }))).toEqual(['u: a view_item 1, b view_item 2']);
  });

  test('numbers for words: only in the columns of public logs', async () => {
    await expect(read('user,item,event,ts\nu,a,1,1\nu,b,4,2\n')).rejects.toMatchObject({ code: 'bad-options' });
  });

  test('a column that was named wrongly is told, with those that there are', async () => {
    await expect(read('user,item\nu,a\n', { columns: { user: 'visitor' } })).rejects.toMatchObject({
      message: 'There is no column visitor: user, item.',
    });
  });

  test('by place, by name, and by path', async () => {
    const placed = { columns: { user: '2', item: '1' } };
    expect(told(await read('a,u\nb,u\n', placed))).toEqual(['u: a view_item, b view_item']);
    expect(told(await read('item;user\na;u\n', placed))).toEqual(['u: a view_item']);
    const nested = '{"who":{"key":"u"},"what":[{"code":"a"},{"code":"b"}]}\n';
    expect(told(await read(nested, { columns: { user: 'who.key', item: 'what.code' } }))).toEqual([
      'u: a view_item, b view_item',
    ]);
  });

  test('what was given back does not count, also with a decimal comma', async () => {
    const { events, report } = await read(
      'user;item;event;ts;quantity\nu;a;buy;1;2,0\nu;b;buy;2;-1,0\nu;a;buy;3;1,0\nu;a;refund;4;1,0\n',
    );
    expect(events[0].map(({ product, name }) => `${product} ${name}`)).toEqual([
      'a purchase',
      'a purchase',
      'a refund',
    ]);
    expect(report.refused.get('taken back')).toBe(1);
  });
});

test.each<[string, string | Uint8Array]>([
  ['UTF-16', Buffer.from('\uFEFFuser\titem\nu\tKäse\n', 'utf16le')],
  ['Windows-1252', Buffer.from('user;item\nu;Käse\n', 'latin1')],
  ['a named separator', 'sep=;\nuser;item\nu;Käse\n'],
  ['a remark', '# export\nuser,item\nu,Käse\n'],
  ['a title above the header', 'Events of the shop\n\nuser,item\nu,Käse\n'],
  ['a line break within quotes', 'user,note,item\nu,"one\ntwo",Käse\n'],
])('a table in any dress: %s', async (_, log) => {
  expect(told(await read(log))).toEqual(['u: Käse view_item']);
});
