import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Product } from '../contract/product.ts';
import { createAssistant } from './create-assistant.ts';
import { isFaithful } from './phrasing.ts';
import { openShop } from './testing/small-shop.ts';

let shop: Awaited<ReturnType<typeof openShop>>;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser that brings a language model. */
function builtInModel(
  prompt: (text: string, options: { signal?: AbortSignal }) => Promise<string>,
  availability = 'available',
) {
  const asked: string[] = [];
  vi.stubGlobal('LanguageModel', {
    availability: async () => availability,
    create: async () => ({
      prompt: (text: string, options: { signal?: AbortSignal }) => {
        asked.push(text);
        return prompt(text, options);
      },
      destroy: () => undefined,
    }),
  });
  return asked;
}
const says = (text: string) => builtInModel(async () => text);
const ask = (text = 'red hats', builtIn = true) => createAssistant(shop, { builtIn }).ask(text);
const PLAIN = '3 products for red, Hats.';

test('it is asked only where the shop allows it, and told the answer and the records', async () => {
  const asked = says('Here are 3 red hats for you.');
  expect(await ask('red hats', false)).toMatchObject({ text: PLAIN, phrasedBy: 'vitrine' });
  expect(asked).toEqual([]);
  expect(await ask()).toMatchObject({ text: 'Here are 3 red hats for you.', phrasedBy: 'built-in' });
  expect(JSON.parse(asked[0]).text).toBe(PLAIN);
  expect(JSON.parse(asked[0]).products.length).toBe(3);
});

test.each([
  ['a material', 'Here are 3 red silk hats.'],
  ['a colour', 'Here are 3 green hats.'],
  ['a brand', 'Here are 3 red hats by Gucci.'],
  ['a number', 'Here are 7 red hats.'],
  ['a price', 'Here are 3 red hats from 5 euros.'],
  ['a quality', 'Here are 3 waterproof red hats.'],
  ['a promise', 'Here are 3 red hats with free delivery.'],
  ['a material of one of them, told of all', 'All 3 are leather hats.'],
  ['HTML', '<b>Here are 3 red hats.</b>'],
  ['Markdown', '**Here** are 3 red hats.'],
  ['an address', 'See https://example.com for 3 red hats.'],
  ['nothing', '  '],
  ['a novel', 'Here are 3 red hats. '.repeat(60)],
  ['Chinese facts', '这里有三件防水的红色丝绸帽子。'],
])('what invents %s is refused, and the plain wording stands', async (_, text) => {
  says(text);
  expect(await ask()).toMatchObject({ text: PLAIN, phrasedBy: 'vitrine' });
});

test('in Chinese too', async () => {
  says('为您找到3件红色的帽子。');
  expect(await ask('红色的帽子')).toMatchObject({ language: 'zh', phrasedBy: 'built-in' });
  says('为您找到3件防水的红色帽子。');
  expect(await ask('红色的帽子')).toMatchObject({ phrasedBy: 'vitrine' });
});

test('one that throws, is not ready, or is not there changes nothing', async () => {
  builtInModel(async () => {
    throw new Error('no');
  });
  expect(await ask()).toMatchObject({ text: PLAIN });
  builtInModel(async () => 'Here are 3 red hats.', 'downloadable');
  expect(await ask()).toMatchObject({ text: PLAIN });
  vi.unstubAllGlobals();
  expect(await ask()).toMatchObject({ text: PLAIN });
});

test('one that hangs is not waited for, and is told so', async () => {
  let ended = false;
  let hangs: () => void = () => undefined;
  const hanging = new Promise<void>((resolve) => {
    hangs = resolve;
  });
  builtInModel((_, { signal }) => {
    signal?.addEventListener('abort', () => {
      ended = true;
    });
    hangs();
    return new Promise(() => undefined);
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const answer = ask();
  for (let turn = 0; turn < 400; turn++) await vi.advanceTimersByTimeAsync(0);
  await hanging;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await answer).toMatchObject({ text: PLAIN, phrasedBy: 'vitrine' });
  expect(ended).toBe(true);
});

test('a sentence that names a product is held to that product’s record', () => {
  const products: Product[] = [
    { id: 'a', title: 'Heron mug', brand: 'Halden', price: 9, tags: ['red', 'enamel'] },
    { id: 'b', title: 'Moss mug', brand: 'Norrby', price: 12, tags: ['blue', 'stoneware'] },
  ];
  const plain = { text: '2 products for mug.', language: 'en' as const, products };
  expect(isFaithful('Heron mug is red. Moss mug is blue and costs 12.', plain)).toBe(true);
  expect(isFaithful('Heron mug is blue.', plain)).toBe(false);
  expect(isFaithful('Moss mug costs 9.', plain)).toBe(false);
});
