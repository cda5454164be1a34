import { describe, expect, test } from 'vitest';
import type { Product } from '../../../contract/product.ts';
import { FactWords } from './fact-words.ts';
import { contradictions, factsOf } from './product-facts.ts';
import { canFill, fillSlots, fitSlots, withSlots } from './slots.ts';
import { cleanText, joinWords, splitWords } from './words.ts';

const known = new FactWords({ brand: ['Mast & Harbour', 'ONLY', 'Puma'], colour: ['Vert bouteille'] }, [
  'only',
  'mast',
]);
const kindsIn = (text: string) => known.mentions(splitWords(text)).map(({ kind, value }) => `${kind} ${value}`);
const shirt = { id: '1', title: 'Puma Men Navy Blue 2-Pack Cotton Shirt', brand: 'Puma', colour: 'Blue' } as Product;

const slotted = (text: string, product: Product = shirt): string =>
  joinWords(withSlots(text, factsOf(product, known), known));

test('facts are found where a text tells them, and not in words that only look alike', () => {
  expect(kindsIn('A Navy cotton shirt by Mast & Harbour, size XL')).toEqual([
    ...['colour navy', 'material cotton', 'brand mast & harbour', 'size xl'],
  ]);
  expect(kindsIn('lace-up detail, three-quarter sleeves, a v-neck, 30 m')).toEqual(['number 30']);
  expect(kindsIn('two pockets, 1,999 g')).toEqual(['number 2', 'number 1999']);
  expect(kindsIn('this is the only one')).toEqual(['number 1']);
  expect(kindsIn('jeans by ONLY')).toEqual(['brand only']);
  expect(kindsIn('robe vert bouteille')).toEqual(['colour vert', 'colour bouteille']);
  expect(kindsIn("PUMA's sole and plum.PUMA care")).toEqual(['brand puma', 'colour plum', 'brand puma']);
});

test('a word that is a whole value is a fact, however ordinary; of several ordinary ones the whole is', () => {
  const shop = new FactWords({ colour: ['oat', 'bottle green', 'off-white'] }, ['oat', 'bottle', 'green', 'off']);
  const said = shop.mentions(splitWords('an oat flask, a bottle in Bottle green'));
  expect(said.map(({ kind, value }) => `${kind} ${value}`)).toEqual(['colour oat', 'colour bottle green']);
  const flask = { id: 'f', title: 'Flask', colour: 'bottle green' } as Product;
  expect(factsOf({ ...flask, title: 'Off-White flask' }, shop).colour[0]).toEqual({
    written: 'Off-White',
    value: 'off - white',
  });
  expect(factsOf(flask, shop).colour).toEqual([{ written: 'bottle green', value: 'bottle green' }]);
});

test('numbers stand apart from units and words that are glued to them', () => {
  expect(splitWords('100ml 1.5Kg 2Black 2XL 90112NP01 3in1')).toEqual([
    ...['100', 'ml', '1.5', 'Kg', '2', 'Black', '2XL', '90112NP01', '3in1'],
  ]);
  const sold = new FactWords({ brand: ['Puma'] }, [], 'sold-by');
  const said = sold.mentions(splitWords('a set of 2 caps, 20gm each, 2Black ones for $9'));
  expect(said.map(({ kind, value }) => `${kind} ${value}`)).toEqual(['number 20', 'colour black', 'number 9']);
});

test('a product’s facts come from its whole record', () => {
  const { brand, colour, material, number } = factsOf({ ...shirt, price: 1299 }, known);
  expect([brand, colour, material, number].map((facts) => facts.map(({ value }) => value))).toEqual([
    ['puma'],
    ['navy', 'blue'],
    ['cotton'],
    ['2', '1299'],
  ]);
});

test('what the record says becomes slots; what it does not say is left out so that the rest can stand', () => {
  expect(slotted('Navy blue cotton shirt by Puma, has 3 pockets, and long sleeves')).toBe(
    '{colour1} {colour2} {material1} shirt by {brand1}, has pockets, and long sleeves',
  );
  expect(slotted('Synthetic upper\nWarranty: 3 months\nComes in a case')).toBe('upper\nComes in a case');
  expect(slotted('Blue and red striped shirt, made of leather, slim fit')).toBe('{colour2} striped shirt, slim fit');
  expect(slotted('Shape: oval Frame colour: red Fit: slim')).toBe('Shape: oval Fit: slim');
  expect(
    slotted('Navy shirt. Holds 350 ml and sits well. For a 15-inch case. Soles of rubber, stitched on. Made to last.'),
  ).toBe('{colour1} shirt. Made to last.');
  expect(slotted('')).toBe('');
});

test('slots are filled as the record writes them, lines and sentences begin with a capital', () => {
  const facts = factsOf(shirt, known);
  const words = splitWords('shirt of t - shirt cloth .').toSpliced(0, 0, '{colour1}', '{colour2}');
  expect(fillSlots([...words, '\n', 'by', '{brand1}'], facts, new Map([['t', 'T']]))).toBe(
    'Navy blue shirt of T-shirt cloth.\nBy Puma',
  );
  expect(canFill(['{colour2}'], facts)).toBe(true);
  expect(canFill(['{colour3}'], facts)).toBe(false);
});

test('a text of another product leaves out what this one cannot fill', () => {
  const facts = factsOf(shirt, known);
  const fitted = (text: string): string => joinWords(fitSlots(text.split(' '), facts));
  expect(fitted('{colour1} and {colour3} shirt , made of {material2} , slim fit')).toBe('{colour1} shirt, slim fit');
  expect(fitted('{colour1} shirt by {brand1}')).toBe('{colour1} shirt by {brand1}');
});

test('a text contradicts where it tells a fact that the record does not', () => {
  expect(contradictions('A navy shirt', shirt, known)).toEqual([]);
  expect(contradictions('A red leather shirt of 3 by Mast & Harbour', shirt, known).map(({ value }) => value)).toEqual([
    ...['red', 'leather', '3', 'mast & harbour'],
  ]);
});

test('line breaks that a scrape lost come back, but not within names of the product', () => {
  expect(cleanText('SoftFoam insole upperCushioned footbed (new)Zip closure2 pockets', 'SoftFoam shoe')).toBe(
    'SoftFoam insole upper\nCushioned footbed (new)\nZip closure\n2 pockets',
  );
  expect(cleanText('  a  <br/> b\r\n\r\nc ')).toBe('a\nb\nc');
  expect(cleanText('Pack of 2Black socks, 100Ml')).toBe('Pack of 2\nBlack socks, 100Ml');
});

test('words that were taken apart are put together as they were', () => {
  for (const text of ["Puma's men's tee, by U.S Polo", 'it’s 2XL (new)', 'T-shirt: $9']) {
    expect(joinWords(splitWords(text))).toBe(text);
  }
});

test('scripts without spaces are words by the character, and stay together', () => {
  expect(splitWords('棉T恤 blue')).toEqual(['棉', 'T', '恤', 'blue']);
  expect(joinWords(splitWords('纯棉衬衫。 蓝色'))).toBe('纯棉衬衫。蓝色');
});

describe('in Chinese', () => {
  const shop = new FactWords({ brand: ['哈尔登', '炉边'], colour: ['燕麦白', '苔绿'], material: ['炻器', '炻'] }, []);
  const said = (text: string) => shop.mentions(splitWords(text)).map(({ kind, value }) => `${kind} ${value}`);
  const mug = { id: 'm', title: '潮汐炻器马克杯 · 燕麦白', brand: '哈尔登', tags: ['320 毫升'] } as Product;
  const slots = (text: string, product = mug): string => joinWords(withSlots(text, factsOf(product, shop), shop));

  test('colours, materials, sizes, numbers and brands are found where a text tells them', () => {
    expect(said('黑色纯棉衬衫，深蓝配苔绿，哈尔登，大号')).toEqual([
      ...['colour black', 'material cotton', 'colour 深蓝', 'colour 苔 绿', 'brand 哈 尔 登', 'size l'],
    ]);
    expect(said('容量 320 毫升，四杯茶，二百五十克，十二小时，两米')).toEqual([
      ...['number 320', 'number 4', 'number 250', 'number 12', 'number 2'],
    ]);
  });

  test('characters that are part of another word state nothing', () => {
    expect(said('支持蓝牙，一起用，毫不麻烦，明白易懂，钢琴与螺丝，十分柔软，万一')).toEqual([]);
  });

  test('what is sold by a measure counts; how many pockets there are does not', () => {
    const sold = new FactWords({}, [], 'sold-by');
    const kinds = (text: string) => sold.mentions(splitWords(text)).map(({ value }) => value);
    expect(kinds('两个口袋，棉质里衬，三升，50 毫升，19 元，3 层')).toEqual(['3', '50', '19']);
  });

  test('what the record says becomes slots; a clause with what it does not say goes', () => {
    expect(slots('炻器马克杯，燕麦白配苔绿。手工拉坯，每一只都略有不同。容量 320 毫升，冷天捧着正好。')).toBe(
      '{material1} 马克杯，{colour1}。容量 {number1} 毫升，冷天捧着正好。',
    );
    expect(slots('棉马克杯，天然橡胶底，车线缝合。')).toBe('马克杯，车线缝合。');
    expect(slots('炻器马克杯，燕麦白。杯身为黑色。')).toBe('{material1} 马克杯，{colour1}。');
  });

  test('a fact is one in both scripts, and is written in that of the text', () => {
    const shirt = { id: 's', title: 'Cotton shirt', colour: '黑色', size: 'L' } as Product;
    expect(contradictions('黑色纯棉衬衫，大号', shirt, shop)).toEqual([]);
    expect(contradictions('Black cotton shirt', shirt, shop)).toEqual([]);
    expect(contradictions('白色亚麻衬衫', shirt, shop).map(({ value }) => value)).toEqual(['white', 'linen']);
    const facts = factsOf(shirt, shop);
    expect(fillSlots(['{colour1}', '{material1}', '衬', '衫'], facts, new Map())).toBe('黑色棉衬衫');
    expect(fillSlots(['{colour1}', '{material1}', 'shirt'], facts, new Map())).toBe('Black cotton shirt');
  });

  test('signs beside Chinese characters are wide, and the words stand as they were', () => {
    for (const text of ['T 恤，一脚蹬；可换底。', '泥地、石面（都）防滑！', '30 °C，可洗']) {
      expect(joinWords(splitWords(text))).toBe(text);
    }
  });
});
