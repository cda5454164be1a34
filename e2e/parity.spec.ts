import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { installed, work } from './setup/folders.ts';
import { products } from './setup/products.ts';
import { simulateShoppers, toCsv } from './setup/simulated-log.ts';
import { expect, PLAIN_PAGE, test } from './setup/visit.ts';

const VISITS = 100;
/** Share of the visits on which the page's list and the evaluation's are the same ten products in the same order. */
const AGREEMENT = 0.99;

const folder = resolve(work, 'parity');
const at = (name: string): string => resolve(folder, name);
const cli = (...args: string[]): void => {
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] as ['ignore', 'ignore', 'pipe'] };
  execFileSync(process.execPath, [resolve(installed, 'dist/cli/vitrine.js'), ...args], options);
};

test('the page ranks as `vitrine evaluate` does: same pack, same histories, same lists', async ({ page, site }) => {
  const catalogue = products(120);
  const shoppers = simulateShoppers(catalogue, 400, 7);
  mkdirSync(folder, { recursive: true });
  writeFileSync(at('products.json'), JSON.stringify(catalogue));
  writeFileSync(at('events.csv'), toCsv(shoppers));
  cli('train', '--events', 'events.csv', '--products', 'products.json', '--out', 'shop.safetensors');
  cli(
    'evaluate',
    '--data',
    'events.csv',
    '--products',
    'products.json',
    '--pack',
    'shop.safetensors',
    '--lists',
    'lists.jsonl',
  );
  const lists = new Map(
    readFileSync(at('lists.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { user: string; items: string[] })
      .map(({ user, items }) => [user, items]),
  );
  const visits = shoppers.slice(0, VISITS).filter(({ id }) => lists.has(id));
  expect(visits.length).toBeGreaterThan(VISITS / 2);

  const shop = await site({
    texts: { '/': PLAIN_PAGE },
    folders: { '/vitrine/': `${installed}/dist`, '/data/': folder },
  });
  await page.goto(shop.origin);
  const replayed = await page.evaluate(
    async (histories) => {
      const shop = await window.lib.createRecommender({
        products: '/data/products.json',
        pack: '/data/shop.safetensors',
      });
      const answers: { items: string[]; model: string }[] = [];
      for (const history of histories) {
        await shop.erase();
        for (const id of history) await shop.track({ name: 'view_item', items: [{ item_id: id }] });
        const { items, model } = await shop.recommend({ limit: 10 });
        answers.push({ items: items.map(({ id }) => id), model });
      }
      return answers;
    },
    // Leave one out: the last product is what the evaluation asks for.
    visits.map(({ products }) => products.slice(0, -1)),
  );
  const agreeing = replayed.filter(({ items }, visit) => {
    const expected = lists.get(visits[visit].id);
    return JSON.stringify(items) === JSON.stringify(expected);
  });
  expect(new Set(replayed.flatMap(({ model }) => model.split('+')))).toContain('rules');
  expect(agreeing.length / visits.length).toBeGreaterThanOrEqual(AGREEMENT);
});
