import type { Page } from '@playwright/test';
import { violationsOn } from './setup/accessibility.ts';
import { expect, shelfOf, test } from './setup/demo.ts';

const LOOKED_AT = 3;

/** Opens the first things of the shelf, each when the shelf has followed the one before. */
async function lookAround(page: Page, count = LOOKED_AT): Promise<string[]> {
  const opened: string[] = [];
  for (let i = 0; i < count; i++) {
    const [first] = await shelfOf(page, 'home');
    opened.push(first);
    await page.locator(`[data-shelf="home"] [data-product="${first}"] .card-link`).click();
    await expect(page.locator(`[data-shelf="home"] [data-product="${first}"]`)).toHaveCount(0);
  }
  return opened;
}

const fact = (page: Page, name: string) => page.locator('.plugs-facts div').filter({ hasText: name }).locator('dd');
const plug = (page: Page, name: string) => page.locator(`[data-plug="${name}"]`);
const told = (page: Page, text: string | RegExp) => page.getByRole('log').getByText(text);
/** For what takes computing, on a machine that is busy. */
const PATIENT = { timeout: 240_000 };

test('each plug is pulled in turn: the shelf stays, and nothing that was done is lost', async ({ page, demo }) => {
  await page.goto(`${demo.address}plugs.html`);
  await lookAround(page);
  await expect(fact(page, 'Clicks remembered')).toHaveText('3');

  await test.step('a full disk: clicks are held, count, and are stored when there is room', async () => {
    await plug(page, 'disk').click();
    await expect(plug(page, 'disk')).toBeFocused();
    await lookAround(page, 2);
    await expect(fact(page, 'Your clicks are')).toHaveText('in memory', PATIENT);
    await expect(fact(page, 'Clicks remembered')).toHaveText('5');
    expect(await shelfOf(page, 'home')).toHaveLength(8);
    await plug(page, 'disk').click();
    await expect(fact(page, 'Your clicks are')).toHaveText('on disk', PATIENT);
  });

  await test.step('an engine that is ended: the next one has the history', async () => {
    await plug(page, 'worker').click();
    await expect(told(page, 'A new engine is ready. It remembers 5 clicks.')).toBeVisible(PATIENT);
    await expect(fact(page, 'Started again')).not.toHaveText('0');
    await lookAround(page, 1);
    expect(await shelfOf(page, 'home')).toHaveLength(8);
  });

  await test.step('no network: the products that were read stay', async () => {
    await plug(page, 'network').click();
    await expect(told(page, 'The feed did not come. The products that were read stay.')).toBeVisible(PATIENT);
    await expect(fact(page, 'Products')).toHaveText('1,200');
    await lookAround(page, 1);
    await plug(page, 'network').click();
    await expect(told(page, /The feed was read again/)).toBeVisible(PATIENT);
  });

  await test.step('consent withdrawn: nothing is known any more, and the shelf is there for everyone', async () => {
    await plug(page, 'consent').click();
    await expect(fact(page, 'Clicks remembered')).toHaveText('0', PATIENT);
    await expect(page.getByRole('heading', { name: 'A first look around' })).toBeVisible();
    expect(await shelfOf(page, 'home')).toHaveLength(8);
    await plug(page, 'consent').click();
    await lookAround(page, 1);
    await expect(fact(page, 'Clicks remembered')).toHaveText('1', PATIENT);
  });

  await page.reload();
  expect(await shelfOf(page, 'home')).toHaveLength(8);
  await expect(fact(page, 'Clicks remembered')).toHaveText('1', PATIENT);
});

test('a training whose graphics device is taken away ends, and the shelf goes on', async ({ page, demo }) => {
  await page.goto(`${demo.address}plugs.html`);
  await lookAround(page, 6);
  await plug(page, 'gpu').click();
  await expect(told(page, 'The graphics device was taken away, where there is one.')).toBeVisible(PATIENT);
  await expect(told(page, /^.*Trained on (webgpu|wasm|cpu)/)).toBeVisible(PATIENT);
  expect(await shelfOf(page, 'home')).toHaveLength(8);
});

for (const locale of ['en-GB', 'zh-CN']) {
  test.describe(locale, () => {
    test.use({ locale, contextOptions: { reducedMotion: 'reduce' } });
    test('the plugs break no rule of accessibility, pulled or not, and speak both languages', async ({
      page,
      demo,
    }) => {
      await page.goto(`${demo.address}plugs.html`);
      await shelfOf(page, 'home');
      expect(await violationsOn(page)).toEqual([]);
      await plug(page, 'disk').click();
      await expect(plug(page, 'disk')).toHaveAttribute('aria-pressed', 'true');
      expect(await violationsOn(page)).toEqual([]);
      await page.locator('.plugs-language').click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(locale === 'zh-CN' ? 'Pull a plug' : '拔掉插头');
      await expect(plug(page, 'disk')).toHaveAttribute('aria-pressed', 'true');
    });
  });
}
