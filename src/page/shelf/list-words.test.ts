import { expect, test } from 'vitest';
import type { InteractionName } from '../../contract/interaction.ts';
import type { Reason } from '../../contract/recommendation.ts';
import { english, messagesFor } from '../wording/locale.ts';
import { tellReasons, wordList } from './list-words.ts';
import { reductionOf, tellPrice } from './price.ts';

const because = (interaction: InteractionName, title = 'Blue kettle'): Reason => ({
  kind: 'because',
  interaction,
  product: title,
  title,
  source: 'rules',
});
const seed = (title: string): Reason => ({ kind: 'seed', product: title, title, source: 'rules' });
const similar = (title: string): Reason => ({ kind: 'similar', product: title, title, shares: ['brand'] });
const POPULAR: Reason = { kind: 'popular' };
const SPREAD: Reason = { kind: 'spread' };

function words(
  reasons: readonly (readonly Reason[])[],
  { fallback = false, model = 'attention', like = [] as string[], headed = false } = {},
) {
  const items = reasons.map((reasons, i) => ({ id: `p${i}`, product: { id: `p${i}` }, score: 1, reasons, shares: {} }));
  return wordList({ items, fallback, model }, like, english, headed);
}

test.each([
  ['en', because('view_item'), 'Because you viewed Blue kettle'],
  ['en-GB', because('select_item'), 'Because you viewed Blue kettle'],
  ['en', because('purchase'), 'Because you bought Blue kettle'],
  ['en', because('add_to_cart'), 'Because you put Blue kettle in your cart'],
  ['en', because('add_to_wishlist'), 'Because you saved Blue kettle'],
  ['en', seed('Blue kettle'), 'Goes with Blue kettle'],
  ['en', similar('Cup'), 'Similar to Cup'],
  ['en', POPULAR, 'Many shoppers chose it lately'],
  ['en', SPREAD, 'From our range'],
  ['zh', because('view_item'), '因为你看过“Blue kettle”'],
  ['zh-Hans-CN', because('purchase'), '因为你买过“Blue kettle”'],
  ['zh-TW', because('purchase'), '因為你買過「Blue kettle」'],
  ['de', because('add_to_cart'), 'Weil Blue kettle in Ihrem Warenkorb liegt'],
])('tells a reason in %s', async (language, reason, told) => {
  expect(tellReasons({ reasons: [reason] }, await messagesFor(language))).toEqual([told]);
});

test('a reason about a product without a title is passed over; a rule of the shop is told where it alone put a product there', () => {
  const untitled: Reason = { kind: 'because', interaction: 'view_item', product: 'p', source: 'knn' };
  expect(tellReasons({ reasons: [untitled, POPULAR] }, english)).toEqual(['Many shoppers chose it lately']);
  expect(tellReasons({ reasons: [], rule: 'pin-1' }, english)).toEqual(['Chosen by the shop']);
  expect(tellReasons({ reasons: [POPULAR], rule: 'boost-1' }, english)).toEqual(['Many shoppers chose it lately']);
});

test('the heading says what the list is', () => {
  expect(words([[because('view_item')], [POPULAR]]).heading).toBe('For you');
  expect(words([[POPULAR], [POPULAR]], { fallback: true, model: 'popular' }).heading).toBe('Popular now');
  expect(words([[POPULAR], [SPREAD]], { fallback: true, model: 'popular' }).heading).toBe('From our range');
  expect(words([[SPREAD]], { fallback: true, model: 'spread' }).heading).toBe('From our range');
  const tea = [[seed('Tea')], [similar('Tea')], [POPULAR]];
  expect(words(tea, { fallback: true, like: ['Tea'] }).heading).toBe('Goes with Tea');
  expect(words(tea, { like: ['Tea'] }).heading).toBe('Goes with Tea');
  expect(words([[similar('Tea')], [similar('Tea')]], { fallback: true, like: ['Tea'] })).toMatchObject({
    heading: 'Similar to Tea',
    shown: ['', ''],
  });
  expect(words([[seed('Tea')], [seed('Pot')]], { fallback: true, like: ['Tea', 'Pot'] }).heading).toBe(
    'Goes well with these',
  );
  const mixed = [[seed('Tea')], [because('view_item')], [because('purchase', 'Cup')]];
  expect(words(mixed, { like: ['Tea'] }).heading).toBe('For you');
});

test('each reason is said once: by the heading, or else by the first card that has it', () => {
  const viewed = [because('view_item')];
  expect(words([viewed, viewed, [POPULAR], viewed]).shown).toEqual([
    'Because you viewed Blue kettle',
    '',
    'Many shoppers chose it lately',
    '',
  ]);
  const popular = { fallback: true, model: 'popular' };
  expect(words([[POPULAR], [POPULAR]], popular).shown).toEqual(['', '']);
  expect(words([[POPULAR], [POPULAR]], { ...popular, headed: true }).shown).toEqual([
    'Many shoppers chose it lately',
    '',
  ]);
  const about = words([[seed('Tea')], [similar('Tea')], [similar('Tea')]], { like: ['Tea'] });
  expect(about.shown).toEqual(['', 'Similar to Tea', '']);
  expect(about.reasons).toEqual([['Goes with Tea'], ['Similar to Tea'], ['Similar to Tea']]);
});

test('prices are written as the language does; what is no currency is put beside the number', () => {
  expect(tellPrice({ price: 12.5, currency: 'EUR' }, 'en')).toBe('€12.50');
  expect(tellPrice({ price: 12.5, currency: 'gold coins' }, 'en')).toBe('12.5 gold coins');
  expect(tellPrice({ price: 0 }, 'en')).toBe('0');
  expect(tellPrice({}, 'en')).toBe('');
});

test('a sale is what costs less than its regular price', () => {
  expect(reductionOf({ price: 75, regularPrice: 100 })).toBe(0.25);
  for (const product of [
    { price: 5, regularPrice: 5 },
    { price: 5, regularPrice: 4 },
    { regularPrice: 4 },
    { price: 5 },
  ]) {
    expect(reductionOf(product)).toBe(0);
  }
  expect(reductionOf({ price: 5, regularPrice: '9' as never })).toBe(0);
});
