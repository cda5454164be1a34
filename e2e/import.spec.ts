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
  await expect(shelf.getByRole('heading')).toHaveText('Popular now');

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
  const brought = shop.asked.map((path) => hashed.exec(path)?.[1]).filter(Boolean);
  expect(brought).toEqual(['engine.worker', 'neural.worker', 'tfjs-backend-wasm-simd']);
});
