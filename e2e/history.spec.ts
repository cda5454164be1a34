import { expect, test } from './setup/visit.ts';

const view = (id: string) => ({ name: 'view_item', items: [{ item_id: id }] });

test('history survives a reload, and a second tab sees it', async ({ page, context, plainSite }) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  await page.evaluate(async (payload) => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    const report = await window.shop.track(payload);
    if (!report.durable) throw new Error('not durable');
  }, view('sku-3'));

  await page.reload();
  const afterReload = await page.evaluate(async () => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    const [history, list] = await Promise.all([window.shop.history(), window.shop.recommend({ limit: 3 })]);
    return { products: history.map(({ product }) => product), fallback: list.fallback };
  });
  expect(afterReload).toEqual({ products: ['sku-3'], fallback: false });

  const second = await context.newPage();
  await second.goto(shop.origin);
  const inSecond = await second.evaluate(async (payload) => {
    const other = await window.lib.createRecommender({ products: '/feeds/products.json' });
    await other.track(payload);
    return (await other.history()).map(({ product }) => product);
  }, view('sku-4'));
  expect(inSecond).toEqual(['sku-4', 'sku-3']);

  const inFirst = () => page.evaluate(async () => (await window.shop.history()).map(({ product }) => product));
  await expect.poll(inFirst).toEqual(['sku-4', 'sku-3']);
});

test('erase leaves nothing of the visitor, in this tab and after a reload', async ({ page, plainSite }) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  await page.evaluate(async (payload) => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    await window.shop.track(payload);
    await window.shop.erase();
  }, view('sku-3'));
  expect(await page.evaluate(() => window.shop.history())).toEqual([]);
  await page.reload();
  const left = await page.evaluate(async () => {
    const again = await window.lib.createRecommender({ products: '/feeds/products.json' });
    return { history: await again.history(), list: (await again.recommend()).fallback };
  });
  expect(left).toEqual({ history: [], list: true });
});
