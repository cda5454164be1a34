import type { Page } from '@playwright/test';
import { violationsOn } from './setup/accessibility.ts';
import { expect, test } from './setup/demo.ts';

const results = (page: Page) => page.locator('[aria-busy="false"] .goods [data-product]');
const idsOf = (page: Page) =>
  results(page).evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.product!));
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Somebody's own photograph of a thing, as it were: its drawing, cropped, darker, and compressed as a JPEG. */
async function photographOf(page: Page, address: string, product: string): Promise<Buffer> {
  await page.goto(`${address}#/p/${product}`);
  const drawing = page.locator(`[data-product-page="${product}"] .picture-large`);
  await expect(drawing).toHaveJSProperty('complete', true);
  const base64 = await drawing.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 300 });
    const context = canvas.getContext('2d')!;
    context.filter = 'brightness(0.9)';
    const side = image.naturalWidth;
    context.drawImage(image, side * 0.06, side * 0.08, side * 0.9, side * 0.86, 0, 0, 320, 300);
    return canvas.toDataURL('image/jpeg', 0.7).split(',')[1];
  });
  return Buffer.from(base64, 'base64');
}

async function give(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('vitrine-search input[type=file]').setInputFiles({ name, mimeType: 'image/jpeg', buffer });
}

test('a photograph finds its thing, words narrow it, and with the network gone it goes on', async ({ page, demo }) => {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`);
  });
  const photograph = await photographOf(page, demo.address, 'teapot-01');
  const lamp = await photographOf(page, demo.address, 'lamp-01');
  await give(page, 'teapot.jpg', photograph);
  await expect(heading(page)).toHaveText('Like your picture');
  await expect(results(page).first()).toBeVisible();
  expect((await idsOf(page)).slice(0, 3)).toContain('teapot-01');
  await expect(page.getByRole('img', { name: 'Your picture' })).toBeVisible();
  expect(await violationsOn(page), 'with a picture').toEqual([]);

  await page.getByRole('combobox').fill('like this, under 40');
  await page.getByRole('combobox').press('Enter');
  await expect(page.getByRole('link', { name: 'Search without: Up to €40' })).toBeVisible();
  await expect(heading(page)).toHaveText('Like your picture');
  const prices = await page
    .locator('.card-price')
    .evaluateAll((all) => all.map((one) => Number(/[\d.]+/.exec(one.textContent!)![0])));
  expect(prices.length).toBeGreaterThan(0);
  expect(Math.max(...prices)).toBeLessThanOrEqual(40);

  demo.close();
  const asked: string[] = [];
  page.on('request', (request) => {
    // The browser itself asks for the page's icon at a new address.
    if (request.url().startsWith('http') && !request.url().endsWith('/icon.svg')) asked.push(request.url());
  });
  await page.getByRole('combobox').fill('');
  await give(page, 'lamp.jpg', lamp);
  await expect(results(page).first()).toHaveAttribute('data-product', /^lamp-/);
  await page.getByRole('button', { name: 'Take the picture off' }).click();
  await expect(page.getByRole('img', { name: 'Your picture' })).toBeHidden();
  expect(sent, 'the picture never leaves the page').toEqual([]);
  expect(asked, 'the network is not needed').toEqual([]);
});

test('a thing leads to those that look like it; what is no picture is told', async ({ page, demo }) => {
  await page.goto(`${demo.address}#/p/teapot-01`);
  await page.getByRole('link', { name: 'Similar looks' }).click();
  await expect(heading(page)).toContainText('Like ');
  await expect(results(page).first()).toBeVisible();
  expect(await idsOf(page)).not.toContain('teapot-01');

  await give(page, 'broken.jpg', Buffer.from('no picture'));
  await expect(page.getByRole('status').filter({ hasText: 'cannot be read' })).toBeVisible();
  await page.goto(`${demo.address}#/search?picture=7`);
  await page.reload();
  await expect(page.getByText('is gone since the page was loaded again')).toBeVisible();
});

test.describe('in Chinese, on a phone', () => {
  test.use({ locale: 'zh-CN', viewport: { width: 390, height: 844 } });
  test('the button has its name, and a picture finds', async ({ page, demo }) => {
    const photograph = await photographOf(page, demo.address, 'teapot-01');
    await expect(page.getByRole('button', { name: '以图搜索' })).toBeVisible();
    await give(page, 'photo.jpg', photograph);
    await expect(heading(page)).toHaveText('与您的图片相似');
    await expect(results(page).first()).toHaveAttribute('data-product', /^teapot-/);
    expect(await violationsOn(page), 'on a phone').toEqual([]);
  });
});
