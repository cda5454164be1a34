import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import { analyse } from './analyse.ts';
import { isTextIndex } from './stored-text-index.ts';
import { ask, finish, indexOf } from './testing/index-of.ts';
import { TextIndex } from './text-index.ts';
import { TextIndexBuilder } from './text-index-builder.ts';

const TITLES = [
  'Red wool scarf',
  'Leather backpack, brown',
  'Back pack for children',
  'T-shirt, black',
  'Running shoes, blue',
  'Run tracker watch',
  'Mixing bowl 30 cm',
  'Cake tin 24cm',
  'Seat assembly SA-M198',
  'Crème brûlée dishes',
  '无线蓝牙耳机，黑色',
  '蓝牙音箱',
  '红色连衣裙',
  'Boxes of pencils',
];
const index = indexOf(TITLES);
const titles = (text: string, query = {}) => Array.from(ask(index, text, query).whole.places, (place) => TITLES[place]);

test.each([
  ['wool scarf', ['Red wool scarf']],
  ['scarf of wool', ['Red wool scarf']],
  ['brown backpak', ['Leather backpack, brown']],
  ['children backpack', ['Back pack for children']],
  ['back pack leather', ['Leather backpack, brown']],
  ['tshirt', ['T-shirt, black']],
  ['t shirt', ['T-shirt, black']],
  ['box pencil', ['Boxes of pencils']],
  ['shoe run', ['Running shoes, blue']],
  ['bowl 30cm', ['Mixing bowl 30 cm']],
  ['bowl 30 cm', ['Mixing bowl 30 cm']],
  ['24 cm tin', ['Cake tin 24cm']],
  ['sam198', ['Seat assembly SA-M198']],
  ['SA-M198', ['Seat assembly SA-M198']],
  ['creme brulee', ['Crème brûlée dishes']],
  ['蓝牙耳机', ['无线蓝牙耳机，黑色']],
  ['蓝牙', ['蓝牙音箱', '无线蓝牙耳机，黑色']],
  ['红连衣裙', ['红色连衣裙']],
  ['红色的连衣裙', ['红色连衣裙']],
  ['裙', ['红色连衣裙']],
])('%s finds %j', (text, found) => {
  expect(titles(text)).toEqual(found);
});

test('the last word may go on, unless it is known to be finished', () => {
  expect(titles('leather back')).toEqual(['Leather backpack, brown']);
  expect(titles('leather back', { prefix: false })).toEqual([]);
  expect(titles('leather bac ')).toEqual([]);
});

test('the word itself comes before one that is like it, and a near one before one with another first letter', () => {
  const near = indexOf(['canes', 'plants', 'plant']);
  expect(Array.from(ask(near, 'plants', { prefix: false }).whole.places)).toEqual([1, 2]);
  expect(Array.from(ask(near, 'planst', { prefix: false }).whole.places)).toEqual([1, 2]);
  const first = indexOf(['boats', 'coast']);
  expect(Array.from(ask(first, 'coats').whole.places)).toEqual([1, 0]);
});

test('where nothing holds all words, the nearest are given apart, with the words that were dropped', () => {
  const match = ask(index, 'red wool zeppelin');
  expect(match.found).toBe(0);
  expect(match.whole.places.length).toBe(0);
  expect(TITLES[match.alternatives.places[0]]).toBe('Red wool scarf');
  expect(match.dropped).toEqual(['zeppelin']);
  expect(ask(index, 'zeppelin')).toMatchObject({ found: 0, dropped: ['zeppelin'] });
  expect(ask(index, 'zeppelin').alternatives.places.length).toBe(0);
});

test('only products that are allowed are found', () => {
  const allowed = new Bitset(TITLES.length);
  allowed.add(0);
  expect(ask(index, 'blue shoes', { allowed }).found).toBe(0);
  expect(Array.from(ask(index, 'scarf', { allowed }).whole.places)).toEqual([0]);
});

test('variants of one title stand apart, and all are there', () => {
  const shirts = indexOf(['Blue shirt', 'Blue shirt', 'Blue shirt', 'Blue long shirt']);
  const order = Array.from(ask(shirts, 'blue shirt').whole.places);
  expect(order.slice(0, 2)).toEqual([0, 3]);
  expect(order.toSorted()).toEqual([0, 1, 2, 3]);
});

test('a word counts by the field it is in', () => {
  const builder = new TextIndexBuilder();
  builder.add('a', [{ text: 'lamp', weight: 1 }]);
  builder.add('b', [{ text: 'lamp', weight: 4 }]);
  expect(Array.from(ask(new TextIndex(finish(builder)), 'lamp').whole.places)).toEqual([1, 0]);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    'the of and',
    '的 了',
    '🎉👍',
    '.*+?^$(){}|[]\\',
    '<img src=x onerror=alert(1)>',
    '\ud800',
    '\udfff tea',
    '１２３',
    'חולצה אדומה',
    'iPhone手机壳 чехол 30cm',
    'x'.repeat(10_000),
    '耳'.repeat(10_000),
    'tea '.repeat(1_000),
    'a'.repeat(48),
    '\uffff',
    '__proto__ constructor',
  ),
);

test('any query over any texts gives an answer, whose products hold a term of each required word', () => {
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 12 }), hostile, (texts, query) => {
      const made = indexOf(texts);
      const { whole, found, alternatives, words } = ask(made, query);
      expect(words.length).toBeLessThanOrEqual(24);
      expect(whole.places.length).toBe(Math.min(10, found));
      const shown = [...whole.places, ...alternatives.places];
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown.length).toBeLessThanOrEqual(10);
      for (const place of whole.places) {
        const held = new Set(analyse(texts[place]).map(({ term }) => term));
        for (const { required, terms } of words) if (required) expect(terms.some((term) => held.has(term))).toBe(true);
      }
      for (const score of [...whole.scores, ...alternatives.scores]) expect(Number.isFinite(score)).toBe(true);
    }),
    { numRuns: 300 },
  );
}, 120_000);

test('a text finds itself by any of its own words', () => {
  fc.assert(
    fc.property(
      fc.array(fc.lorem({ maxCount: 6 }), { minLength: 1, maxLength: 30 }),
      fc.nat(),
      fc.nat(),
      (texts, at, word) => {
        const text = texts[at % texts.length];
        const words = text.split(' ');
        const { whole } = ask(indexOf(texts), words[word % words.length], { limit: texts.length });
        expect(Array.from(whole.places, (place) => texts[place])).toContain(text);
      },
    ),
  );
});

test('an index that was stored and read again answers 1,000 queries alike', () => {
  const words = TITLES.flatMap((title) => title.split(/[ ,，]+/)).filter(Boolean);
  const again = new TextIndex(structuredClone(stored(TITLES)));
  for (let i = 0; i < 1_000; i++) {
    const query = `${words[i % words.length]} ${words[(i * 7) % words.length].slice(0, 1 + (i % 6))}`;
    expect(ask(again, query)).toEqual(ask(index, query));
  }
});

test('what was stored in another form, or is damaged, is not taken for an index', () => {
  const whole = stored(TITLES);
  expect(isTextIndex(whole, TITLES.length)).toBe(true);
  expect(isTextIndex(stored([]), 0)).toBe(true);
  for (const damaged of [
    undefined,
    null,
    { ...whole, form: 0 },
    { ...whole, groups: whole.groups.slice(1) },
    { ...whole, postings: whole.postings.slice(1) },
    { ...whole, starts: whole.starts.slice().reverse() },
    { ...whole, documents: whole.documents.slice(1) },
    { ...whole, vocabulary: { ...whole.vocabulary, units: whole.vocabulary.units.slice(1) } },
  ]) {
    expect(isTextIndex(damaged, TITLES.length)).toBe(false);
  }
  expect(isTextIndex(whole, 3)).toBe(false);
});

function stored(texts: readonly string[]) {
  const builder = new TextIndexBuilder();
  for (const text of texts) builder.add(text, [{ text, weight: 1 }]);
  return finish(builder);
}
