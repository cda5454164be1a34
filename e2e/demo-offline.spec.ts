import { expect, shelfOf, test } from './setup/demo.ts';

test('with the network cut the shop goes on, pictures, ranking, search and history included', async ({
  page,
  context,
  demo,
}) => {
  await page.goto(demo.address);
  await shelfOf(page, 'home');
  await page.evaluate(() => navigator.serviceWorker.ready);
  demo.close();
  await context.setOffline(true);

  await page.reload();
  const before = await shelfOf(page, 'home');
  expect(before).toHaveLength(8);
  await page.locator('[data-shelf="home"] [data-product] a').first().click();
  expect(await shelfOf(page, 'related')).toHaveLength(8);
  const large = page.locator('img.picture-large');
  await expect(large).toHaveAttribute('src', /^data:image/);
  expect(await large.evaluate((image) => (image as HTMLImageElement).decode().then(() => 'drawn'))).toBe('drawn');
  const searchField = page.getByRole('combobox', { name: 'Search products' });
  await searchField.fill('taepots under 40');
  await searchField.press('Enter');
  await expect(page.locator('[aria-busy="false"] .goods [data-product]').first()).toHaveAttribute(
    'data-product',
    /^teapot-/,
  );
  await page.reload();
  await page.getByRole('link', { name: 'Osier' }).click();
  await expect(page.getByRole('heading', { name: 'Picked for you' })).toBeVisible();
  expect(await shelfOf(page, 'home')).not.toEqual(before);
});
