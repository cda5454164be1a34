import { describe, expect, test } from 'vitest';
import type { Product } from '../../../contract/product.ts';
import type { NamedInterest, VisitorProfile } from '../../../contract/visitor-profile.ts';
import { firstSentence, sharedFact, withFirst } from './shared-fact.ts';
import { searchTitle } from './template.ts';

const mug: Product = {
  id: 'm',
  title: 'Meadow stoneware mug, oat',
  brand: 'Halden',
  categories: ['Kitchen & table', 'Mugs & cups'],
  tags: ['oat', 'stoneware', 'nordic'],
  price: 19,
  currency: 'EUR',
};
const interest = (kind: NamedInterest['kind'], name: string, more: Partial<NamedInterest> = {}): NamedInterest => ({
  ...{ kind, name, share: 0.5, lift: 2, from: ['m', 'other'] },
  ...more,
});

describe('the fact that a visitor’s history shares most', () => {
  const of = (interests: NamedInterest[], price?: VisitorProfile['price']) =>
    sharedFact(mug, { interests, ...(price && { price }) });

  test('is the first of their interests that the product has, its narrowest category among them', () => {
    expect(of([interest('brand', 'Iwa'), interest('tag', 'oat'), interest('brand', 'Halden')])).toEqual({
      kind: 'tag',
      name: 'oat',
    });
    expect(of([interest('category', 'Kitchen & table'), interest('category', 'Mugs & cups')])?.name).toBe(
      'Mugs & cups',
    );
  });

  test('does not come of the product alone, unless it was declared', () => {
    expect(of([interest('brand', 'Halden', { from: ['m'] })])).toBeUndefined();
    expect(of([interest('brand', 'Halden', { from: [], declared: 'more' })])?.name).toBe('Halden');
  });

  test('is written as the given record writes it, where the shop knows the product in another language', () => {
    const zh = { ...mug, brand: '哈尔登', categories: ['厨房餐桌', '马克杯'], tags: ['燕麦白', '炻器'] };
    const to = (one: NamedInterest) => sharedFact(zh, { interests: [one] }, mug)?.name;
    expect(to(interest('brand', 'Halden'))).toBe('哈尔登');
    expect(to(interest('category', 'Mugs & cups'))).toBe('马克杯');
    expect(to(interest('tag', 'stoneware'))).toBe('炻器');
    expect(to(interest('tag', 'nordic'))).toBeUndefined();
  });

  test('is none of which they want less, and the price only where nothing else is', () => {
    const price = { min: 10, max: 30, currency: 'EUR' };
    expect(of([interest('brand', 'Halden', { declared: 'less' })], price)).toEqual({ kind: 'price', name: '19 EUR' });
    expect(of([], { ...price, min: 20 })).toBeUndefined();
    expect(of([], { ...price, currency: 'USD' })).toBeUndefined();
    expect(of([])).toBeUndefined();
  });
});

describe('a fact comes first', () => {
  const text = 'Stoneware mug in oat. Fired twice. Nordic calm in the hand.';

  test('as it is where it does', () => {
    expect(withFirst(text, { kind: 'tag', name: 'stoneware' }, mug)).toBe(text);
  });

  test('with the sentence that begins with it, else set before the text', () => {
    expect(withFirst(text, { kind: 'tag', name: 'nordic' }, mug)).toBe(
      'Nordic calm in the hand. Stoneware mug in oat. Fired twice.',
    );
    expect(withFirst(text, { kind: 'tag', name: 'oat' }, mug)).toBe(`Oat · ${text}`);
    expect(withFirst(text, { kind: 'brand', name: 'Halden' }, mug)).toBe(`Halden · ${text}`);
    expect(withFirst('', { kind: 'brand', name: 'Halden' }, mug)).toBe('Halden');
  });

  test('in Chinese too', () => {
    const zh = { id: 'z', brand: '哈尔登', tags: ['燕麦白', '炻器'] };
    expect(withFirst('炻器碗，燕麦白。两次烧成。', { kind: 'tag', name: '燕麦白' }, zh)).toBe(
      '燕麦白 · 炻器碗，燕麦白。两次烧成。',
    );
    expect(withFirst('炻器碗。哈尔登出品。', { kind: 'brand', name: '哈尔登' }, zh)).toBe('哈尔登出品。炻器碗。');
  });

  test('and a word that only contains it does not count', () => {
    expect(withFirst('Oaten bread bowl', { kind: 'tag', name: 'oat' }, mug)).toBe('Oat · Oaten bread bowl');
  });
});

test('a line is the first sentence, whatever ends it', () => {
  expect(firstSentence('Holds 1.5 litres. Fired twice.')).toBe('Holds 1.5 litres.');
  expect(firstSentence('炻器碗，燕麦白。两次烧成。')).toBe('炻器碗，燕麦白。');
  expect(firstSentence('A bowl\nFired twice')).toBe('A bowl');
  expect(firstSentence('')).toBe('');
});

test('a title for search has what fits, the name first', () => {
  expect(searchTitle(mug)).toBe('Meadow stoneware mug, oat | Halden | Mugs & cups');
  expect(searchTitle({ id: 'x', title: `${'very '.repeat(20)}long`, brand: 'Halden' })).toBe('very '.repeat(12).trim());
  expect(searchTitle({ id: 'z', title: '炻器碗 · 燕麦白', brand: '哈尔登', categories: ['碗'] })).toBe(
    '炻器碗 · 燕麦白 | 哈尔登',
  );
  expect(searchTitle({ id: 'x' })).toBe('');
});
