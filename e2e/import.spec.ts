import { readdirSync } from 'node:fs';
import { bundled } from './setup/folders.ts';
import { products } from './setup/products.ts';
import { expect, test } from './setup/visit.ts';

test('npm import: a shop built with Vite ranks, learns from a click, and shows it on its shelf', async ({
  page,
  site,
}) => {
  const shop = await site({
    texts: { '/feeds/products.json': JSON.stringify(products(60)) },
    folders: { '/': bundled },
  });
  await page.goto(`${shop.origin}/index.html`);
  const shelf = page.locator('vitrine-shelf');
  await expect(shelf.getByRole('listitem')).toHaveCount(4);
  await expect(shelf.getByRole('heading')).toHaveText('From our range');

  const list = await page.evaluate(async () => {
    await window.shop.track({ name: 'view_item', items: [{ item_id: 'sku-0' }] });
    return window.shop.recommend({ limit: 6 });
  });
  expect(list.fallback).toBe(false);
  expect(list.items.map(({ id }) => id)).not.toContain('sku-0');
  expect(list.items[0].product.categories).toContain('Kettle');
  expect(list.items[0].reasons).not.toEqual([]);
  await expect(shelf.getByRole('heading')).toHaveText('For you');
  await expect(shelf.getByRole('listitem').first()).toContainText('Aster Kettle 0');
});

test('npm import: the bundler brought workers and tensor runtime along, under names of its own', async ({
  page,
  site,
}) => {
  const shop = await site({ texts: { '/feeds/products.json': '[]' }, folders: { '/': bundled } });
  await page.goto(`${shop.origin}/index.html`);
  const code = await page.evaluate(() =>
    window.shop
      .train()
      .next()
      .catch((error) => error.code),
  );
  expect(code, 'without a pack there is no model').toBe('nothing-to-train');
  const { neural, problems } = await page.evaluate(() => window.shop.status());
  expect(neural?.backend).toBe('wasm');
  expect(problems).toEqual([]);
  const hashed = /^\/assets\/(engine\.worker|neural\.worker|tfjs-backend-wasm-simd)-[\w-]+\.(js|wasm)$/;
  expect(shop.asked.map((path) => /(index|neural-part)-/.exec(path)?.[1]).filter(Boolean)).toContain('neural-part');
  const brought = shop.asked.map((path) => hashed.exec(path)?.[1]).filter(Boolean);
  expect(brought).toEqual(['engine.worker', 'neural.worker', 'tfjs-backend-wasm-simd']);
});

test('npm import: the bundler brought the scan on a GPU, which a worker brings in only for a large catalogue', async ({
  page,
  site,
}) => {
  const shop = await site({ texts: { '/feeds/products.json': '[]' }, folders: { '/': bundled } });
  await page.goto(`${shop.origin}/index.html`);
  await page.evaluate(async () => void (await window.shop.recommend()));
  expect(shop.asked.join()).not.toContain('gpu-scan');
  const name = readdirSync(`${bundled}/assets`).find((file) => /^gpu-scan-[\w-]+\.js$/.test(file));
  const answer = await page.evaluate(async (address) => {
    const matrix = '{ rows: 1, width: 4, data: new Int8Array(4), scales: new Float32Array(1) }';
    const script = `importScripts(${JSON.stringify(address)});
      vitrineParts['gpu-scan']({ matrix: ${matrix} }, {}).catch(({ message }) => postMessage(message));`;
    const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
    return new Promise((resolve) => worker.addEventListener('message', ({ data }) => resolve(data)));
  }, `${shop.origin}/assets/${name}`);
  expect(answer, 'this browser has none').toBe('there is no WebGPU here');
});

test('npm import: the first list with rules brings them in, and a wrong rule is named', async ({ page, site }) => {
  const shop = await site({
    texts: { '/feeds/products.json': JSON.stringify(products(60)) },
    folders: { '/': bundled },
  });
  await page.goto(`${shop.origin}/index.html`);
  await page.evaluate(async () => void (await window.shop.recommend()));
  expect(shop.asked.join()).not.toContain('list-rules');
  const { items, remedy } = await page.evaluate(async () => {
    const ask = (at: number) =>
      window.shop.recommend({ limit: 3, rules: [{ kind: 'pin', id: 'campaign', product: 'sku-59', at }] });
    const remedy = await ask(0).catch((error) => error.remedy as string);
    return { items: (await ask(2)).items, remedy };
  });
  expect(items.map(({ rule }) => rule)).toEqual([undefined, 'campaign', undefined]);
  expect(items[1].id).toBe('sku-59');
  expect(remedy).toContain('(campaign).at must be a whole number');
  expect(shop.asked.some((path) => /^\/assets\/list-rules-[\w-]+\.js$/.test(path))).toBe(true);
});

test('without a bundler: what is fetched before the first shelf is the entry, what it brings, and a worker', async ({
  page,
  plainSite,
}) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  await page.evaluate(async () => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    await window.shop.recommend();
  });
  const scripts = shop.asked.filter((path) => path.endsWith('.js'));
  const files = ['engine.worker.js', 'index.js', 'recommender.js'].map((name) => `/vitrine/${name}`);
  expect(scripts.toSorted()).toEqual(files);
});

test('a part that could not be loaded fails its call only, and is asked for again by the next', async ({
  page,
  plainSite,
}) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  await page.route('**/neural-part.js', (route) => route.abort());
  await page.route('**/product-rows.js', (route) => route.abort());
  const failures = await page.evaluate(async () => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    const training = await window.shop
      .train()
      .next()
      .catch((error) => error.code);
    const before = await window.shop.recommend({ limit: 3 });
    const rows = await window.shop.setProducts([{ id: 'own' }]).catch((error) => error.code);
    const after = await window.shop.recommend({ limit: 3 });
    return [training, rows, before.items.length, after.items.length];
  });
  expect(failures).toEqual(['worker-failed', 'worker-failed', 3, 3]);
  await page.unroute('**/neural-part.js');
  await page.unroute('**/product-rows.js');
  const again = await page.evaluate(async () => [
    await window.shop
      .train()
      .next()
      .catch((error) => error.code),
    (await window.shop.setProducts([{ id: 'own' }])).taken,
  ]);
  expect(again).toEqual(['nothing-to-train', 1]);
});

test('a page that says it will train has the neural worker when it is idle, and not before its first list', async ({
  page,
  plainSite,
}) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  await page.evaluate(async () => {
    window.shop = await window.lib.createRecommender({ neural: { start: 'idle' } });
    await window.shop.setProducts('/feeds/products.json');
  });
  expect(shop.asked).not.toContain('/vitrine/neural-part.js');
  await page.evaluate(async () => void (await window.shop.recommend()));
  const status = () => page.evaluate(() => window.shop.status());
  await expect.poll(status).toMatchObject({ neural: { backend: 'wasm' }, problems: [] });
});

test('products that are tracked under other ids than the feed has are told, in words', async ({ page, plainSite }) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  await page.evaluate(async () => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json' });
    await window.shop.recommend();
    for (const n of [1, 2, 3, 4, 5]) {
      await window.shop.track({ name: 'view_item', items: [{ item_id: `variant-${n}` }] });
    }
  });
  const problems = () => page.evaluate(async () => (await window.shop.status()).problems);
  await expect
    .poll(problems)
    .toMatchObject([{ code: 'unknown-products', message: expect.stringContaining('variant-5') }]);
});
