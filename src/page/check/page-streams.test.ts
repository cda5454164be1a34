import { expect, test } from 'vitest';
import { EventReader } from '../events/event-reader.ts';
import { readPageStreams } from './page-streams.ts';

const createReader = () => new EventReader([], () => undefined);
const view = (id: string) => ({ event: 'view_item', ecommerce: { items: [{ item_id: id }] } });

test('a data layer is read as it would be tracked: events, what is meant for others, what looks like an event and is none', async () => {
  const dataLayer = [
    { event: 'gtm.js' },
    view('a'),
    view('a'),
    { event: 'view_item_list', ecommerce: { items: [{ item_id: 'b' }, { item_id: 'c' }] } },
    { event: 'productDetailImpression', sku: 'd' },
    { event: 'scroll_depth' },
  ];
  const [reading, ...others] = await readPageStreams(createReader, { dataLayer });
  expect(others).toEqual([]);
  expect(reading).toMatchObject({
    stream: 'dataLayer',
    entries: 6,
    passedOver: 3,
    unread: ['productDetailImpression'],
    products: ['a', 'b', 'c'],
  });
  expect([...reading.understood]).toEqual([
    ['view_item', 2],
    ['view_item_list', 1],
  ]);
});

test('junk is passed over, and each stream of the page is found; one that keeps nothing says so', async () => {
  const cycle: Record<string, unknown> = { event: 'purchase' };
  cycle.items = [cycle];
  const thrower = {
    get event(): string {
      throw new Error('of the page');
    },
  };
  const page = {
    dataLayer: [null, undefined, 7, 'x', [], cycle, thrower, Symbol('s'), () => 0],
    _paq: [['setEcommerceView', 'a'], ['trackPageView']],
    analytics: [],
    Shopify: {},
  };
  const readings = await readPageStreams(createReader, page);
  expect(readings.map(({ stream, entries }) => [stream, entries])).toEqual([
    ['dataLayer', 9],
    ['matomo', 2],
    ['segment', null],
    ['shopify', null],
  ]);
  expect(readings[1].products).toEqual(['a']);
});

test('a page without streams has no readings', async () => {
  expect(await readPageStreams(createReader, { dataLayer: null, _paq: 'text' })).toEqual([]);
});
