import { violationsOn } from './setup/accessibility.ts';
import { expect, shelfOf, test } from './setup/demo.ts';

test('the imagined shelf follows the visit, and shows real products beside what is made up', async ({ page, demo }) => {
  await page.goto(`${demo.address}#/p/mug-03`);
  await expect(page.locator('[data-product-page="mug-03"]')).toBeVisible();
  await page.goto(`${demo.address}#/`);
  await shelfOf(page, 'home');
  const shelf = page.locator('.imagined');
  await shelf.getByRole('button', { name: 'Imagine something' }).click();
  await expect(shelf.locator('.imagined-item')).toHaveCount(4);
  await expect(shelf.getByText('Nothing here exists')).toBeVisible();
  for (const item of await shelf.locator('.imagined-item').all()) {
    await expect(item.locator('canvas[role="img"][aria-label*="no product"]')).toBeVisible();
    await expect(item.getByText('Imagined · not for sale')).toBeVisible();
    await expect(item.locator('figcaption')).toContainText('Mugs & cups');
    // What is made up leads nowhere; what is real does.
    await expect(item.locator('figure a, figure button')).toHaveCount(0);
    const real = await item
      .locator('[data-neighbour]')
      .evaluateAll((links) => links.map((link) => (link as HTMLElement).dataset.neighbour ?? ''));
    expect(real).toHaveLength(3);
    for (const id of real) expect(id).toMatch(/^mug-/);
  }
  expect(await violationsOn(page, '.imagined')).toEqual([]);
  await shelf.locator('[data-neighbour]').first().click();
  await expect(page.locator('[data-product-page^="mug-"]')).toBeVisible();
});

test('a visitor of whom nothing is known is told so', async ({ page, demo }) => {
  await page.goto(demo.address);
  await shelfOf(page, 'home');
  await page.getByRole('button', { name: 'Imagine something' }).click();
  await expect(page.locator('.imagined').getByText('We know nothing about your taste yet')).toBeVisible();
});

test('what is described in words is imagined: kind and colour, and words that find nothing are told', async ({
  page,
  demo,
}) => {
  await page.goto(demo.address);
  await shelfOf(page, 'home');
  const shelf = page.locator('.imagined');
  const words = shelf.getByRole('textbox', { name: 'What to imagine, in your words' });
  await words.fill('green teapot');
  await words.press('Enter');
  await expect(shelf.locator('.imagined-item')).toHaveCount(4);
  for (const caption of await shelf.locator('figcaption').all())
    await expect(caption).toHaveText('Teapots & kettles · green');
  await expect(shelf.getByText('“green teapot”')).toBeVisible();
  await words.fill('qwxzqwxz');
  await words.press('Enter');
  await expect(shelf.getByRole('status')).toContainText('Name a kind of thing');
});

test('a slider shows what lies between two things, and the real things beside it move along', async ({
  page,
  demo,
}) => {
  await page.goto(`${demo.address}#/p/mug-03`);
  await shelfOf(page, 'related');
  await page.goto(`${demo.address}#/p/lamp-02`);
  const between = page.locator('.between');
  const slider = between.getByRole('slider', { name: 'From this to the other' });
  await slider.focus();
  await expect(between.getByRole('combobox').locator('option').first()).toBeAttached();
  const realAfter = async (key: string): Promise<string[]> => {
    await page.keyboard.press(key);
    await expect(between).toHaveAttribute('aria-busy', 'false');
    await expect(between.locator('[data-neighbour]')).toHaveCount(3);
    return between
      .locator('[data-neighbour]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.neighbour ?? ''));
  };
  const atEnd = await realAfter('End'); // the mug that was looked at before
  for (const id of atEnd) expect(id).toMatch(/^mug-/);
  await expect(slider).toHaveAttribute('aria-valuetext', '100 % of the other');
  for (const id of await realAfter('ArrowLeft')) expect(id).toMatch(/^mug-/);
  const atStart = await realAfter('Home');
  for (const id of atStart) expect(id).toMatch(/^lamp-/);
  await expect(between.locator('canvas[role="img"][aria-label*="no product"]')).toBeVisible();
  expect(await violationsOn(page, '.between')).toEqual([]);
});

for (const locale of ['en-GB', 'zh-CN']) {
  test.describe(locale, () => {
    test.use({ locale });
    test('the studio trains, shows losses and pictures, and stops when told', async ({ page, demo }) => {
      await page.goto(`${demo.address}#/studio`);
      await page.getByRole('button', { name: locale === 'en-GB' ? 'Start learning' : '开始学习' }).click();
      await expect(page.locator('.studio-made canvas').first()).toBeVisible();
      await expect(page.locator('.plot-line')).toHaveCount(3);
      await expect(page.locator('.studio-figures dd').first()).not.toBeEmpty();
      expect(await violationsOn(page)).toEqual([]);
      await page.getByRole('button', { name: locale === 'en-GB' ? 'Stop' : '停止', exact: true }).click();
      await expect(page.locator('.studio-note')).toHaveText(locale === 'en-GB' ? /Stopped/ : /已停止/);
    });
  });
}
