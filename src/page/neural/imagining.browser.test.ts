import { afterEach, expect, test, vi } from 'vitest';
import type { ImagineQuery } from '../../contract/imagination.ts';
import { startRecommender } from '../facade/create-recommender.ts';
import { startDoubles, stopClock } from '../testing/engine-double.ts';

const closing: (() => Promise<void> | void)[] = [];
const DEADLINE = 60_000;

afterEach(async () => {
  vi.useRealTimers();
  for (const close of closing.splice(0)) await close();
});

const PRODUCTS = [{ id: 'p', title: 'A mug' }, { id: 'q' }, { id: 'r' }];

function start(
  neural: 'finish' | 'wait' | 'die',
  generators: { pictures?: ArrayBuffer } = { pictures: new ArrayBuffer(8) },
) {
  const doubles = startDoubles({ neural });
  const shop = startRecommender({ deadline: DEADLINE, products: PRODUCTS, generators }, doubles.setup);
  closing.push(() => shop.close(), doubles.close);
  return { shop, doubles };
}

const pictures = Array.from({ length: 3 }, (_, i) => ({ image: new ImageData(8, 8), kind: i === 0 ? 'a' : 'b' }));

test('made pictures come as images that are marked as made, with the real products in stock beside them', async () => {
  const { shop } = start('finish');
  await shop.track({ name: 'view_item', items: [{ item_id: 'p' }] });
  const { pictures, fallback } = await shop.imagine({ count: 2 });
  expect(fallback).toBe(false);
  expect(pictures).toHaveLength(2);
  for (const { imagined, image, kind, neighbours } of pictures) {
    expect({ imagined, kind }).toEqual({ imagined: true, kind: 'Mugs' });
    expect(image).toBeInstanceOf(ImageData);
    expect([image.width, image.data[0]]).toEqual([2, 200]);
    expect(neighbours).toEqual([{ id: 'p', title: 'A mug' }]); // the one that the catalogue does not have is left out
  }
});

test('what the visitor turned from does not count, and for anyone nothing does', async () => {
  const { shop } = start('finish');
  await shop.track({ name: 'view_item', items: [{ item_id: 'p' }, { item_id: 'q' }] });
  await shop.track({ name: 'dismiss', items: [{ item_id: 'p' }] });
  const [{ neighbours }] = (await shop.imagine({ count: 1 })).pictures;
  expect(neighbours.map(({ id }) => id)).toEqual(['q']);
  expect(await shop.imagine({ for: 'anyone', count: 1 })).toMatchObject({ fallback: true });
});

test('without a generator it says what is missing; wrong options are named', async () => {
  const { shop } = start('finish', {});
  await expect(shop.imagine()).rejects.toMatchObject({
    code: 'no-generator',
    remedy: expect.stringContaining('train-pictures'),
  });
  for (const query of [{ count: 0 }, { count: 1.5 }, { neighbours: 99 }, { for: 'nobody' as never }, { seed: 0.5 }]) {
    await expect(shop.imagine(query)).rejects.toMatchObject({ code: 'bad-options' });
  }
});

test('pictures like products vary; between them they have a share of each', async () => {
  const { shop } = start('finish');
  const coloursOf = async (query: ImagineQuery) => (await shop.imagine(query)).pictures.map(({ colour }) => colour);
  expect(await coloursOf({ like: ['p', 'q'], count: 1 })).toEqual(['0.5 p and 0.5 q, varied']);
  expect(await coloursOf({ like: ['p', 'q'], shares: [3, 1], count: 2 })).toEqual(Array(2).fill('0.75 p and 0.25 q'));
  expect(await coloursOf({ count: 1 })).toEqual([undefined]);
});

test('what is no list of products, no shares of them or no text is named', async () => {
  const { shop } = start('finish');
  for (const query of [
    { like: [] },
    { like: 'p' },
    { like: [7] },
    { like: Array(9).fill('p') },
    { like: ['p'], shares: [] },
    { like: ['p'], shares: '1' },
    { like: ['p', 'q'], shares: [0, 0] },
    { like: ['p', 'q'], shares: [2, -1] },
    { like: ['p', 'q'], shares: [1, Number.NaN] },
    { text: 7 },
  ]) {
    await expect(shop.imagine(query as never)).rejects.toMatchObject({ code: 'bad-options' });
  }
});

test('training tells losses and pictures as it goes; the file is the return value', async () => {
  const { shop } = start('finish');
  const training = shop.trainPictures({ pictures, steps: 4, every: 2 });
  const shades: number[] = [];
  let last = await training.next();
  for (; !last.done; last = await training.next()) shades.push(last.value.samples?.[0].data[0] ?? -1);
  expect(shades).toEqual([2, 4]);
  expect(last.value).toMatchObject({ metrics: { distance: 1 }, backend: 'cpu' });
  expect(last.value.file).toBeInstanceOf(ArrayBuffer);
});

test('pictures of products make a gallery where each of them is of one', async () => {
  const { shop } = start('finish');
  const galleryOf = async (products: readonly (string | undefined)[]) => {
    const of = pictures.map((picture, i) => ({ ...picture, product: products[i] }));
    const training = shop.trainPictures({ pictures: of, steps: 2, every: 2 });
    await training.next();
    const { value } = await training.next();
    return (value as { metrics: Record<string, number> }).metrics.gallery;
  };
  expect(await galleryOf(['p', 'q', 'r'])).toBe(3);
  expect(await galleryOf(['p', undefined, 'r'])).toBe(0);
});

test('an abort, or a loop that is left, cancels the training', async () => {
  const { shop, doubles } = start('wait');
  const controller = new AbortController();
  const loop = async () => {
    for await (const _ of shop.trainPictures({ pictures, steps: 2, every: 2, signal: controller.signal })) {
      controller.abort();
    }
  };
  await expect(loop()).rejects.toMatchObject({ code: 'aborted' });
  for await (const _ of shop.trainPictures({ pictures, steps: 2, every: 2 })) break;
  await expect.poll(() => doubles.ended().length).toBe(2);
});

test('a worker that dies ends the training', async () => {
  stopClock();
  const { shop, doubles } = start('die');
  const run = shop.trainPictures({ pictures, steps: 2, every: 2 });
  await run.next();
  const ended = run.next();
  await doubles.silence(1, 12 * DEADLINE);
  await expect(ended).rejects.toMatchObject({ code: 'worker-failed' });
});

test('pictures that cannot be learned from are named', async () => {
  const { shop } = start('finish');
  for (const wrong of [[], [...pictures, { image: new ImageData(4, 4), kind: 'a' }], 'pictures' as never]) {
    await expect(shop.trainPictures({ pictures: wrong }).next()).rejects.toMatchObject({ code: 'bad-options' });
  }
  await expect(shop.trainPictures({ pictures, steps: 0 }).next()).rejects.toMatchObject({ code: 'bad-options' });
});

test('a kind, a colour and a text that are none are named', async () => {
  const { shop } = start('finish');
  for (const query of [{ kind: 7 }, { colour: 7 }, { text: 7 }, { neighbours: -1 }]) {
    await expect(shop.imagine(query as unknown as ImagineQuery)).rejects.toMatchObject({
      code: 'bad-options',
      message: expect.stringContaining(Object.keys(query)[0]),
    });
  }
});

test('words are what a search finds for them, none where they are blank; a kind and a colour are passed on', async () => {
  const { shop } = start('finish');
  const asked = { kind: 'Mugs', colour: 'blue', count: 1 };
  for (const text of ['mug', 'teapot', ' ']) {
    expect((await shop.imagine({ ...asked, text })).pictures).toHaveLength(1);
  }
  const [{ neighbours }] = (await shop.imagine({ ...asked, for: 'anyone', neighbours: 0 })).pictures;
  expect(neighbours).toEqual([]);
});
