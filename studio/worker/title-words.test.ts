import { expect, test } from 'vitest';
import { TitleWords } from './title-words.ts';

const named = (titles: readonly string[]) => titles.map((title, i) => ({ id: `${title}-${i}`, title }));
const bags = named(['Canvas tote, red', 'Leather tote, blue', 'Canvas satchel, red']);
const mugs = named(['Enamel mug, red', 'Stoneware mug, blue', 'Red mug']);
const words = new TitleWords([...bags, ...mugs]);

test('a category is called by the word that its titles have and others have not, and by no fact', () => {
  expect(words.nameOf(bags, (word) => word === 'canva')).toBe('tote');
  expect(words.nameOf(mugs, () => false)).toBe('mug');
  expect(words.nameOf(bags, () => true)).toBeUndefined();
  expect(words.nameOf(named(['']), () => false)).toBeUndefined();
});

test('titles in Chinese too', () => {
  const chinese = named(['红色马克杯', '蓝色马克杯']);
  expect(new TitleWords([...chinese, ...mugs]).nameOf(chinese, (word) => /[红蓝色]/u.test(word))).toMatch(
    /克杯|马克|马克杯/,
  );
});
