import { readdirSync } from 'node:fs';
import { bundled } from './setup/folders.ts';
import { products } from './setup/products.ts';
import { expect, test } from './setup/visit.ts';

const TABLE = `sku;name;price;availability;category\n${products(12)
  .map(({ id, title }, i) => `${id};${title};${i},50 €;auf Lager;Home > Tea`)
  .join('\n')}\n`;

test('a table of a shop is read by a script that the bundler brought; a list of our own form needs none', async ({
  page,
  site,
}) => {
  const shop = await site({
    texts: { '/feeds/products.json': JSON.stringify(products(12)), '/feeds/table.csv': TABLE },
    folders: { '/': bundled },
  });
  await page.goto(`${shop.origin}/index.html`);
  await page.evaluate(async () => void (await window.shop.recommend()));
  expect(shop.asked.join()).not.toContain('feed-forms');

  const read = await page.evaluate(async () => {
    const report = await window.shop.setProducts('/feeds/table.csv');
    return { report, first: (await window.shop.recommend({ limit: 1 })).items[0].product };
  });
  expect(read.report).toMatchObject({ taken: 12, refused: 0, omitted: 0 });
  expect(read.first).toMatchObject({ currency: 'EUR', inStock: true, categories: ['Home', 'Tea'] });
  const name = readdirSync(`${bundled}/assets`).find((file) => /^feed-forms-[\w-]+\.js$/.test(file));
  expect(shop.asked.join()).toContain(name);
});

test('a feed of which every row is refused is told of at once', async ({ page, plainSite }) => {
  await page.goto((await plainSite()).origin);
  const { codes, message, report } = await page.evaluate(async () => {
    const shop = await window.lib.createRecommender({ database: 'refused' });
    const told: { code: string; message: string }[] = [];
    shop.on('problem', (problem) => told.push(problem));
    const report = await shop.setProducts([{ title: 'Cup' } as never, { title: 'Pot' } as never]);
    await shop.status();
    return { codes: told.map(({ code }) => code), message: told[0]?.message, report };
  });
  expect(report).toMatchObject({ taken: 0, refused: 2 });
  expect(codes).toEqual(['feed-unreadable']);
  expect(message).toContain('2 of 2 rows');
});
