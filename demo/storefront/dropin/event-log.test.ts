import { expect, test } from 'vitest';
import { looksLikeLog, readEventLog } from './event-log.ts';
import { looksLikeFeed, toGoods } from './feed.ts';

const knows = (item: string): boolean => item.startsWith('p');

test('rows become shoppers with their events in order; what cannot be used is counted', () => {
  const log = readEventLog(
    [
      { user: 'a', item: 'p2', event: 'transaction', ts: '20' },
      { user: 'a', item: 'p1', event: 'view', ts: '10' },
      { user: 'b', item: 'p1', event: 'addtocart', ts: '2024-05-01' },
      { user: 'b', item: 'unknown', event: 'view', ts: '1' },
      { user: 'b', item: 'p1', event: 'sneeze', ts: '1' },
      { item: 'p1', event: 'view', ts: '1' },
    ],
    knows,
  );
  expect(log.shoppers.map(({ user, events }) => [user, events.map(({ item, name }) => `${name} ${item}`)])).toEqual([
    ['a', ['view_item p1', 'purchase p2']],
    ['b', ['add_to_cart p1']],
  ]);
  expect([log.events, log.skipped]).toEqual([3, 3]);
});

test('a log is told from a feed', () => {
  expect(looksLikeLog([{ Visitor: 'a', item: 'p1' }])).toBe(true);
  expect(looksLikeFeed([{ Visitor: 'a', item: 'p1' }])).toBe(false);
  expect(looksLikeFeed([{ SKU: 'p1', title: 'Tea' }])).toBe(true);
  expect(looksLikeFeed([])).toBe(false);
});

test('columns of a feed go by many names', () => {
  const row = {
    'g:id': 7,
    NAME: 'Tea',
    'g:product_type': 'Drinks > Tea',
    price: '4,50 EUR',
    availability: 'out of stock',
    image_link: 'https://shop.example/tea.jpg',
  };
  expect(toGoods(row)).toEqual({
    id: '7',
    title: 'Tea',
    categories: ['Drinks', 'Tea'],
    price: 4.5,
    currency: 'EUR',
    image: 'https://shop.example/tea.jpg',
    inStock: false,
  });
});
