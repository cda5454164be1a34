import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import { type Assistant, createAssistant } from './create-assistant.ts';
import { openShop, PRODUCTS } from './testing/small-shop.ts';

const ANSWERS = [
  { question: 'How long does delivery take?', answer: 'Two <b>days</b>.', source: '/delivery' },
  { question: 'Can I return a product?', answer: 'Within 30 days.' },
  { question: '可以退货吗？', answer: '三十天内可以。', source: '售后' },
];

let shop: Awaited<ReturnType<typeof openShop>>;
let assistant: Assistant;
beforeAll(async () => {
  shop = await openShop();
  assistant = createAssistant(shop, { answers: ANSWERS });
});
afterAll(() => shop.close());

/** Says one thing after the other. @returns the last answer */
async function talk(...said: string[]): Promise<Answer> {
  let answer: Answer | undefined;
  for (const text of said) answer = await assistant.ask(text, { conversation: answer?.conversation });
  return answer!;
}
const titles = ({ products }: Answer) => products.map(({ product }) => product.title);
const prices = ({ products }: Answer) => products.map(({ product }) => product.price!);

test('a wish in a sentence is understood, and each product says what of it it fulfils', async () => {
  const answer = await talk("Hello, I'm looking for a red bag under 15, please");
  expect(answer.kind).toBe('products');
  expect(titles(answer)).toEqual(expect.arrayContaining(['leather bag, red', 'canvas bag, red', 'wool bag, red']));
  expect(answer.found).toBe(3);
  expect(answer.products[0].why).toEqual(['red', 'Bags', '€10.00: up to 15']);
  expect(answer.understood.map(({ name }) => name)).toEqual(['red', 'Bags', 'up to 15']);
});

test('a vague wish is asked back, with options of the shop’s own that are understood when they are chosen', async () => {
  const asked = await talk('a present for my mother');
  expect(asked.kind).toBe('question');
  expect(asked.options.map(({ name }) => name)).toEqual(expect.arrayContaining(['Bags', 'Hats', 'Boots']));
  expect(asked.products.length).toBeGreaterThan(0);
  expect(asked.products.every(({ why }) => why.length > 0)).toBe(true);
  const chosen = await talk('a present for my mother', 'Hats', 'under 40');
  expect(chosen.kind).toBe('products');
  expect(titles(chosen).every((title) => title!.includes('hat'))).toBe(true);
  expect(Math.max(...prices(chosen))).toBeLessThanOrEqual(40);
});

test.each([
  ['bags', 'cheaper', 'not leather', 'leather'],
  ['手提包', '便宜一点', '不要皮的', 'leather'],
])('%s, %s, %s: the wish is narrowed over turns', async (first, cheaper, without, unwanted) => {
  const all = await talk(first);
  const low = await talk(first, cheaper);
  const middle = [...prices(all)].sort((a, b) => a - b)[2];
  expect(Math.max(...prices(low))).toBeLessThanOrEqual(middle + 5);
  expect(Math.max(...prices(low))).toBeLessThan(Math.max(...prices(all)));
  const last = await talk(first, cheaper, without);
  expect(last.products.length).toBeGreaterThan(0);
  expect(titles(last).join()).not.toContain(unwanted);
  expect(Math.max(...prices(last))).toBeLessThanOrEqual(Math.max(...prices(low)));
});

test.each([
  ['red bag', 'in blue', 'another colour', 'blue'],
  ['红色的手提包', '蓝色的', '另一种颜色', 'blue'],
])('%s, %s, %s: a colour takes the place of another', async (first, other, any, colour) => {
  const changed = await talk(first, other);
  expect(titles(changed).length).toBe(3);
  expect(titles(changed).every((title) => title!.endsWith(colour))).toBe(true);
  const rest = await talk(first, other, any);
  expect(rest.products.length).toBeGreaterThan(0);
  expect(titles(rest).some((title) => title!.endsWith(colour))).toBe(false);
  expect(titles(rest).every((title) => title!.includes('bag'))).toBe(true);
});

test('more shows others, back the ones before, forget takes a part off, another thing keeps the price where it is asked so', async () => {
  const [first, more] = [await talk('hats'), await talk('hats', 'show me more')];
  expect(titles(more).some((title) => titles(first).includes(title))).toBe(false);
  expect(titles(await talk('hats', 'show me more', 'back'))).toEqual(titles(first));
  expect((await talk('hats under 35', 'forget the price')).found).toBe(12);
  const others = await talk('hats under 35', 'what about bags?');
  expect(titles(others).every((title) => title!.includes('bag'))).toBe(true);
  expect(others.understood.map(({ name }) => name)).toContain('up to 35');
  const fresh = await talk('hats under 35', 'boots');
  expect(titles(fresh).every((title) => title!.includes('boot'))).toBe(true);
});

test('two products are compared by what their records say, and nothing else', async () => {
  const list = await talk('bags');
  const answer = await talk('bags', 'compare the first and the third');
  const [one, , three] = list.products.map(({ product }) => product);
  expect(answer.comparison!.products).toEqual([one.id, three.id]);
  const facts = [...answer.comparison!.differ, ...answer.comparison!.same];
  const told = facts.flatMap(({ values }) => values).filter((value) => value !== null);
  const recorded = JSON.stringify([one, three]);
  for (const value of told.flatMap((text) => text!.split(', '))) {
    if (!value.startsWith('€')) expect(recorded).toContain(value);
  }
  expect(answer.comparison!.differ.find(({ name }) => name === 'Price')!.values[0]).toBe(`€${one.price}.00`);
  expect((await talk('手提包', '比较前两个')).comparison!.products.length).toBe(2);
  const named = await talk('compare the leather hat, red with the leather hat, blue');
  expect(named.kind === 'comparison' || named.kind === 'nothing').toBe(true);
  const unknown = await talk('bags', 'compare the Foobar 3000 with the second one');
  expect(unknown.notUnderstood).toEqual(['Foobar 3000']);
  expect(unknown.comparison).toBeUndefined();
});

test('the shop’s own answers are given as they stand, with their source, and only where they cover the question', async () => {
  expect(await talk('how long does delivery take?')).toMatchObject({
    kind: 'answer',
    text: 'Two <b>days</b>.',
    source: { question: 'How long does delivery take?', source: '/delivery' },
  });
  expect(await talk('我能退货吗')).toMatchObject({ kind: 'answer', source: { source: '售后' } });
  expect((await talk('what are your opening hours?')).kind).not.toBe('answer');
  expect((await talk('do you have bags?')).kind).toBe('products');
});

test('what it does not know is said, with the nearest products', async () => {
  const answer = await talk('zeppelin bag');
  expect(answer).toMatchObject({ kind: 'nothing', notUnderstood: ['zeppelin'] });
  expect(answer.text).toContain('“zeppelin”');
  expect(titles(answer).every((title) => title!.includes('bag'))).toBe(true);
  const cheap = await talk('bags under 2');
  expect(cheap.kind).toBe('nothing');
  expect(prices(cheap)[0]).toBe(10);
});

test('what a thing is for is not needed, and is told where nothing is said to be for it', async () => {
  const answer = await talk('a red bag for my zeppelin');
  expect(answer).toMatchObject({ kind: 'products', found: 3, notUnderstood: ['zeppelin'] });
  expect(answer.text).toContain('“zeppelin”');
  expect((await talk('a red bag for my mother')).notUnderstood).toEqual([]);
});

test('of two things either will do, and one that the shop does not have is told', async () => {
  const both = await talk('green hats or boots');
  expect(titles(both).some((title) => title!.includes('hat'))).toBe(true);
  expect(titles(both).some((title) => title!.includes('boot'))).toBe(true);
  const one = await talk('a zeppelin or a hat');
  expect(one).toMatchObject({ kind: 'products', notUnderstood: ['zeppelin'] });
  expect(titles(one).every((title) => title!.includes('hat'))).toBe(true);
});

test.each([
  ['bags', 'how much is the third one?', 2],
  ['手提包', '第三个多少钱', 2],
])('%s, %s: a question about one that was shown is answered by its record', async (list, asked, place) => {
  const shown = await talk(list);
  const answer = await talk(list, asked);
  const { id, product } = shown.products[place];
  expect(answer).toMatchObject({ kind: 'product', products: [{ id }] });
  expect(answer.text).toContain(String(product.price));
  const silent = await talk(list, asked, 'is it waterproof?');
  expect(silent).toMatchObject({ kind: 'product', products: [{ id }] });
  expect(silent.text).toMatch(/(?:says nothing of|没有提到)“?.*waterproof”/);
});

test('the cheapest of those that were shown is one of them, and may be compared', async () => {
  const shown = await talk('boots');
  const least = Math.min(...prices(shown));
  const answer = await talk('boots', 'which of these is the cheapest?');
  expect(answer.kind).toBe('product');
  expect(prices(answer)).toEqual([least]);
  const compared = await talk('boots', 'compare the cheapest with the most expensive');
  expect(prices(compared)).toEqual([least, Math.max(...prices(shown))]);
});

test.each([
  ['Halden bags', 'another brand'],
  ['哈尔登的手提包', '换个牌子'],
])('%s, %s: another brand takes the place of one', async (first, other) => {
  expect((await talk(first)).products.every(({ product }) => product.brand === 'Halden')).toBe(true);
  const changed = await talk(first, other);
  expect(changed.products.length).toBeGreaterThan(0);
  expect(changed.products.every(({ product }) => product.brand === 'Norrby')).toBe(true);
});

test.each(['any brand is fine', "the brand doesn't matter", '品牌不限'])('%s: the brand is taken off', async (said) => {
  expect((await talk('Halden bags')).found).toBe(4);
  expect((await talk('Halden bags', said)).found).toBe(12);
});

test('what a product shown by its place lacks is told of its own kind, and stays what is looked for', async () => {
  const green = await talk('bags', 'do you have the first one in green?');
  expect(titles(green)).toEqual(expect.arrayContaining(['leather bag, green', 'canvas bag, green', 'wool bag, green']));
  const purple = await talk('bags', 'do you have the first one in purple?');
  expect(purple).toMatchObject({ kind: 'nothing', notUnderstood: ['purple'] });
  expect(titles(purple).every((title) => title!.includes('bag'))).toBe(true);
  const cheaper = await talk('bags', 'do you have the first one in purple?', 'under 15');
  expect(titles(cheaper).every((title) => title!.includes('bag'))).toBe(true);
});

test.each([
  ['do you ship to Norway?', '/delivery'],
  ['what if I want to send it back?', undefined],
  ['不喜欢能退款吗', '售后'],
])('%s: the shop’s own answer is found by what the question is about', async (asked, source) => {
  const answer = await talk(asked);
  expect(answer.kind).toBe('answer');
  expect(answer.source?.source).toBe(source);
});

test('a slip of the keyboard is a word of the conversation where nothing else is', async () => {
  expect(Math.max(...prices(await talk('bags', 'chepaer')))).toBeLessThan(Math.max(...prices(await talk('bags'))));
});

test('a conversation goes through JSON, and one that is not one is refused', async () => {
  const first = await talk('red bags');
  const conversation = JSON.parse(JSON.stringify(first.conversation));
  const next = await assistant.ask('the second one', { conversation });
  expect(next).toMatchObject({ kind: 'product', products: [{ id: first.products[1].id }] });
  for (const wrong of [{}, 'x', { version: 2, turns: [] }, { version: 1, turns: [{ said: 1 }] }]) {
    await expect(assistant.ask('bags', { conversation: wrong as never })).rejects.toMatchObject({
      code: 'bad-options',
    });
  }
  let long = first;
  for (let turn = 0; turn < 30; turn++) long = await assistant.ask('bags', { conversation: long.conversation });
  expect(long.conversation.turns.length).toBe(20);
});

test('bad options are refused by name, and an abort is told', async () => {
  await expect(assistant.ask(7 as never)).rejects.toMatchObject({ code: 'bad-options' });
  await expect(assistant.ask('bags', { limit: 0 })).rejects.toMatchObject({ code: 'bad-options' });
  await expect(assistant.ask('bags', { limits: 3 } as never)).rejects.toMatchObject({
    remedy: expect.stringContaining('limit'),
  });
  await expect(assistant.ask('bags', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  expect(() => createAssistant(shop, { answers: [{ question: '', answer: 'x' }] })).toThrow(
    expect.objectContaining({ code: 'bad-options' }),
  );
  expect(() => createAssistant(shop, { answer: [] } as never)).toThrow(
    expect.objectContaining({ code: 'bad-options' }),
  );
});

const HOSTILE = [
  '',
  '   ',
  'a'.repeat(10_000),
  '手提包'.repeat(4_000),
  'bag '.repeat(3_000),
  '👜👜👜',
  'حقيبة حمراء',
  '<img src=x onerror=alert(1)>',
  '\uD83D bag \uDC5C',
  'the of and',
  '.*+?^$ {}()|[]\\',
  'compare',
  'compare and and and',
  'the tenth one',
  'back',
  'forget',
  'not',
  '不要',
  '\u0001\u0002',
  '１２３４５',
];
test.each(HOSTILE)('anything is answered with the shop’s own products: hostile text %#', async (text) => {
  for (const said of [[text], ['bags', text], ['bags', text, 'cheaper', text]]) {
    const answer = await talk(...said);
    const known = new Set(PRODUCTS.map(({ id }) => id));
    expect(answer.products.every(({ id }) => known.has(id))).toBe(true);
    expect(answer.text.length).toBeGreaterThan(0);
  }
});

test('whatever is said, in whatever order, is answered', async () => {
  const saying = fc.oneof(
    fc.constantFrom(
      ...[
        'cheaper',
        'more',
        'back',
        'another colour',
        'compare the first two',
        'the second one',
        'similar',
        'start over',
      ],
      ...[
        '不要皮的',
        '便宜一点',
        '另一种颜色',
        '比较前两个',
        'red',
        'bags',
        'under 30',
        'forget red',
        'leather',
        '?',
        'not red',
      ],
    ),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(saying, { minLength: 1, maxLength: 6 }), async (said) => {
      const answer = await talk(...said);
      const known = new Set(PRODUCTS.map(({ id }) => id));
      expect(answer.products.every(({ id }) => known.has(id))).toBe(true);
      JSON.stringify(answer);
    }),
    { numRuns: 60 },
  );
});

test('a shop without products says so little as it has', async () => {
  const empty = await openShop([]);
  const answer = await createAssistant(empty).ask('a present');
  expect(answer).toMatchObject({ kind: 'question', products: [], options: [] });
  await empty.close();
});
