import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { violationsOn } from './setup/accessibility.ts';
import { expect, test } from './setup/demo.ts';
import { root } from './setup/folders.ts';

/** Four brands in four categories, three products of each kind but one: nobody sells teapots of Dale. */
const BRANDS = ['Aster', 'Birch', 'Cedar', 'Dale'];
const CATEGORIES = ['Mugs & cups', 'Teapots & kettles', 'Bowls', 'Lamps'];
const IDS = BRANDS.flatMap((_, b) =>
  CATEGORIES.flatMap((_, c) => (b === 3 && c === 1 ? [] : [0, 1, 2].map((i) => `p-${b}${c}${i}`))),
);
const FEED = JSON.stringify(
  IDS.map((id) => {
    const [b, c, i] = [...id.slice(2)].map(Number);
    const title = `${BRANDS[b]} stoneware ${CATEGORIES[c]} no. ${i}`;
    return { id, title, brand: BRANDS[b], categories: ['Kitchen', CATEGORIES[c]], price: 20 + c, currency: 'EUR' };
  }),
);
const LOG = [
  'user,item,event',
  ...Array.from({ length: 60 }, (_, shopper) =>
    [0, 7, 16, 21].map((step) => `u${shopper},${IDS[(shopper * 5 + step) % IDS.length]},view`),
  ).flat(),
].join('\n');

const shipped = (name: string): Buffer => readFileSync(resolve(root, 'demo/storefront/public', name));
const give = (page: Page, files: Readonly<Record<string, string | Buffer>>): Promise<void> =>
  page.setInputFiles(
    '#files',
    Object.entries(files).map(([name, content]) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(content),
    })),
  );
const screen = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click();

test('gaps in the range are found, with their pictures, texts and neighbours, and saved as a table', async ({
  page,
  demo,
}) => {
  await page.goto(`${demo.address}studio.html#/gaps`);
  await expect(page.getByText('Gaps are looked for among the products of a feed.')).toBeVisible();
  expect(await violationsOn(page), 'with nothing on the bench').toEqual([]);
  await page.getByRole('button', { name: 'To the screen Data' }).press('Enter');
  await give(page, { 'feed.json': FEED.replaceAll('"brand"', '"maker"'), 'clicks.csv': LOG });
  await expect(page.getByText(`${IDS.length} products were read.`)).toBeVisible();

  await test.step('what is missing is named, with a way to it', async () => {
    await screen(page, 'Gaps');
    await expect(page.getByText('this feed has not both')).toBeVisible();
    await screen(page, 'Data');
    await give(page, { 'kitchen.json': FEED });
    await expect(page.getByText('The feed: kitchen.json')).toBeVisible();
    await give(page, { 'broken.safetensors': shipped('osier-imagine.safetensors').subarray(0, 100_000) });
    await expect(page.getByRole('alert')).toContainText('truncated');
    await screen(page, 'Gaps');
    await page.getByRole('button', { name: 'Choose such a model' }).press('Enter');
    await expect(page.getByLabel('My own choice of sources', { exact: false })).toBeChecked();
    await page.getByText('All options').click();
    const fewest = page.locator('#option-minShoppers');
    await fewest.fill('1');
    await fewest.blur();
    await page.getByRole('button', { name: 'Start the training' }).click();
    await expect(page.getByText('Done: a pack of', { exact: false }).first()).toBeVisible();
  });

  const card = page.getByRole('list', { name: 'Gaps in the range' }).locator('> li');
  await test.step('the facts alone, where nothing draws and writes', async () => {
    await screen(page, 'Gaps');
    await expect(page.getByText('There is no picture generator.', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Look for gaps' }).press('Enter');
    await expect(card).toHaveCount(1);
    await expect(card.getByRole('heading', { level: 3 })).toHaveText('Dale · Kitchen › Teapots & kettles');
    await expect(card).toContainText('Teapots & kettles by Dale, for about 21.00 EUR.');
    await expect(card.getByRole('img')).toHaveCount(0);
    await expect(card.locator('.neighbours li')).toHaveCount(3);
  });

  await test.step('the shop’s generator draws it, and its describer writes', async () => {
    await screen(page, 'Data');
    await give(page, {
      'osier-imagine.safetensors': shipped('osier-imagine.safetensors'),
      'osier-describer.safetensors': shipped('osier-describer.safetensors'),
    });
    await expect(page.getByText('makes pictures of 64 × 64 pixels', { exact: false })).toBeVisible();
    await page.reload();
    await screen(page, 'Gaps');
    await page.getByRole('button', { name: 'Look for gaps' }).click();
    const picture = card.getByRole('img', { name: 'Imagined: Teapots & kettles', exact: false });
    await expect(picture).toBeVisible();
    const colours = await picture.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 3).join())).size;
    });
    expect(colours, 'it is no plain square').toBeGreaterThan(50);
    await expect(card.locator('blockquote')).toContainText('Written by the describer');
    expect(await violationsOn(page), 'gaps').toEqual([]);
  });

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a table (CSV)' }).click();
  const table = await downloading;
  expect(table.suggestedFilename()).toBe('kitchen-gaps.csv');
  expect(readFileSync(await table.path(), 'utf8')).toMatch(
    /^categories,brand,price,visitors,nearest_1,.*\nKitchen > Teapots & kettles,Dale,21,/,
  );
});
