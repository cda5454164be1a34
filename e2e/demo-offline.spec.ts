import { expect, shelfOf, test } from './setup/demo.ts';

test('with the network cut the shop goes on, pictures, ranking and history included', async ({
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
  await page.locator('[data-placement="home"] [data-product] a').first().click();
  expect(await shelfOf(page, 'product')).toHaveLength(8);
  const pictures = page.locator('main img');
  await expect(pictures.first()).toBeVisible();
  const broken = await pictures.evaluateAll((all) =>
    Promise.all(
      all.map((image) =>
        (image as HTMLImageElement).decode().then(
          () => false,
          () => true,
        ),
      ),
    ),
  );
  expect(broken).not.toContain(true);
  await page.reload();
  await page.getByRole('link', { name: 'Osier' }).click();
  await expect(page.getByRole('heading', { name: 'Picked for you' })).toBeVisible();
  expect(await shelfOf(page, 'home')).not.toEqual(before);
});

/** Chromium on a busy machine may take long over anything once. */
test.describe('smooth', () => {
  test.describe.configure({ retries: 2 });
  test('a visit shifts nothing and holds the page up nowhere', async ({ page, demo }) => {
    await page.addInitScript(() => {
      const seen = { shift: 0, long: [] as string[] };
      Object.assign(window, { seen_: seen });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
          if (!entry.hadRecentInput) seen.shift += entry.value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & {
          scripts: { sourceURL: string; duration: number }[];
        })[]) {
          for (const script of entry.scripts)
            if (script.duration > 50) seen.long.push(`${script.sourceURL} ${script.duration}`);
        }
      }).observe({ type: 'long-animation-frame', buffered: true });
    });
    await page.goto(demo.address);
    await shelfOf(page, 'home');
    await page.locator('[data-placement="home"] [data-product] a').nth(2).click();
    await shelfOf(page, 'product');
    await page.getByRole('button', { name: 'Add to basket' }).click();
    await page.getByRole('link', { name: 'Osier' }).click();
    await shelfOf(page, 'home');
    const seen = await page.evaluate(() => (window as unknown as { seen_: { shift: number; long: string[] } }).seen_);
    expect(seen.long).toEqual([]);
    expect(seen.shift).toBeLessThan(0.02);
  });
});
