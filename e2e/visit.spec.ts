import { installed } from './setup/folders.ts';
import { expect, PLAIN_PAGE, test } from './setup/visit.ts';

const PRODUCTS = 100_000;

test('a whole visit with 100,000 products where no connection is allowed: no long task of the page, no request', async ({
  page,
  site,
}) => {
  const shop = await site({
    texts: { '/': PLAIN_PAGE },
    folders: { '/vitrine/': `${installed}/dist` },
    headers: { 'content-security-policy': "connect-src 'none'" },
  });
  await page.goto(shop.origin);
  await page.waitForFunction(() => 'lib' in window);
  const visit = await page.evaluate(async (count) => {
    const pause = () => new Promise((resolve) => setTimeout(resolve, 0));
    const catalogue: { id: string; title: string; categories: string[]; brand: string; price: number }[] = [];
    for (let row = 0; row < count; row++) {
      const kind = `Kind ${row % 200}`;
      const brand = `Brand ${row % 37}`;
      catalogue.push({
        id: `sku-${row}`,
        title: `${brand} ${kind} ${row}`,
        categories: ['All', kind],
        brand,
        price: row % 90,
      });
      if (row % 2000 === 0) await pause();
    }
    const long: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(Math.round(duration));
    });
    observer.observe({ type: 'longtask' });

    const recommender = await window.lib.createRecommender({ deadline: 30_000 });
    const report = await recommender.setProducts(catalogue);
    const lists: number[] = [];
    for (let click = 0; click < 20; click++) {
      await recommender.track({ name: 'view_item', items: [{ item_id: `sku-${click * 200}` }] });
      const list = await recommender.recommend({ limit: 12 });
      lists.push(list.items.length);
      await pause();
    }
    const again = await recommender.setProducts(catalogue.slice(0, 50_000));
    const history = await recommender.history();
    await recommender.close();
    observer.disconnect();
    return { report, again, lists, history: history.length, long };
  }, PRODUCTS);

  expect(visit.report).toMatchObject({ taken: PRODUCTS, refused: 0 });
  expect(visit.again).toMatchObject({ taken: 50_000, refused: 0 });
  expect(visit.lists).toEqual(Array(20).fill(12));
  expect(visit.history).toBe(20);
  expect(visit.long).toEqual([]);
  const files = ['/', '/vitrine/engine.worker.js', '/vitrine/index.js', '/vitrine/product-rows.js'];
  expect(shop.asked.toSorted(), 'each once, and nothing else').toEqual(files);
});
