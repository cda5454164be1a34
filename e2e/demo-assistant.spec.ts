import type { Page } from '@playwright/test';
import { violationsOn } from './setup/accessibility.ts';
import { expect, test } from './setup/demo.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const answers = (page: Page) => dialog(page).locator('.answer');
const last = (page: Page) => answers(page).last();
const prices = (page: Page) =>
  last(page)
    .locator('.price')
    .evaluateAll((all) => all.map((one) => Number(/[\d.]+/.exec(one.textContent!)![0])));

/** Types a text and waits for the answer to it. */
async function say(page: Page, text: string): Promise<void> {
  const before = await answers(page).count();
  await dialog(page).getByRole('textbox').fill(text);
  await page.keyboard.press('Enter');
  await expect(answers(page)).toHaveCount(before + 1);
}

test('a wish is narrowed, products are compared, and the shop answers, with the network blocked', async ({
  page,
  demo,
}) => {
  await page.goto(demo.address);
  await page.getByRole('button', { name: 'Ask the shop' }).click();
  // The parts of the page that the first search and the first event bring.
  await say(page, 'lamps');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.context().setOffline(true);

  await say(page, 'a present for my mother');
  await expect(last(page).getByRole('group', { name: 'Ways to go on' })).toBeVisible();
  expect(await violationsOn(page), 'with a question').toEqual([]);
  await last(page).getByRole('button', { name: 'Kitchen & table' }).click();
  await expect(answers(page)).toHaveCount(3);
  await say(page, 'teapots under 60');
  expect(Math.max(...(await prices(page)))).toBeLessThanOrEqual(60);
  const before = await prices(page);
  await say(page, 'cheaper');
  expect(Math.max(...(await prices(page)))).toBeLessThan(Math.max(...before));
  await say(page, 'not enamel');
  await expect(last(page).locator('.title', { hasText: 'enamel' })).toHaveCount(0);
  await expect(last(page).getByRole('button', { name: /Take off: without enamel/ })).toBeVisible();
  await say(page, 'compare the first two');
  await expect(last(page).getByRole('table')).toBeVisible();
  expect(await violationsOn(page), 'with a comparison').toEqual([]);
  await say(page, 'how long does delivery take?');
  await expect(last(page)).toContainText('Nothing is delivered');
  await expect(last(page)).toContainText('From: About this shop');
  await say(page, '<img src=x onerror=alert(1)>');
  await expect(dialog(page).locator('.log img')).toHaveCount(0);
  expect(requests).toEqual([]);
});

test('by keyboard alone: open, ask, choose an option, open a product, come back', async ({ page, demo }) => {
  await page.goto(demo.address);
  const opener = page.getByRole('button', { name: 'Ask the shop' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('lamps');
  await page.keyboard.press('Enter');
  await expect(answers(page)).toHaveCount(1);
  const option = last(page).getByRole('button', { name: 'Show me more' });
  await option.focus();
  await page.keyboard.press('Enter');
  await expect(answers(page)).toHaveCount(2);
  await expect(last(page)).toBeFocused();
  const card = last(page).locator('[data-product] button').first();
  await expect(card).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(opener).toBeFocused();
  await page.keyboard.press('Enter');
  await card.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/p\/lamp-\d+\?list=/);
  await expect(dialog(page)).toBeHidden();
});

test.describe('in Chinese, on a phone', () => {
  test.use({ locale: 'zh-CN', viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  test('a wish is narrowed, and two products compared', async ({ page, demo }) => {
    await page.goto(demo.address);
    await page.getByRole('button', { name: '问问店家' }).click();
    await say(page, '我想买一个茶壶');
    await say(page, '不要搪瓷的');
    await expect(last(page).locator('.title').first()).toBeVisible();
    await expect(last(page).locator('.title', { hasText: '搪瓷' })).toHaveCount(0);
    await say(page, '比较前两个');
    await expect(last(page).getByRole('table')).toContainText('价格');
    await say(page, '另一种颜色');
    await say(page, '可以退货吗？');
    await expect(last(page)).toContainText('来源：关于本店');
    expect(await violationsOn(page), 'in the dark').toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
});
