import { expect, test } from 'vitest';
import { wordsOf } from './words.ts';

test.each<[string, string[]]>([
  ['Ceramic Mugs, set of 4', ['ceramic', 'mug', 'set', 'of']],
  ['Crème brûlée', ['creme', 'brulee']],
  ['Glass glass GLASS', ['glass']],
  ['ＷＩＤＥ　ｆｏｒｍ', ['wide', 'form']],
  ['500ml × 12', ['500ml', '12']],
  ['  –  !!', []],
])('%s', (text, words) => {
  expect([...wordsOf(text)]).toEqual(words);
});

test('a compound that the segmenter cuts in the wrong place is still found by its pairs of characters', () => {
  for (const [text, word] of [
    ['新款连衣裙', '衣裙'],
    ['主动降噪耳机', '降噪'],
    ['便携保温杯', '保温'],
  ]) {
    expect(wordsOf(text)).toContain(word);
  }
});

test('Latin and Chinese words in one run are told apart', () => {
  const words = wordsOf('iPhone手机壳');
  expect(words).toContain('iphone');
  expect(words).toContain('手机');
});
