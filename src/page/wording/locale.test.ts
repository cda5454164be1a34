import { expect, test } from 'vitest';
import { assistantMessagesFor } from './assistant/locale.ts';
import { english, messagesFor } from './locale.ts';
import { fill, fillCount, type Messages, type Plural } from './messages.ts';

const files = import.meta.glob<Messages>('./locales/*.ts', { import: 'messages', eager: true });
const LOCALES = Object.entries(files).map(([file, messages]) => ({
  tag: /([^/]+)\.ts$/.exec(file)?.[1] ?? '',
  messages,
}));
/** Texts of one key: of a plural, each of its forms. */
const textsOf = (text: string | Plural): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const placesIn = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

test('a dozen languages are there, and more', () => {
  expect(LOCALES.length).toBeGreaterThan(12);
});

test.each(LOCALES)('$tag says all that English says, with the same words filled in', ({ messages }) => {
  expect(Object.keys(messages)).toEqual(Object.keys(english));
  for (const [key, text] of Object.entries(messages) as [keyof Messages, string | Plural][]) {
    const places = placesIn(textsOf(english[key]).at(-1) ?? '');
    for (const said of textsOf(text)) {
      expect(said.trim(), key).not.toBe('');
      // A plural may name its number in a word.
      if (typeof text === 'string') expect(placesIn(said), key).toEqual(places);
    }
  }
});

test.each([
  ['zh', assistantMessagesFor('zh-TW')],
  ['en', assistantMessagesFor('de')],
])('the assistant says in %s all that it says in English, with the same words filled in', (tag, messages) => {
  const said = assistantMessagesFor('en');
  expect(messages === said).toBe(tag === 'en');
  expect(Object.keys(messages)).toEqual(Object.keys(said));
  const { fields: _, ...texts } = messages;
  for (const [key, text] of Object.entries(texts) as [Exclude<keyof typeof said, 'fields'>, string | Plural][]) {
    const places = placesIn(textsOf(said[key]).at(-1) ?? '');
    for (const one of textsOf(text)) expect(one.trim(), key).not.toBe('');
    expect(placesIn(textsOf(text).at(-1) ?? ''), key).toEqual(places);
  }
});

test.each(LOCALES)('$tag has each plural that its language tells apart for whole numbers', ({ tag, messages }) => {
  const rules = new Intl.PluralRules(tag);
  const used = new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
  for (const key of ['suggestionCount', 'resultCount', 'alikeCount'] as const) {
    for (const count of [2, 3, 5, 11, 21, 22, 25, 100]) {
      const said = fillCount(messages[key], count, tag);
      const named = Object.entries(messages[key]).some(([, text]) => text === said);
      expect(named || said.includes(count.toLocaleString(tag)), `${key} ${count}: ${said}`).toBe(true);
    }
    expect(Object.keys(messages[key]).every((name) => name === 'other' || used.has(name as never))).toBe(true);
  }
});

test.each([
  ['de', 'Für Sie'],
  ['de-AT', 'Für Sie'],
  ['zh', '为你推荐'],
  ['zh-CN', '为你推荐'],
  ['zh-SG', '为你推荐'],
  ['zh-TW', '為你推薦'],
  ['zh-HK', '為你推薦'],
  ['zh-Hant-CN', '為你推薦'],
  ['pt-BR', 'Para você'],
  ['ar-EG', 'مختارات لك'],
  ['en-GB', 'For you'],
  ['tlh', 'For you'],
])('%s is spoken to as %s', async (language, heading) => {
  expect((await messagesFor(language)).forYou).toBe(heading);
});

test('counts are said in the language’s own plural, and numbers as it writes them', () => {
  const { resultCount } = files['./locales/pl.ts'];
  expect([1, 3, 5, 22, 1200].map((count) => fillCount(resultCount, count, 'pl'))).toEqual([
    '1 produkt',
    '3 produkty',
    '5 produktów',
    '22 produkty',
    '1200 produktów',
  ]);
  expect(fillCount(english.resultCount, 1200, 'en')).toBe('1,200 products');
});

test('what is filled in is not read again, and what is not given stays', () => {
  expect(fill('{a} and {b}', { a: '{b}' })).toBe('{b} and {b}');
  expect(fill('{a}', { a: '$&' })).toBe('$&');
});
