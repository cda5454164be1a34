import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyse, fold } from './analyse.ts';

const terms = (text: string, ...kinds: string[]) =>
  analyse(text)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ term }) => term);

test.each([
  ['Crème brûlée', ['creme', 'brulee']],
  ["LEVI’S 501 and Levi's", ['levi', '501', 'and', 'levi']],
  ['ＷＩＤＥ　ｆｏｒｍ １２', ['wide', 'form', '12']],
  ['Straße', ['strasse']],
  ['<b>bold</b> & (a|b)*', ['b', 'bold', 'b', 'a', 'b']],
  ['حقيبة جلد', ['حقيبة', 'جلد']],
  ['  –  !! 🎉', []],
  ['\ud800x\udfff', ['x']],
])('words of %s', (text, words) => {
  expect(terms(text, 'word')).toEqual(words);
});

test('a number and its unit, a code and a hyphenated word are whole as well as in parts', () => {
  expect(terms('30cm', 'word', 'part')).toEqual(['30cm', '30', 'cm']);
  expect(terms('30 cm', 'word', 'whole')).toEqual(['30', 'cm', '30cm']);
  expect(terms('SA-M198', 'word', 'part', 'whole')).toEqual(['sa', 'm198', 'm', '198', 'sam198']);
  expect(terms('T-shirt', 'word', 'whole')).toEqual(['t', 'shirt', 'tshirt']);
  expect(terms('size 40 and 7', 'whole')).toEqual([]);
});

test('scripts without spaces give pairs of neighbours, words of three and more, and single characters', () => {
  expect(terms('蓝牙耳机', 'pair')).toEqual(['蓝牙', '耳机']);
  expect(terms('蓝牙耳机', 'bond')).toEqual(['牙耳']);
  expect(terms('咖啡色自行车', 'whole')).toContain('咖啡色');
  expect(terms('红裙子', 'tie', 'pair', 'single')).toEqual(['红', '红裙', '裙子']);
  expect(terms('伞', 'word')).toEqual(['伞']);
  expect(terms('iPhone手机', 'word', 'pair')).toEqual(['iphone', '手机']);
});

test('a token says where it stands in the text as it was given', () => {
  const text = 'Für ＣＲÈＭＥ 蓝牙 café';
  for (const { term, start, end } of analyse(text)) expect(fold(text.slice(start, end))).toBe(term);
});

test('any text gives terms in bounded number, each within it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const tokens = analyse(text);
      expect(tokens.length).toBeLessThanOrEqual(4 * text.length + 4);
      for (const { term, start, end } of tokens) {
        expect(term.length).toBeLessThanOrEqual(48);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});
