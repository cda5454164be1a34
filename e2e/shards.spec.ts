import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { installed } from './setup/folders.ts';
import { products } from './setup/products.ts';
import { simulateShoppers, toCsv } from './setup/simulated-log.ts';
import { expect, PLAIN_PAGE, test } from './setup/visit.ts';
import { Merchant } from './setup/vitrine-cli.ts';

/** One shop in shards for all of these, trained by the installed command line. */
test.describe.configure({ mode: 'serial', timeout: 900_000 });

const PRODUCTS = 600;
const merchant = new Merchant('shop-in-shards');
const shop = products(PRODUCTS);

interface Index {
  shards: { digest: string; bytes: number; products: number }[];
  pages: { digest: string }[];
  first: { id: string }[];
}
const readIndex = (): Index => JSON.parse(readFileSync(merchant.at('shards/shop.json'), 'utf8'));

test.beforeAll(() => {
  writeFileSync(merchant.at('products.json'), JSON.stringify(shop));
  writeFileSync(merchant.at('events.csv'), toCsv(simulateShoppers(shop, 800, 7)));
  merchant.vitrine(
    ...['train', '--events', 'events.csv', '--products', 'products.json', '--min-shoppers', '1'],
    ...['--model', 'rules+knn+popular', '--fusion', 'weights', '--shards', '10', '--out', 'shards/shop.json'],
  );
});

async function open(page: Page, origin: string): Promise<void> {
  await page.goto(origin);
  await page.evaluate(async () => {
    window.shop = await window.lib.createRecommender({ pack: '/data/shards/shop.json', warnings: false });
  });
}

const folders = { '/vitrine/': `${installed}/dist`, '/data/': merchant.folder };
/** A list that waits for its shards as long as one may. */
const recommend = (page: Page, query = {}) =>
  page.evaluate(async (asked) => {
    const { items, fallback, elsewhere } = await window.shop.recommend({ sourceDeadline: 2000, ...asked });
    return { ids: items.map(({ id }) => id), titles: items.map(({ product }) => product.title), fallback, elsewhere };
  }, query);
const status = (page: Page) => page.evaluate(async () => (await window.shop.status()).shards!);

test('a visit: the first list needs one shard, a click brings another, the next page has both in its browser', async ({
  page,
  site,
}) => {
  const index = readIndex();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.shard')) asked.push(request.url().split('/').at(-1)!);
  });
  const { origin } = await site({ texts: { '/': PLAIN_PAGE }, folders });
  await open(page, origin);
  const first = await recommend(page, { limit: 12 });
  expect(first.ids).toHaveLength(12);
  expect(first.titles.every((title) => shop.some((product) => product.title === title))).toBe(true);
  expect(first.elsewhere).toEqual({
    products: PRODUCTS - index.shards[0].products,
    message: expect.stringContaining('not in this page yet'),
  });
  expect(asked).toEqual([`${index.shards[0].digest}.shard`]);

  const known = new Set(first.ids.concat(index.first.map(({ id }) => id)));
  const { id } = shop.findLast((product) => !known.has(product.id))!;
  await page.evaluate((item) => window.shop.track({ name: 'view_item', items: [{ item_id: item }] }), id);
  await expect.poll(async () => (await recommend(page)).fallback).toBe(false);
  expect(await status(page)).toMatchObject({ atHand: 2, shards: index.shards.length, failures: 0 });
  expect(asked.length).toBeLessThan(index.shards.length + index.pages.length);

  // What was read is stored beside the list: the next page may come before that.
  await expect
    .poll(async () => {
      await open(page, origin);
      await expect.poll(async () => (await recommend(page)).fallback).toBe(false);
      return (await status(page)).requests;
    })
    .toBe(0);
});

test('a category and a search bring their shards; erasing deletes what the browser stored of them', async ({
  page,
  site,
}) => {
  const { origin } = await site({ texts: { '/': PLAIN_PAGE }, folders });
  await open(page, origin);
  const lamps = await recommend(page, { filter: { categories: ['Lamp'] }, limit: 60 });
  expect(lamps.ids.length).toBeGreaterThan(12);
  await expect
    .poll(async () => page.evaluate(async () => (await window.shop.search({ text: 'vases', limit: 60 })).items.length))
    .toBeGreaterThan(12);
  await page.evaluate(() => window.shop.erase());
  await open(page, origin);
  await recommend(page);
  expect((await status(page)).requests).toBeGreaterThan(0);
});

test('a shard that the host lost: the shelf is full, and the shop is told once', async ({ page, site }) => {
  const index = readIndex();
  for (const { digest } of index.shards.slice(1)) rmSync(merchant.at(`shards/${digest}.shard`));
  const { origin } = await site({ texts: { '/': PLAIN_PAGE }, folders });
  await open(page, origin);
  for (const id of ['sku-1', 'sku-99', 'sku-599']) {
    await page.evaluate((item) => window.shop.track({ name: 'view_item', items: [{ item_id: item }] }), id);
    expect((await recommend(page, { limit: 12 })).ids).toHaveLength(12);
  }
  const problems = await page.evaluate(async () => (await window.shop.status()).problems.map(({ message }) => message));
  expect(problems.filter((message) => message.startsWith('A shard of the pack'))).toHaveLength(1);
});
