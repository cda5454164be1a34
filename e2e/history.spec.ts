import { expect, PLAIN_PAGE, test } from './setup/visit.ts';

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

test('a click that is followed at once by leaving the page is there on the next page, once', async ({
  page,
  plainSite,
}) => {
  const shop = await plainSite({ '/next.html': PLAIN_PAGE });
  await page.goto(shop.origin);
  await page.waitForFunction(() => window.lib !== undefined);
  await page.evaluate(async (payload) => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    void window.shop.track(payload);
    // Another vendor's payload, whose reader is not there yet.
    void window.shop.track({ type: 'track', event: 'Product Viewed', properties: { product_id: 'sku-8' } });
    location.href = '/next.html';
  }, view('sku-7'));
  await page.waitForURL('**/next.html');
  for (let visit = 0; visit < 2; visit++) {
    await page.waitForFunction(() => window.lib !== undefined);
    await page.evaluate(async () => {
      window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    });
    const kept = () => page.evaluate(async () => (await window.shop.history()).map(({ product }) => product).sort());
    await expect.poll(kept, { timeout: 30_000 }).toEqual(['sku-7', 'sku-8']);
    await page.reload();
  }
});

test('before consent nothing lies in any store of the browser, and a grant keeps what this page remembers', async ({
  page,
  plainSite,
}) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  await page.waitForFunction(() => window.lib !== undefined);
  const stored = () =>
    page.evaluate(async () => ({
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys(),
      local: localStorage.length,
      session: sessionStorage.length,
    }));
  const nothing = { databases: [], caches: [], local: 0, session: 0 };
  const before = await page.evaluate(async (payload) => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json', consent: 'pending' });
    const report = await window.shop.track(payload);
    return { report, list: (await window.shop.recommend()).fallback };
  }, view('sku-3'));
  expect(before).toMatchObject({ report: { stored: 1, durable: false }, list: false });
  // The feed is stored a second after it was read, where it may be.
  await page.waitForTimeout(1_500);
  expect(await stored()).toEqual(nothing);
  await page.goto(`${shop.origin}/feeds/products.json`);
  expect(await stored()).toEqual(nothing);
  await page.goto(shop.origin);
  await page.waitForFunction(() => window.lib !== undefined);
  await page.evaluate(async (payload) => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json', consent: 'pending' });
    await window.shop.track(payload);
    await window.shop.consent('granted');
  }, view('sku-4'));
  await page.reload();
  await page.waitForFunction(() => window.lib !== undefined);
  const kept = await page.evaluate(async () => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    return (await window.shop.history()).map(({ product }) => product);
  });
  expect(kept).toEqual(['sku-4']);
  await page.evaluate(() => window.shop.consent('denied'));
  const denied = await page.evaluate(async (payload) => {
    const report = await window.shop.track(payload);
    return { report, history: await window.shop.history(), list: (await window.shop.recommend()).fallback };
  }, view('sku-5'));
  expect(denied).toMatchObject({ report: { stored: 0, durable: false }, history: [], list: true });
});

test('a click and an erasure in one tab are changes in the other, and of a second recommender in the page', async ({
  page,
  context,
  plainSite,
}) => {
  const shop = await plainSite();
  const second = await context.newPage();
  for (const tab of [page, second]) {
    await tab.goto(shop.origin);
    await tab.waitForFunction(() => window.lib !== undefined);
    await tab.evaluate(async () => {
      const told: string[] = [];
      for (let i = 0; i < 2; i++) {
        window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
        await window.shop.recommend();
        window.shop.on('change', ({ reason }) => told.push(reason));
      }
      Object.assign(window, { told });
    });
  }
  const told = (tab: typeof page) => tab.evaluate(() => (window as unknown as { told: string[] }).told);
  await page.evaluate((payload) => window.shop.track(payload), view('sku-3'));
  for (const tab of [page, second])
    await expect.poll(() => told(tab), { timeout: 30_000 }).toEqual(['interaction', 'interaction']);
  await second.evaluate(() => window.shop.erase());
  const all = ['interaction', 'interaction', 'erase', 'erase'];
  for (const tab of [page, second]) await expect.poll(() => told(tab), { timeout: 30_000 }).toEqual(all);
  expect(await page.evaluate(() => window.shop.history())).toEqual([]);
});
