import { readFileSync, writeFileSync } from 'node:fs';
import { products } from './setup/products.ts';
import { simulateShoppers, toCsv } from './setup/simulated-log.ts';
import { expect, test } from './setup/visit.ts';
import { agreement, Merchant, replay, type Visit } from './setup/vitrine-cli.ts';

/** One pack for all of these, trained by the installed command line. */
test.describe.configure({ mode: 'serial', timeout: 900_000 });

const VISITS = 100;

const merchant = new Merchant('simulated-shop');
const shoppers = simulateShoppers(products(120), 400, 7);
const viewed = (ids: readonly string[]): Visit => ({ name: 'view_item', products: ids });

test.beforeAll(() => {
  writeFileSync(merchant.at('products.json'), JSON.stringify(products(120)));
  writeFileSync(merchant.at('events.csv'), toCsv(shoppers));
  merchant.vitrine(
    'train',
    '--events',
    'events.csv',
    '--products',
    'products.json',
    '--out',
    'shop.safetensors',
    '--min-shoppers',
    '1',
  );
  const whole = readFileSync(merchant.at('shop.safetensors'));
  writeFileSync(merchant.at('truncated.safetensors'), whole.subarray(0, whole.length / 2));
});

test('the page ranks as `vitrine evaluate` does: same pack, same histories, same lists', async ({ page, site }) => {
  const question = ['--data', 'events.csv', '--products', 'products.json', '--pack', 'shop.safetensors'];
  merchant.vitrine('evaluate', ...question, '--lists', 'lists.jsonl');
  const lists = merchant.readLists('lists.jsonl');
  const visits = shoppers.filter(({ id }) => lists.has(id)).slice(0, VISITS);
  expect(visits).toHaveLength(VISITS);

  await merchant.openShop(page, site, 'shop.safetensors');
  // Leave one out: the last product is what the evaluation asks for.
  const histories = visits.map(({ products }) => viewed(products.slice(0, -1)));
  const replayed = await replay(page, histories);
  const expected = visits.map(({ id }) => lists.get(id));
  expect(agreement(replayed, expected)).toBeGreaterThanOrEqual(0.99);
  const sources = new Set(replayed.flatMap(({ model }) => model.split('+')));
  expect([...sources]).toEqual(expect.arrayContaining(['attention', 'successors', 'knn', 'content']));
});

test('the model is fine-tuned in the page while the shelf answers, and leaves no tensor behind', async ({
  page,
  site,
}) => {
  await merchant.openShop(page, site, 'shop.safetensors');
  await replay(page, [viewed(shoppers[0].products)]);
  const train = () =>
    page.evaluate(async () => {
      const losses: number[] = [];
      const steps = window.shop.train({ epochs: 12 });
      let step = await steps.next();
      let lists = 0;
      for (; !step.done; step = await steps.next()) {
        losses.push(step.value.loss);
        lists += (await window.shop.recommend({ limit: 5 })).items.length === 5 ? 1 : 0;
      }
      const { neural, fineTuned } = await window.shop.status();
      return { losses, lists, report: step.value, tensors: neural?.tensors, fineTuned };
    });
  const first = await train();
  expect(first.losses.length).toBeGreaterThan(0);
  expect(first.losses.every(Number.isFinite)).toBe(true);
  expect(first.lists).toBe(first.losses.length);
  expect(first.report.backend).toBe('wasm');
  expect(first.fineTuned).toBe(first.report.adopted);

  await page.evaluate(async () => {
    for (let list = 0; list < 100; list++) await window.shop.recommend();
  });
  const second = await train();
  expect(first.report.steps + second.report.steps).toBeGreaterThanOrEqual(20);
  expect(second.tensors).toBe(first.tensors);
});

test('a pack that is cut off is a problem told, and the shop goes on without it', async ({ page, site }) => {
  await merchant.openShop(page, site, 'truncated.safetensors');
  const [{ items, model }] = await replay(page, [viewed(shoppers[0].products)]);
  expect(items).toHaveLength(10);
  expect(model).not.toContain('attention');
  const { pack, problems } = await page.evaluate(() => window.shop.status());
  expect(pack).toBeNull();
  expect(problems.map(({ code }) => code)).toEqual(['pack-corrupt']);
});
