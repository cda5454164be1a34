import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { violationsOn } from './setup/accessibility.ts';
import { expect, test } from './setup/demo.ts';

/** Looks at three lamps, then at what is known of that. */
async function lookAtLamps(page: Page, address: string): Promise<void> {
  for (const id of ['lamp-03', 'lamp-05', 'lamp-09']) {
    await page.goto(`${address}#/p/${id}`);
    await expect(page.locator(`[data-product-page="${id}"]`)).toBeVisible();
  }
  await page.goto(`${address}#/your-data`);
}

const fact = (page: Page, name: string) => page.getByRole('term').filter({ hasText: name }).locator('xpath=../dd');
const said = (page: Page) => page.locator('vitrine-privacy').getByRole('status');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('a visitor sees what is known, takes it with a passphrase, has it forgotten, and brings it back', async ({
  page,
  demo,
}) => {
  await lookAtLamps(page, demo.address);
  await expect(fact(page, 'Remembered')).toContainText('3 products');
  await expect(fact(page, 'Sent from this browser')).toHaveText('Nothing');
  await expect(page.getByRole('list', { name: 'What you seem to like' })).toContainText('Lamps');

  await button(page, 'Less of this: Lamps').click();
  await expect(said(page)).toHaveText('You will see less of this: Lamps.');
  await expect(button(page, 'Less of this: Lamps')).toHaveAttribute('aria-pressed', 'true');

  const readable = page.waitForEvent('download');
  await button(page, 'Download').click();
  const { interactions } = JSON.parse(readFileSync(await (await readable).path(), 'utf8'));
  expect(interactions.map(({ product }: { product: string }) => product)).toEqual(['lamp-03', 'lamp-05', 'lamp-09']);

  await button(page, 'Take to another device').click();
  await page.getByLabel('Passphrase').fill('two lamps');
  const taken = page.waitForEvent('download');
  await button(page, 'Save the file').click();
  const file = await (await taken).path();
  expect(readFileSync(file, 'utf8')).not.toContain('lamp');

  await button(page, 'Forget everything').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget everything' }).click();
  await expect(fact(page, 'Remembered')).toHaveText('Nothing yet');
  await expect(button(page, 'Forget everything')).toBeFocused();

  await button(page, 'Bring from another device').click();
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await page.getByLabel('Passphrase, where the file has one').fill('three lamps');
  await button(page, 'Read the file').click();
  await expect(page.getByRole('alert')).toHaveText('This passphrase does not open the file, or the file was changed.');
  await page.getByLabel('Passphrase, where the file has one').fill('two lamps');
  await page.keyboard.press('Enter');
  await expect(fact(page, 'Remembered')).toContainText('3 products');
  await expect(button(page, 'Less of this: Lamps')).toHaveAttribute('aria-pressed', 'true');
});

test('by keyboard alone it is withdrawn, and the next page has not forgotten the answer', async ({ page, demo }) => {
  await lookAtLamps(page, demo.address);
  await expect(fact(page, 'Remembered')).toContainText('3 products');
  const allow = page.getByRole('switch', { name: 'Remember what I do in this shop' });
  await allow.focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('dialog', { name: 'Stop remembering?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(allow).toBeChecked();
  await expect(allow).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await expect(button(page, 'Stop and delete')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(allow).not.toBeChecked();
  await expect(fact(page, 'Remembered')).toHaveText('Nothing yet');
  await page.reload();
  await expect(page.getByText('Nothing is remembered. You are shown what everyone is shown.')).toBeVisible();
  await expect(allow).not.toBeChecked();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const locale of ['en-GB', 'zh-CN']) {
    test.describe(`${locale}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme, contextOptions: { reducedMotion: 'reduce' } });
      test('no rule of accessibility is broken, with a question open either, and nothing sticks out', async ({
        page,
        demo,
      }) => {
        await page.setViewportSize({ width: 390, height: 780 });
        await lookAtLamps(page, demo.address);
        await expect(page.locator('vitrine-privacy li').first()).toBeVisible();
        expect(await violationsOn(page)).toEqual([]);
        for (const part of ['take', 'bring', 'forget']) {
          await page.locator(`vitrine-privacy [part=${part}]`).click();
          await expect(page.getByRole('dialog')).toBeVisible();
          expect(await violationsOn(page), part).toEqual([]);
          await page.keyboard.press('Escape');
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      });
    });
  }
}
