import { expect, test } from 'vitest';
import type { Reason } from '../../contract/recommendation.ts';
import { tellPrice, tellReason, wordingFor } from './wording.ts';

const because = (interaction: 'view_item' | 'purchase' | 'add_to_cart'): Reason => ({
  kind: 'because',
  interaction,
  product: 'p1',
  title: 'Blue kettle',
  source: 'rules',
});

test.each([
  ['en', because('view_item'), 'Because you viewed Blue kettle'],
  ['en-GB', because('purchase'), 'Because you bought Blue kettle'],
  ['en', because('add_to_cart'), 'Because you put Blue kettle in your cart'],
  ['zh', because('view_item'), '因为你看过“Blue kettle”'],
  ['zh-Hans-CN', because('purchase'), '因为你买过“Blue kettle”'],
  ['zh', { kind: 'popular' } as const, '近期很多人选择'],
  ['en', { kind: 'similar', product: 'p', title: 'Cup', shares: ['brand'] } as const, 'Similar to Cup'],
])('tells a reason in %s', (language, reason, told) => {
  expect(tellReason([reason], wordingFor(language))).toBe(told);
});

test('a reason about a product without a title is passed over, and a spread says nothing', () => {
  const untitled: Reason = { kind: 'because', interaction: 'view_item', product: 'p', source: 'knn' };
  expect(tellReason([untitled, { kind: 'popular' }], wordingFor('en'))).toBe('Many shoppers chose it lately');
  expect(tellReason([{ kind: 'spread' }], wordingFor('en'))).toBe('');
});

test('prices are written as the language does; what is no currency is put beside the number', () => {
  expect(tellPrice({ id: 'p', price: 12.5, currency: 'EUR' }, 'en')).toBe('€12.50');
  expect(tellPrice({ id: 'p', price: 12.5, currency: 'gold coins' }, 'en')).toBe('12.5 gold coins');
  expect(tellPrice({ id: 'p', price: 0 }, 'en')).toBe('0');
  expect(tellPrice({ id: 'p' }, 'en')).toBe('');
});
