import { expect, shelfOf, test } from './setup/demo.ts';

test('a visit: shelves seen, a product chosen, put into the basket and bought; the report tells what each shelf brought', async ({
  page,
  demo,
}) => {
  await page.goto(`${demo.address}#/report`);
  await expect(page.getByText('No shelf has been seen yet.')).toBeVisible();
  await page.getByRole('link', { name: 'Look around' }).click();
  const [first] = await shelfOf(page, 'home');
  const shelf = page.locator('[data-shelf="home"]');
  await shelf.scrollIntoViewIfNeeded();
  // A shelf that is seen stays as it is.
  const before = await shelfOf(page, 'home');
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const { promise, resolve, reject } = Promise.withResolvers<number>();
        const request = indexedDB.open('osier');
        request.onerror = reject;
        request.onsuccess = () => {
          const events = request.result.transaction('browsing').objectStore('browsing').getAll();
          events.onsuccess = () => {
            resolve(events.result.filter(({ name }: { name: string }) => name === 'view_item_list').length);
            request.result.close();
          };
        };
        return promise;
      }),
    )
    .toBeGreaterThan(0);
  expect(await shelfOf(page, 'home')).toEqual(before);

  await shelf.locator(`[data-product="${first}"] a`).click();
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.goto(`${demo.address}#/cart`);
  await page.getByRole('button', { name: /^Check out/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await page.getByRole('link', { name: /^What the shelves brought/ }).click();
  const home = page.getByRole('region', { name: 'Shelf' }).getByRole('row', { name: /^Home/ });
  await expect(home).toBeVisible();
  const [lists, seen, chosen, carts, bought, value] = await home.getByRole('cell').allTextContents();
  expect(Number(lists)).toBeGreaterThan(0);
  expect(Number(seen)).toBeGreaterThan(0);
  expect(chosen).toMatch(/^1 /);
  expect([carts, bought]).toEqual(['1', '1']);
  await expect(page.getByText('1 things bought')).toContainText(value);
  await page.reload();
  await expect(home).toContainText(value);
});
