import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCollected } from './collected-events.ts';

const AT = Date.parse('2026-03-02T10:00:00Z');
const ITEMS = [{ item_id: 'p1', price: 12.5, quantity: 2, item_list_id: 'l1', item_list_name: 'home', rule: 'sale' }];
const READ = { product: 'p1', price: 12.5, quantity: 2, list: 'l1', placement: 'home', rule: 'sale' };
const EVENT = { name: 'purchase', visitor: 'v1', at: AT, transaction: 't1', currency: 'EUR', items: [READ] };
const PARAMS = { transaction_id: 't1', currency: 'EUR', items: ITEMS };

function read(record: unknown) {
  const refused: string[] = [];
  return { events: readCollected(record, (reason) => refused.push(reason)), refused };
}

test.each<[string, object]>([
  ['as the page emits it', { name: 'purchase', params: PARAMS, client_id: 'v1', timestamp_micros: AT * 1_000 }],
  ['with times and visitors of the shop’s own', { name: 'purchase', ...PARAMS, visitor: 'v1', at: AT }],
  ['with the time in seconds', { name: 'purchase', ...PARAMS, visitor: 'v1', timestamp: AT / 1_000 }],
  ['with the time as a date', { name: 'purchase', ...PARAMS, visitor: 'v1', time: '2026-03-02T10:00:00Z' }],
  ['an entry of the data layer', { event: 'purchase', ecommerce: PARAMS, client_id: 'v1', at: AT }],
  [
    'a body of the Measurement Protocol',
    { client_id: 'v1', timestamp_micros: `${AT * 1_000}`, events: [{ name: 'purchase', params: PARAMS }] },
  ],
  [
    'a row of the export to BigQuery',
    {
      event_name: 'purchase',
      event_timestamp: `${AT * 1_000}`,
      user_pseudo_id: 'v1',
      user_id: null,
      event_params: [
        { key: 'currency', value: { string_value: 'EUR', int_value: null } },
        { key: 'transaction_id', value: { string_value: 't1' } },
      ],
      ecommerce: { transaction_id: 't1' },
      items: [
        {
          item_id: 'p1',
          price: 12.5,
          quantity: '2',
          item_list_id: 'l1',
          item_list_name: 'home',
          item_brand: '(not set)',
          item_params: [{ key: 'rule', value: { string_value: 'sale' } }],
        },
      ],
    },
  ],
])('one event, %s', (_, record) => {
  expect(read(record)).toEqual({ events: [EVENT], refused: [] });
});

test('what a whole event says of its list holds for its items, whose own words come first', () => {
  const { events } = read({
    name: 'view_item_list',
    visitor: 'v',
    at: AT,
    params: {
      item_list_id: 'l2',
      item_list_name: 'home',
      experiment: 'e',
      variant: 'b',
      items: [{ item_id: 7 }, { item_id: 'x', variant: 'c' }],
    },
  });
  expect(events[0].items).toEqual([
    { product: '7', quantity: 1, list: 'l2', placement: 'home', experiment: 'e', variant: 'b' },
    { product: 'x', quantity: 1, list: 'l2', placement: 'home', experiment: 'e', variant: 'c' },
  ]);
});

test('an exposure', () => {
  const params = { experiment_id: 'e', variation_id: 'b' };
  expect(read({ name: 'experiment_viewed', params, visitor: 'v', at: AT }).events).toEqual([
    { name: 'experiment_viewed', visitor: 'v', at: AT, items: [], exposure: { experiment: 'e', variant: 'b' } },
  ]);
});

test.each<[unknown, string]>([
  ['view', 'not a record'],
  [{ params: {} }, 'without a name'],
  [{ name: 'page_view', visitor: 'v', at: AT }, 'of the event "page_view", which tells the report nothing'],
  [{ name: 'purchase', at: AT, items: ITEMS }, 'without a visitor'],
  [{ name: 'purchase', visitor: '(not set)', at: AT, items: ITEMS }, 'without a visitor'],
  [{ name: 'purchase', visitor: 'v', items: ITEMS }, 'without a time'],
  [{ name: 'purchase', visitor: 'v', at: 'yesterday', items: ITEMS }, 'without a time'],
  [{ name: 'purchase', visitor: 'v', at: AT, items: [{ item_name: 'no id' }] }, 'without products'],
  [{ name: 'experiment_viewed', visitor: 'v', at: AT, params: { experiment_id: 'e' } }, 'of an exposure without'],
])('%j is left out, and why is said', (record, reason) => {
  const { events, refused } = read(record);
  expect(events).toEqual([]);
  expect(refused).toEqual([expect.stringContaining(reason)]);
});

test('nothing that was collected makes it throw', () => {
  const value = fc.oneof(fc.anything(), fc.constant(ITEMS), fc.constant('purchase'), fc.constant(AT));
  const names = ['name', 'event', 'visitor', 'at', 'params', 'items', 'events', 'event_params', 'ecommerce'];
  const record = fc.dictionary(fc.constantFrom(...names), value);
  fc.assert(fc.property(fc.oneof(record, fc.anything()), (given) => void read(given)));
});
