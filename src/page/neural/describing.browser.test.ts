import { afterEach, expect, test, vi } from 'vitest';
import type { DescribeOptions } from '../../contract/description.ts';
import { startRecommender } from '../facade/create-recommender.ts';
import { startDoubles } from '../testing/engine-double.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const close of closing.splice(0)) await close();
});

function start(generators: { describer?: ArrayBuffer; builtIn?: boolean } = { describer: new ArrayBuffer(8) }) {
  const doubles = startDoubles({ neural: 'finish' });
  const products = [{ id: 'p', title: 'A mug' }];
  const shop = startRecommender({ deadline: 60_000, products, generators }, doubles.setup);
  closing.push(() => shop.close(), doubles.close);
  return shop;
}

/** A browser that brings a language model. */
function builtInModel({ availability = 'available', text = 'A fine mug', fails = false } = {}) {
  const asked: string[] = [];
  const destroy = vi.fn();
  vi.stubGlobal('LanguageModel', {
    availability: async () => availability,
    create: async () => ({
      prompt: async (record: string) => {
        asked.push(record);
        if (fails) throw new Error('no');
        return text;
      },
      destroy,
    }),
  });
  return { asked, destroy };
}

const OURS = { text: 'A paragraph on A mug to this visitor', source: 'written' };

test('a product is described by its id, or as it is', async () => {
  const shop = start();
  expect(await shop.describe('p')).toEqual(OURS);
  expect(await shop.describe({ id: 'new', title: 'A mug' })).toEqual(OURS);
});

test('to this visitor or to everybody, in the style that is asked for', async () => {
  const shop = start();
  const textOf = async (options: DescribeOptions) => (await shop.describe('p', options)).text;
  expect(await textOf({ style: 'line' })).toBe('A line on A mug to this visitor');
  expect(await textOf({ personal: false })).toBe('A paragraph on A mug');
  expect(await textOf({ style: 'search-title' })).toBe('A search-title on A mug');
  await expect(shop.describe('p', { style: 'poem' as never })).rejects.toMatchObject({
    code: 'bad-options',
    remedy: expect.stringContaining('search-title'),
  });
});

test('without a describer, or a product, it says what is missing', async () => {
  await expect(start({}).describe('p')).rejects.toMatchObject({
    code: 'no-generator',
    remedy: expect.stringContaining('train-describer'),
  });
  const shop = start();
  await expect(shop.describe('gone')).rejects.toMatchObject({ code: 'bad-options' });
  await expect(shop.describe({} as never)).rejects.toMatchObject({ code: 'bad-options' });
  await expect(shop.describe('p', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
});

test('the browser’s own language model is asked only where the shop allows it', async () => {
  const { asked } = builtInModel();
  expect(await start().describe('p')).toEqual(OURS);
  expect(asked).toEqual([]);
});

test('its text is taken where it invents nothing; it is told the record and nothing else', async () => {
  const { asked, destroy } = builtInModel();
  const shop = start({ describer: new ArrayBuffer(8), builtIn: true });
  expect(await shop.describe('p')).toEqual({ text: 'A fine mug', source: 'built-in' });
  expect(asked).toEqual(['{"title":"A mug"}']);
  expect(destroy).toHaveBeenCalledOnce();
});

test('where it invents, fails, is not ready or goes on and on, ours is given', async () => {
  const shop = start({ describer: new ArrayBuffer(8), builtIn: true });
  builtInModel({ text: 'A gold mug' });
  expect(await shop.describe('p')).toEqual({ ...OURS, invented: ['gold'] });
  for (const way of [{ fails: true }, { availability: 'downloadable' }, { text: '' }, { text: 'mug '.repeat(400) }]) {
    builtInModel(way);
    expect(await shop.describe('p')).toEqual(OURS);
  }
});
