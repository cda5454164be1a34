import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { violationsOn } from './setup/accessibility.ts';
import { expect, shelfOf, test } from './setup/demo.ts';

const TEAS = 40;
const FEED = [
  'id,title,category,price,currency',
  ...Array.from({ length: TEAS }, (_, i) => `tea-${i},Tea no. ${i},Tea > ${i % 2 ? 'Green' : 'Black'},${5 + i},GBP`),
].join('\n');

/** Shoppers walk along the teas; words are the shop's own, and the dates could have the day first, or the month. */
const LOG = [
  'user,item,event,date',
  ...Array.from({ length: 90 }, (_, user) =>
    Array.from(
      { length: 6 },
      (_, step) =>
        `u${user},tea-${(user * 7 + step) % TEAS},${step === 5 ? 'gobbled' : 'glimpsed'},` +
        `0${1 + (user % 9)}/0${1 + (user % 8)}/2025 1${step}:00`,
    ),
  ).flat(),
].join('\n');

async function drop(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  const carried = await page.evaluateHandle((texts) => {
    const transfer = new DataTransfer();
    for (const [name, text] of Object.entries(texts)) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: carried });
}

const screen = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click();

test('a feed and a log are understood, trained on, measured, looked into and used', async ({ page, demo }) => {
  await page.goto(`${demo.address}studio.html`);
  await expect(page.getByRole('heading', { name: 'What your shop has' })).toBeVisible();
  expect(await violationsOn(page), 'before there is anything').toEqual([]);
  await drop(page, { 'my-teas.csv': FEED, 'clicks.csv': LOG });

  await test.step('what only a person can say is asked, and answered by keyboard', async () => {
    await expect(page.getByRole('group', { name: 'A question before the log can be read' })).toBeVisible();
    await page.getByLabel('glimpsed means').selectOption('looked at');
    await page.getByLabel('gobbled means').selectOption('bought');
    expect(await violationsOn(page), 'with a question').toEqual([]);
    await page.getByRole('button', { name: 'Read it so' }).press('Enter');
    await expect(page.getByText('In the dates of date, what comes first?')).toBeVisible();
    await page.getByRole('button', { name: 'The day: 05/12 is in December' }).press('Enter');
  });

  await test.step('what was understood', async () => {
    await expect(page.getByText('540 rows: 540 events of 90 shoppers with 40 products.')).toBeVisible();
    await expect(page.getByText('From 2025-01-01 10:00:00 UTC to 2025-08-09', { exact: false })).toBeVisible();
    await expect(page.getByText('The feed knows 40 of the 40 products of the log')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Events' })).toContainText('bought90');
    expect(await violationsOn(page), 'what was understood').toEqual([]);
  });

  await test.step('a training, and the pack as a file', async () => {
    await page.getByRole('tab', { name: 'Data' }).press('ArrowRight');
    await expect(page.getByRole('tab', { name: 'Training' })).toBeFocused();
    // A pack to be published leaves out, by chance, what few shoppers did; this one tells all of it.
    await page.getByText('All options').click();
    const fewest = page.locator('#option-minShoppers');
    await fewest.fill('1');
    await fewest.blur();
    await page.getByRole('button', { name: 'Start the training' }).press('Enter');
    await expect(page.getByText('Done: a pack of 40 products', { exact: false }).first()).toBeVisible();
    expect(await violationsOn(page), 'trained').toEqual([]);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the pack as a file' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('my-teas.safetensors');
    expect(readFileSync(await download.path()).toString('latin1')).toContain('vitrine-pack');
  });

  await test.step('the pack against baselines', async () => {
    await screen(page, 'Comparison');
    await page.getByRole('button', { name: 'Measure' }).click();
    const figures = page.getByRole('list', { name: 'Hit rate', exact: false });
    await expect(figures).toContainText('the pack, as the page ranks');
    await expect(figures).toContainText('baseline popular');
    await page.getByText('The figures as a table').click();
    await expect(page.getByRole('row', { name: 'the pack, as the page ranks' })).toBeVisible();
    expect(await violationsOn(page), 'comparison').toEqual([]);
  });

  await test.step('why a list is as it is', async () => {
    await screen(page, 'Session');
    const listed = page.locator('[data-listed]');
    await expect(listed).toHaveCount(10);
    const before = await listed.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.listed));
    const last = page.getByRole('button', { name: 'Leave out', exact: false }).last();
    await last.press('Enter');
    await expect(last).toHaveAttribute('aria-pressed', 'true');
    await expect(last).toBeFocused();
    await expect
      .poll(() => listed.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.listed)))
      .not.toEqual(before);
    await expect(page.getByText('This pack has no attention model', { exact: false })).toBeVisible();
    expect(await violationsOn(page), 'session').toEqual([]);
  });

  await test.step('the pack by section, and the engine', async () => {
    await screen(page, 'Pack and engine');
    await expect(page.getByRole('list', { name: 'The pack, section by section' })).toContainText('rules');
    await expect(page.locator('.facts')).toContainText('ready');
    expect(await violationsOn(page), 'inside').toEqual([]);
  });

  await test.step('the shop uses it at once', async () => {
    await screen(page, 'Training');
    await page.getByRole('button', { name: 'Use it in the shop at once' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'my-teas' })).toBeVisible();
    await page.goto(`${demo.address}#/p/tea-3`);
    expect((await shelfOf(page, 'bought-together'))[0], 'what its shoppers went on to').toBe('tea-4');
  });
});

test.describe('on a phone, in the dark, in Chinese', () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'zh-CN' });

  test('a model is trained live, paused, and goes on after a reload; its vectors and its attention are drawn', async ({
    page,
    demo,
  }) => {
    await page.goto(`${demo.address}studio.html#/data`);
    const log = LOG.replaceAll('glimpsed', 'view').replaceAll('gobbled', 'purchase').replaceAll('/2025 ', '/2025T');
    await page.setInputFiles('#files', { name: 'clicks.csv', mimeType: 'text/csv', buffer: Buffer.from(log) });
    await page.getByRole('button', { name: '日在前', exact: false }).click();
    await page.getByRole('button', { name: '去训练' }).click();
    await page.getByLabel('计数加注意力', { exact: false }).check();
    await page.getByText('全部选项').click();
    for (const [name, value] of Object.entries({
      width: '8',
      blocks: '1',
      heads: '2',
      epochs: '40',
      batchTokens: '64',
    })) {
      const field = page.locator(`[id="set-attention.${name}"]`);
      await field.fill(value);
      await field.blur();
    }
    expect(await violationsOn(page), 'all options').toEqual([]);
    await page.getByRole('button', { name: '开始训练' }).click();
    await expect(page.getByRole('img', { name: '损失' })).toBeVisible();
    await page.getByRole('button', { name: '暂停' }).click();
    await expect(page.getByRole('button', { name: '继续' })).toBeVisible();

    await page.reload();
    await expect(page.getByText('可以从最后的检查点继续', { exact: false })).toBeVisible();
    await expect(page.getByLabel('计数加注意力', { exact: false }), 'the choice is the same').toBeChecked();
    await page.getByRole('button', { name: '继续' }).click();
    await expect(page.getByText('完成：训练包含 40 件商品', { exact: false }).first()).toBeVisible();
    expect(await violationsOn(page), 'trained').toEqual([]);

    await screen(page, '地图');
    await page.locator('.map-field').focus();
    const told = page.locator('.map-told');
    const first = await told.textContent();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await told.textContent(), 'arrow keys go from product to product').not.toBe(first);
    expect(await violationsOn(page), 'map').toEqual([]);

    await screen(page, '会话');
    await expect(page.getByRole('img', { name: '注意力看向哪里' })).toBeVisible();
    expect(await violationsOn(page), 'session').toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(wide, 'nothing is wider than the phone').toBe(false);
  });
});

test('the studio works without a network from the second visit on', async ({ page, demo }) => {
  await page.goto(`${demo.address}studio.html`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'What your shop has' })).toBeVisible();
  demo.close();
  await page.reload();
  await drop(page, {
    'my-teas.csv': FEED,
    'clicks.csv': LOG.replaceAll('glimpsed', 'view').replaceAll('gobbled', 'purchase'),
  });
  await page.getByRole('button', { name: 'The day', exact: false }).click();
  await page.getByRole('button', { name: 'Go on to the training' }).click();
  await page.getByRole('button', { name: 'Start the training' }).click();
  await expect(page.getByText('Done: a pack of 40 products', { exact: false }).first()).toBeVisible();
});
