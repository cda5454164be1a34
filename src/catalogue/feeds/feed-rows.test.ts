import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../reading/exact-json.ts';
import type { FeedRow } from './feed-row.ts';
import { feedRows } from './feed-rows.ts';
import { readPriceText } from './price-text.ts';

/** Reads a feed cut into pieces of `size` bytes, as a network would. */
async function read(text: string | Uint8Array, size?: number): Promise<FeedRow[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const step = size ?? (bytes.length || 1);
  async function* pieces() {
    for (let i = 0; i < bytes.length; i += step) yield bytes.subarray(i, i + step);
  }
  const rows: FeedRow[] = [];
  for await (const batch of feedRows(pieces())) rows.push(...batch);
  return rows;
}

const rowsOf = (values: unknown[]): FeedRow[] => values.map((row) => ({ row }));

/** Anything that JSON has; of objects, fields that mean nothing to us. */
const entry = fc.oneof(
  fc.dictionary(fc.constantFrom('k1', 'k 2', 'π'), fc.jsonValue()),
  fc.array(fc.jsonValue()),
  fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
);

test('a list of anything comes back entry by entry, however the text is cut and wrapped', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { maxLength: 6 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('plain', 'products', 'items', 'behind'),
      fc.constantFrom(undefined, 2),
      async (values, size, form, indent) => {
        const wrapped: Record<string, unknown> = {
          plain: values,
          products: { version: 1, products: values, more: [1] },
          items: { items: values },
          behind: { meta: { note: 'x', list: [1] }, products: values },
        };
        const expected = parseJson(JSON.stringify(values)) as unknown[];
        expect(await read(JSON.stringify(wrapped[form], null, indent), size)).toEqual(rowsOf(expected));
      },
    ),
  );
});

test('JSON lines: one object a line, a bad line is one broken row', async () => {
  const text = '{"id":"a"}\n\nnot json\r\n{"id":"b\\n"}';
  for (const size of [1, 7, 1000]) {
    expect(await read(text, size)).toEqual([
      { row: { id: 'a' } },
      { broken: expect.stringContaining('not json') },
      { row: { id: 'b' } },
    ]);
  }
});

test('a table comes back cell by cell, however it is quoted and cut', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ';', ' ', '茶'), maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      async (cells, size, end) => {
        const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
        const lines = cells.map(([title, brand], i) => `${i + 1},${quoted(title)},${quoted(brand)}`);
        const rows = await read(['id,title,brand', ...lines].join(end), size);
        expect(rows).toEqual(
          cells.map(([title, brand], i) => ({
            row: expect.objectContaining({
              id: String(i + 1),
              ...(title.trim() && { title: title.trim() }),
              ...(brand.trim() && { brand: brand.trim() }),
            }),
          })),
        );
      },
    ),
  );
});

test('only the header tells what separates, whatever ends the lines', async () => {
  expect(await read('id,title\r1,"a;b;c;\nd;e"')).toEqual([
    { row: expect.objectContaining({ id: '1', title: 'a;b;c;\nd;e' }) },
  ]);
});

test('a merchant feed: tabs, its own names, money and stock as text', async () => {
  const text = [
    'g:id\ttitle\tproduct_type\tbrand\tprice\tavailability\timage_link\tlink\tcolor',
    'A1\t19" Monitor, black\tOffice > Screens\tVista\t1,299.00 EUR\tout of stock\thttps://x/1.jpg\t/p/1\tBlack',
    'A2\tCable\t\t\tfree\tin_stock',
    'A3\tToo\tmany\tcells\t1\tx\tx\tx\tx\tx',
  ].join('\n');
  expect(await read(text)).toEqual([
    {
      row: {
        id: 'A1',
        title: '19" Monitor, black',
        categories: ['Office', 'Screens'],
        brand: 'Vista',
        price: 1299,
        currency: 'EUR',
        image: 'https://x/1.jpg',
        url: '/p/1',
        tags: ['Black'],
        inStock: false,
      },
    },
    { row: expect.objectContaining({ id: 'A2', title: 'Cable', price: 0, inStock: true }) },
    { broken: expect.stringContaining('10 cells') },
  ]);
});

test('fields of a JSON feed that has other names for them, or other kinds; what cannot be read stays as it is', async () => {
  const entries = [
    { id: 7, name: 'Saddle', colour: 'Black', category: 'Parts', subcategory: 'Saddles', price: 27.12, photo: '1' },
    { 'g:id': 'b', title: 'Bell', product_type: 'Parts > Bells', image_link: '/b.jpg', availability: 'out_of_stock' },
    { id: 'c', title: 5, name: 'Chain', price: '9.99', categories: 'Parts', category: 'Chains', inStock: 'perhaps' },
  ];
  const expected = [
    { id: '7', title: 'Saddle', categories: ['Parts', 'Saddles'], tags: ['Black'], price: 27.12, photo: '1' },
    { id: 'b', title: 'Bell', categories: ['Parts', 'Bells'], image: '/b.jpg', inStock: false },
    { id: 'c', title: '5', price: 9.99, categories: ['Parts'], inStock: 'perhaps' },
  ];
  const lines = entries.map((entry) => JSON.stringify(entry)).join('\n');
  for (const text of [JSON.stringify(entries), lines]) {
    expect(await read(text, 11)).toEqual(expected.map((row) => ({ row: expect.objectContaining(row) })));
  }
});

test.each<[string, Record<string, unknown>]>([
  ['StockCode,title,median_price_gbp,rows\n85123A,HEART,2.55,3', { id: '85123A', title: 'HEART', price: 2.55 }],
  [
    'id;name;masterCategory;subCategory;baseColour;Price;sale_price\n7;Jacket;Apparel;Topwear;Red;12,50;9,00',
    { id: '7', title: 'Jacket', categories: ['Apparel', 'Topwear'], tags: ['Red'], price: 9 },
  ],
  ['Item ID|Item-Name|category\n1|Cup|Home > Kitchen', { id: '1', title: 'Cup' }],
])('columns are known in any spelling: %s', async (text, expected) => {
  expect(await read(text)).toEqual([{ row: expect.objectContaining(expected) }]);
});

test.each<[string, ReturnType<typeof readPriceText>]>([
  ['12.00 EUR', { price: 12, currency: 'EUR' }],
  ['EUR 12', { price: 12, currency: 'EUR' }],
  ['$1,299.50', { price: 1299.5 }],
  ['1.299,00 €', { price: 1299, currency: 'EUR' }],
  ['1 299,00 kr', { price: 1299 }],
  ['₹1,29,900.00', { price: 129900, currency: 'INR' }],
  ['0.875 KWD', { price: 0.875, currency: 'KWD' }],
  ['2,345.678 BHD', { price: 2345.678, currency: 'BHD' }],
  ['$8.00 - $12.00', { price: 8 }],
  ['ab 7,50 €', { price: 7.5, currency: 'EUR' }],
  ['14,90 €/Stück', { price: 14.9, currency: 'EUR' }],
  ['￥１２００', { price: 1200 }],
  ['Gratis', { price: 0 }],
  ['2.5e2', { price: 250 }],
  ['7.7.7', {}],
  ["1'299.-", { price: 1299 }],
  ['0.85', { price: 0.85 }],
  ['1,299', { price: 1299 }],
  ['on request', {}],
  ['-3', {}],
])('the price %s', (text, price) => {
  expect(readPriceText(text)).toEqual(price);
});

test.each([
  ['nothing', ''],
  ['blanks', ' \n '],
  ['a page', '<!doctype html><title>404</title>'],
  ['a truncated list', '[{"id":"a"},{"id":"b"'],
  ['a list that is not JSON', '[{"id":"a"},{id:b}]'],
  ['an object without a list', '{"name":"shop","count":3}'],
  ['plain words', 'hello there'],
  ['a table without ids', 'name,price\nCup,1'],
  ['a table with an open quote', 'id,title\n1,"Cup'],
])('%s is unreadable, with a remedy', async (_, text) => {
  const thrown = await read(text, 5).catch((error: unknown) => error);
  expect(thrown).toMatchObject({ name: 'VitrineError', code: 'feed-unreadable', remedy: expect.stringMatching(/./) });
});

test('any text at all is read or refused with a typed error', async () => {
  const unit = fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\n', '\\', 'id', '1', ' ', '\t', 'é');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (text, size) => {
      const thrown = await read(text, size).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (thrown !== undefined) expect(thrown).toMatchObject({ code: 'feed-unreadable' });
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['a list', '[{"id":"a"},{"id":"', 'x'],
  ['an object', '{"a":"', 'x'],
  ['lines', '{"id":"a"}\n{"id":"', 'x'],
  ['a cell', 'id,title\n1,"', 'x'],
  ['a row', 'id,title\n1', ',x'],
])('%s that never ends is given up in bounded memory', async (_, start, filling) => {
  let pieces = 0;
  async function* endless() {
    yield new TextEncoder().encode(start);
    for (; pieces < 1_000; pieces++) yield new TextEncoder().encode(filling.repeat(1024 * 1024));
  }
  const reading = async () => {
    for await (const _rows of feedRows(endless()));
  };
  await expect(reading()).rejects.toMatchObject({ code: 'feed-unreadable' });
  expect(pieces).toBeLessThan(40);
});
