import { expect, shelfOf, test } from './setup/demo.ts';

test('a click changes the shelves at once, and they say why', async ({ page, demo }) => {
  await page.goto(demo.address);
  const before = await shelfOf(page, 'home');
  expect(before).toHaveLength(8);
  await expect(page.getByRole('heading', { name: 'A first look around' })).toBeVisible();

  const first = page.locator('[data-shelf="home"] [data-product]').first();
  const title = (await first.locator('.card-title').textContent())!;
  await first.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  expect(await shelfOf(page, 'related')).toHaveLength(8);
  await expect(page.locator('[data-shelf="related"] .card-reason').first()).toContainText(/this one/);

  await page.getByRole('link', { name: 'Osier' }).click();
  await expect(page.getByRole('heading', { name: 'Picked for you' })).toBeVisible();
  const after = await shelfOf(page, 'home');
  expect(after).not.toEqual(before);
  expect(after).not.toContain(before[0]);
  await expect(page.locator('[data-shelf="home"] .card-reason').first()).toContainText(title.slice(0, 12));
});

test('"not this" takes a product off the shelf where it stands', async ({ page, demo }) => {
  await page.goto(demo.address);
  const [unwanted] = await shelfOf(page, 'home');
  const card = page.locator(`[data-shelf="home"] [data-product="${unwanted}"]`);
  await card.hover();
  await card.getByRole('button', { name: /^Not this/ }).click();
  await expect(card).toHaveCount(0);
  expect(await shelfOf(page, 'home')).toHaveLength(8);
});

test('Back leads to where the visitor stood, a new page begins at its top', async ({ page, demo }) => {
  await page.goto(demo.address);
  await shelfOf(page, 'home');
  const last = page.locator('[data-shelf="home"] [data-product] a').last();
  await last.scrollIntoViewIfNeeded();
  const stood = await page.evaluate(() => window.scrollY);
  expect(stood).toBeGreaterThan(100);
  await last.click();
  await shelfOf(page, 'related');
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await shelfOf(page, 'home');
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(stood);
});

test('browse a department, narrow it, sort it, find by words', async ({ page, demo }) => {
  await page.goto(demo.address);
  await page.getByRole('navigation', { name: 'Departments' }).getByRole('link', { name: 'Living' }).click();
  await expect(page.getByText('250 things')).toBeVisible();
  await page.getByRole('link', { name: 'Lamps' }).click();
  await expect(page.getByText('50 things')).toBeVisible();
  await page.getByLabel('Sort').selectOption('cheap');
  const prices = await page
    .locator('.card-price')
    .evaluateAll((all) => all.map((one) => Number(/[\d.]+/.exec(one.textContent!)![0])));
  expect(prices).toHaveLength(24);
  expect(prices).toEqual([...prices].sort((a, b) => a - b));
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.locator('.card')).toHaveCount(48);

  await page.getByRole('combobox', { name: 'Search' }).fill('teapot sage');
  await page.getByRole('combobox', { name: 'Search' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('teapot sage');
  await expect(page.locator('[data-product]').first()).toHaveAttribute('data-product', /^teapot-/);
});

test('the basket: add, count, remove, check out; it outlives a reload', async ({ page, demo }) => {
  await page.goto(`${demo.address}#/p/mug-01`);
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.getByRole('link', { name: 'Basket, 1 in it' }).click();
  expect(await shelfOf(page, 'cart')).toHaveLength(4);
  await page.getByRole('button', { name: /^One more of/ }).click();
  await expect(page.getByRole('link', { name: 'Basket, 2 in it' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('link', { name: 'Basket, 2 in it' })).toBeVisible();
  await page.getByRole('button', { name: 'Check out' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  await page.getByRole('link', { name: 'Basket', exact: true }).click();
  await expect(page.getByText('Your basket is empty.')).toBeVisible();
});

test('the panel shows what it does; erase forgets the visitor', async ({ page, demo }) => {
  await page.goto(`${demo.address}#/p/lamp-03`);
  await shelfOf(page, 'related');
  await page.getByRole('button', { name: 'Behind the glass' }).click();
  const panel = page.getByRole('complementary', { name: 'Behind the glass' });
  await expect(panel.getByText('Interactions: 1.')).toBeVisible();
  await expect(panel.locator('.list-model').first()).not.toBeEmpty();
  await expect(panel.getByText(/ms in the engine/).first()).toBeVisible();
  await expect(panel.locator('.facts')).toContainText('1,200');
  await panel.getByRole('button', { name: 'Erase everything about me' }).click();
  await expect(panel.getByText('Nothing yet. Open a product.')).toBeVisible();
  await page.getByRole('link', { name: 'Osier' }).click();
  await expect(page.getByRole('heading', { name: 'A first look around' })).toBeVisible();
});

test('the whole shop speaks Chinese, and remembers it', async ({ page, demo }) => {
  await page.goto(`${demo.address}#/p/plant-02`);
  await page.getByRole('button', { name: '换成中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/[\u4e00-\u9fff]/);
  await expect(page.getByRole('heading', { name: '与它相配' })).toBeVisible();
  await shelfOf(page, 'related');
  await expect(page.locator('[data-shelf="related"] .card-reason').first()).toContainText(/[\u4e00-\u9fff]/);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await expect(page.getByRole('heading', { name: 'Goes with this' })).toBeVisible();
});

test('the model is trained in the page, with progress, and can be stopped', async ({ page, demo }) => {
  await page.goto(`${demo.address}#/p/lamp-03`);
  for (const id of ['lamp-03', 'chair-05', 'cushion-07', 'lamp-09', 'vase-11']) {
    await page.goto(`${demo.address}#/p/${id}`);
    await expect(page.locator(`[data-product-page="${id}"]`)).toBeVisible();
  }
  await page.getByRole('button', { name: 'Behind the glass' }).click();
  const panel = page.locator('#panel');
  await expect(panel.locator('.list-model').first()).toContainText('attention');
  const note = panel.locator('.panel-train [role="status"]');
  // Stopped in the turn in which it began: a moment later a quick machine may be through with it.
  await panel.locator('.panel-train').evaluate((section) => {
    for (const button of section.querySelectorAll('button')) button.click();
  });
  await expect(note).toHaveText('Stopped. Nothing changed.');
  await panel.getByRole('button', { name: 'Train in this page' }).click();
  await expect(note).toHaveText(/^Done on (webgpu|wasm|cpu)/);
  await expect(panel.locator('.facts')).toContainText(/for training/);
});

test('a stranger answers three questions, and the shelf follows; interests in words can be corrected', async ({
  page,
  demo,
}) => {
  await page.goto(demo.address);
  const before = await shelfOf(page, 'home');
  await page.locator('#panel-button').click();
  const panel = page.locator('#panel');
  await panel.getByLabel('What did you come for?').selectOption('Plants');
  await panel.getByRole('button', { name: 'Begin with these' }).click();
  const more = panel.getByRole('button', { name: 'More of Plants' });
  await expect(more).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => shelfOf(page, 'home')).not.toEqual(before);
  expect((await shelfOf(page, 'home')).filter((id) => id.startsWith('plant')).length).toBeGreaterThanOrEqual(4);

  await more.click();
  await expect(panel.getByLabel('What did you come for?')).toBeVisible();
  await expect.poll(() => shelfOf(page, 'home')).toEqual(before);
});
