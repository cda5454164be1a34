import { violationsOn } from './setup/accessibility.ts';
import { expect, shelfOf, test } from './setup/demo.ts';

const VIEWS = ['', '#/c/Living', '#/p/chair-01', '#/cart', '#/saved', '#/search?q=blue', '#/rules', '#/report', '#/nowhere'];

for (const locale of ['en-GB', 'zh-CN']) {
  test.describe(locale, () => {
    // Contrast is that of the view at rest: colours half faded in are nobody's reading.
    test.use({ locale, contextOptions: { reducedMotion: 'reduce' } });
    test('no view breaks a rule of accessibility, with the panel open either', async ({ page, demo }) => {
      await page.goto(demo.address);
      for (const view of VIEWS) {
        await page.goto(`${demo.address}${view}`);
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
        expect(await violationsOn(page), view).toEqual([]);
      }
      await page.locator('#panel-button').click();
      await expect(page.locator('#panel .facts dd').first()).toBeVisible();
      expect(await violationsOn(page), 'the panel').toEqual([]);
    });
  });
}

test('a visit by keyboard alone', async ({ page, demo }) => {
  await page.goto(demo.address);
  const [first] = await shelfOf(page, 'home');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the products' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  const card = page.locator(`[data-shelf="home"] [data-product="${first}"] a`);
  for (let i = 0; i < 6; i++) {
    if (await card.evaluate((link) => link === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(card).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator(`[data-product-page="${first}"]`)).toBeVisible();
  await expect(page.locator('main')).toBeFocused();

  const add = page.getByRole('button', { name: 'Add to basket' });
  await add.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Added' })).toBeVisible();
  await expect(add).toBeFocused();

  const opener = page.getByRole('button', { name: 'Behind the glass' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#panel')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('#panel')).toBeHidden();
  await expect(opener).toBeFocused();
});

test('focus stays on a shelf that changes under it', async ({ page, demo }) => {
  await page.goto(demo.address);
  const [, second] = await shelfOf(page, 'home');
  const save = page.locator(`[data-shelf="home"] [data-product="${second}"]`).getByRole('button', { name: /^Save/ });
  await save.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Picked for you' })).toBeVisible();
  expect(await page.evaluate(() => document.activeElement?.closest('[data-shelf="home"]') !== null)).toBe(true);
});

for (const width of [360, 390]) {
  test(`nothing sticks out of a screen ${width} wide`, async ({ page, demo }) => {
    await page.setViewportSize({ width, height: 780 });
    await page.goto(`${demo.address}#/p/teapot-01`);
    await page.getByRole('button', { name: 'Add to basket' }).click();
    for (const view of VIEWS) {
      await page.goto(`${demo.address}${view}`);
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBeLessThanOrEqual(width);
    }
    await page.locator('#panel-button').click();
    await expect(page.locator('#panel .facts dd').first()).toBeVisible();
    const wide = await page.locator('#panel').evaluate((panel) => panel.scrollWidth > panel.clientWidth);
    expect(wide).toBe(false);
    await page.locator('#panel .history a').first().click();
    await expect(page.locator('#panel')).toBeHidden();
    await expect(page.locator('main')).toBeFocused();
  });
}
