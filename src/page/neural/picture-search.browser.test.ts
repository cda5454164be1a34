import { afterEach, expect, test } from 'vitest';
import type { SearchResult } from '../../contract/search.ts';
import { startRecommender } from '../facade/create-recommender.ts';
import { startDoubles } from '../testing/engine-double.ts';

const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const PRODUCTS = [{ id: 'p' }, { id: 'q' }];

function start(generators: { encoder?: ArrayBuffer } = { encoder: new ArrayBuffer(8) }) {
  const doubles = startDoubles({ neural: 'finish' });
  const shop = startRecommender({ deadline: 60_000, products: PRODUCTS, generators }, doubles.setup);
  closing.push(() => shop.close(), doubles.close);
  return shop;
}
const ids = ({ items }: SearchResult) => items.map(({ id }) => id);

test('the engine searches among what looks like the picture, the most alike first, with the words beside it', async () => {
  const shop = start();
  const image = new ImageData(4, 4);
  const found = await shop.search({ image });
  expect(found.text).toBe('');
  expect(found.items.map(({ id, score }) => [id, score])).toEqual([
    ['q', 1],
    ['p', expect.closeTo(0.8)],
  ]);
  expect(ids(await shop.search({ image, limit: 1 }))).toEqual(['q']);
  // Words and filters choose among more than are wanted.
  const said = await shop.search({ image, limit: 1, text: 'in blue' });
  expect(said.text).toBe('in blue');
  expect(ids(said)).toEqual(['q', 'p']);
  expect(ids(await shop.search({ image, limit: 1, filter: { brands: ['b'] } }))).toEqual(['q', 'p']);
});

test('a product is searched by its own picture, and is not found itself', async () => {
  expect(ids(await start().search({ image: 'p' }))).toEqual(['q']);
});

test('a product of which the encoder knows no picture is told', async () => {
  await expect(start().search({ image: 'unseen' })).rejects.toMatchObject({
    code: 'unknown-products',
    message: expect.stringContaining('unseen'),
  });
});

test('without an encoder it says what is missing; what is no picture and no text is named', async () => {
  await expect(start({}).search({ image: new ImageData(1, 1) })).rejects.toMatchObject({
    code: 'no-encoder',
    remedy: expect.stringContaining('train-encoder'),
  });
  const shop = start();
  for (const query of [{ image: undefined }, { image: null }, { image: 7 }, { image: new ImageData(1, 1), text: 7 }]) {
    await expect(shop.search(query as never)).rejects.toMatchObject({ code: 'bad-options' });
  }
  const broken = shop.search({ image: new Blob(['x']) });
  await expect(broken).rejects.toMatchObject({ code: 'picture-unreadable' });
  const aborted = shop.search({ image: new ImageData(1, 1), signal: AbortSignal.abort() });
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
});
