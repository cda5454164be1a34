import type { Page } from '@playwright/test';
import { violationsOn } from './setup/accessibility.ts';
import { expect, test } from './setup/demo.ts';

const field = (page: Page) => page.getByRole('combobox');
const results = (page: Page) => page.locator('[aria-busy="false"] .goods [data-product]');

test('typing suggests; a chosen query finds; what was understood can be taken off', async ({ page, demo }) => {
  await page.goto(demo.address);
  await field(page).pressSequentially('teap');
  const options = page.getByRole('option');
  await expect(options.first()).toContainText('teapot');
  expect(await violationsOn(page), 'with suggestions open').toEqual([]);
  await field(page).press('ArrowDown');
  await field(page).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('teapot');
  await expect(results(page).first()).toHaveAttribute('data-product', /^teapot-/);

  await field(page).fill('teapots under 40');
  await field(page).press('Enter');
  await expect(page.getByRole('link', { name: 'Search without: Up to €40' })).toBeVisible();
  const prices = await page
    .locator('.card-price')
    .evaluateAll((all) => all.map((one) => Number(/[\d.]+/.exec(one.textContent!)![0])));
  expect(prices.length).toBeGreaterThan(0);
  expect(Math.max(...prices)).toBeLessThanOrEqual(40);
  expect(await violationsOn(page), 'with results').toEqual([]);
  await page.getByRole('link', { name: 'Search without: Up to €40' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/“teapots”/);
});

test('a typing error, and a search for what is not there', async ({ page, demo }) => {
  await page.goto(`${demo.address}#/search?q=${encodeURIComponent('taepot')}`);
  await expect(results(page).first()).toHaveAttribute('data-product', /^teapot-/);
  await page.goto(`${demo.address}#/search?q=${encodeURIComponent('teapot zeppelin')}`);
  await expect(page.getByText('Nothing here is called that.')).toBeVisible();
  await expect(page.getByText('These are without “zeppelin”.')).toBeVisible();
  await expect(results(page).first()).toHaveAttribute('data-product', /^teapot-/);
  await page.goto(`${demo.address}#/search?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<img');
});

test('what the visitor looked at moves up, and a result says from which list it was opened', async ({ page, demo }) => {
  await page.goto(`${demo.address}#/search?q=lamp`);
  await expect(results(page).first()).toBeVisible();
  const cold = await results(page).evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.product!));
  const liked = cold.at(-1)!;
  await page.goto(`${demo.address}#/p/${liked}`);
  await expect(page.locator(`[data-product-page="${liked}"]`)).toBeVisible();
  await page.goto(`${demo.address}#/search?q=lamp`);
  await expect(page.locator('.card-reason').first()).toBeVisible();
  const warm = await results(page).evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.product!));
  expect(warm).not.toEqual(cold);
  await results(page).first().locator('a').click();
  await expect(page).toHaveURL(/list=/);
});

test('a word that nothing is called means what was opened after it, next time', async ({ page, demo }) => {
  const search = async (words: string) => {
    const searchField = page.getByRole('combobox', { name: 'Search products' });
    await searchField.fill(words);
    await searchField.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText(words);
  };
  await page.goto(demo.address);
  await search('zeppelin');
  await expect(page.getByText('Nothing here is called that.')).toBeVisible();
  await expect(page.locator('[data-product="lamp-01"]')).toHaveCount(0);
  await page.goto(`${demo.address}#/p/lamp-01`);
  await expect(page.locator('[data-product-page="lamp-01"]')).toBeVisible();
  await search('zeppelin');
  await expect(results(page).first()).toHaveAttribute('data-product', 'lamp-01');
});

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' });
  test('Chinese words find, by keyboard alone', async ({ page, demo }) => {
    await page.goto(demo.address);
    await field(page).focus();
    await page.keyboard.insertText('茶壶');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('茶壶');
    await expect(results(page).first()).toHaveAttribute('data-product', /^teapot-/);
    await field(page).fill('40元以下的茶壶');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: /去掉：不超过/ })).toBeVisible();
    await expect(results(page).first()).toHaveAttribute('data-product', /^teapot-/);
  });
});
