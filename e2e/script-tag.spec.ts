import AxeBuilder from '@axe-core/playwright';
import { installed } from './setup/folders.ts';
import { products } from './setup/products.ts';
import { expect, test } from './setup/visit.ts';

const shopPage = (script: string, attributes = ''): string => `<!doctype html>
<html lang="zh">
<head><meta charset="utf-8"><title>一家小店</title><link rel="icon" href="data:,">
<script>window.vitrine = []; vitrine.push({ event: 'view_item', ecommerce: { items: [{ item_id: 'sku-1' }] } });</script>
<script async src="${script}" data-products="/feeds/products.json" ${attributes}></script></head>
<body><vitrine-shelf placement="home" limit="5"></vitrine-shelf></body>
</html>`;

test('script tag: one file from another origin, with what the page pushed before it came', async ({ page, site }) => {
  const cdn = await site({
    folders: { '/lib/': `${installed}/dist` },
    headers: { 'access-control-allow-origin': '*' },
  });
  const shop = await site({
    texts: {
      '/': shopPage(`${cdn.origin}/lib/vitrine.js`),
      '/feeds/products.json': JSON.stringify(products(60)),
    },
  });
  await page.goto(shop.origin);
  const shelf = page.locator('vitrine-shelf');
  await expect(shelf.getByRole('listitem')).toHaveCount(5);
  await expect(shelf.getByRole('heading')).toHaveText('为你推荐');
  await expect(shelf.getByRole('listitem').first()).toContainText('Teapot');
  await expect(shelf.locator('.reason').first()).toContainText('Aster Teapot 1');
  expect(cdn.asked).toEqual(['/lib/vitrine.js']);
  const { violations } = await new AxeBuilder({ page }).include('vitrine-shelf').analyze();
  expect(violations).toEqual([]);
});

test('script tag: a choice on the shelf is tracked with its list', async ({ page, site }) => {
  const shop = await site({
    texts: { '/': shopPage('/lib/vitrine.js'), '/feeds/products.json': JSON.stringify(products(60)) },
    folders: { '/lib/': `${installed}/dist` },
  });
  await page.goto(shop.origin);
  const first = page.locator('vitrine-shelf').getByRole('link').first();
  await page.evaluate(() => document.addEventListener('vitrine-select', (event) => event.preventDefault()));
  await first.focus();
  await page.keyboard.press('Enter');
  const newest = () =>
    page.evaluate(async () => {
      const { vitrine } = window;
      return Array.isArray(vitrine) ? undefined : (await vitrine?.history(1))?.[0];
    });
  await expect.poll(async () => (await newest())?.name).toBe('select_item');
  expect((await newest())?.list).toEqual(expect.any(String));
  expect(new URL(page.url()).pathname).toBe('/');
});

test('script tag: the neural worker runs from the same file, with the tensor runtime from beside it', async ({
  page,
  site,
}) => {
  const cdn = await site({
    folders: { '/lib/': `${installed}/dist` },
    headers: { 'access-control-allow-origin': '*' },
  });
  const shop = await site({ texts: { '/': shopPage(`${cdn.origin}/lib/vitrine.js`), '/feeds/products.json': '[]' } });
  await page.goto(shop.origin);
  await page.waitForFunction(() => !Array.isArray(window.vitrine));
  const neural = await page.evaluate(async () => {
    const { vitrine } = window;
    if (!vitrine || Array.isArray(vitrine)) return null;
    await vitrine
      .train()
      .next()
      .catch(() => undefined);
    return (await vitrine.status()).neural;
  });
  expect(neural?.backend).toBe('wasm');
  expect(cdn.asked).toEqual(['/lib/vitrine.js', '/lib/tfjs-backend-wasm-simd.wasm']);
});

test("script tag: under `worker-src 'self'` the workers come from the folder that the tag names", async ({
  page,
  site,
}) => {
  const shop = await site({
    texts: {
      '/': shopPage('/lib/vitrine.js', 'data-workers="/lib/"'),
      '/feeds/products.json': JSON.stringify(products(60)),
    },
    folders: { '/lib/': `${installed}/dist` },
    headers: { 'content-security-policy': "worker-src 'self'" },
  });
  await page.goto(shop.origin);
  await expect(page.locator('vitrine-shelf').getByRole('listitem')).toHaveCount(5);
  expect(shop.asked).toContain('/lib/engine.worker.js');
});
