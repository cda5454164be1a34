import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { installed, work } from './setup/folders.ts';
import { products } from './setup/products.ts';
import { simulateShoppers, toCsv } from './setup/simulated-log.ts';
import type { Site, SiteOptions } from './setup/site.ts';
import { expect, PLAIN_PAGE, test } from './setup/visit.ts';

/** One pack for all of these, trained by the installed command line. */
test.describe.configure({ mode: 'serial', timeout: 180_000 });

const VISITS = 100;
/** Share of the visits on which the page's list and the evaluation's are the same ten products in the same order. */
const AGREEMENT = 0.99;

const folder = resolve(work, 'shop');
const at = (name: string): string => resolve(folder, name);
const catalogue = products(120);
const shoppers = simulateShoppers(catalogue, 400, 7);

function vitrine(...args: string[]): void {
  execFileSync(process.execPath, [resolve(installed, 'dist/cli/vitrine.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

test.beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(at('products.json'), JSON.stringify(catalogue));
  writeFileSync(at('events.csv'), toCsv(shoppers));
  vitrine('train', '--events', 'events.csv', '--products', 'products.json', '--out', 'shop.safetensors');
  writeFileSync(at('truncated.safetensors'), readFileSync(at('shop.safetensors')).subarray(0, 50_000));
});

/** Opens the shop's page with a recommender that has a pack. */
async function open(page: Page, site: (options: SiteOptions) => Promise<Site>, pack: string): Promise<void> {
  const shop = await site({
    texts: { '/': PLAIN_PAGE },
    folders: { '/vitrine/': `${installed}/dist`, '/data/': folder },
  });
  await page.goto(shop.origin);
  await page.evaluate(async (address) => {
    window.shop = await window.lib.createRecommender({ products: '/data/products.json', pack: address });
  }, `/data/${pack}`);
}

/** Each as a visitor of its own: erased, clicked through one by one, then asked for ten. */
function replay(page: Page, histories: string[][]) {
  return page.evaluate(async (visits) => {
    const answers: { items: string[]; model: string }[] = [];
    for (const visit of visits) {
      await window.shop.erase();
      for (const id of visit) await window.shop.track({ name: 'view_item', items: [{ item_id: id }] });
      const { items, model } = await window.shop.recommend({ limit: 10 });
      answers.push({ items: items.map(({ id }) => id), model });
    }
    return answers;
  }, histories);
}

test('the page ranks as `vitrine evaluate` does: same pack, same histories, same lists', async ({ page, site }) => {
  const question = ['--data', 'events.csv', '--products', 'products.json', '--pack', 'shop.safetensors'];
  vitrine('evaluate', ...question, '--lists', 'lists.jsonl');
  const lines = readFileSync(at('lists.jsonl'), 'utf8').trim().split('\n');
  const lists = new Map(
    lines.map((line) => {
      const { user, items }: { user: string; items: string[] } = JSON.parse(line);
      return [user, items];
    }),
  );
  const visits = shoppers.filter(({ id }) => lists.has(id)).slice(0, VISITS);
  expect(visits).toHaveLength(VISITS);

  await open(page, site, 'shop.safetensors');
  // Leave one out: the last product is what the evaluation asks for.
  const replayed = await replay(
    page,
    visits.map(({ products }) => products.slice(0, -1)),
  );
  const agreeing = replayed.filter(({ items }, visit) => items.join('\n') === lists.get(visits[visit].id)?.join('\n'));
  expect(agreeing.length / VISITS).toBeGreaterThanOrEqual(AGREEMENT);
  const sources = new Set(replayed.flatMap(({ model }) => model.split('+')));
  expect([...sources]).toEqual(expect.arrayContaining(['attention', 'successors', 'knn', 'content']));
});

test('the model is fine-tuned in the page while the shelf answers, and leaves no tensor behind', async ({
  page,
  site,
}) => {
  await open(page, site, 'shop.safetensors');
  await replay(page, [shoppers[0].products, shoppers[1].products]);
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
  expect(first.report).toMatchObject({ backend: 'wasm', steps: expect.any(Number) });
  expect(first.fineTuned).toBe(first.report.adopted);

  await page.evaluate(async () => {
    for (let list = 0; list < 100; list++) await window.shop.recommend();
  });
  const second = await train();
  expect(second.report.steps + first.report.steps).toBeGreaterThanOrEqual(20);
  expect(second.tensors).toBe(first.tensors);
});

test('a pack that is cut off is a problem told, and the shop goes on without it', async ({ page, site }) => {
  await open(page, site, 'truncated.safetensors');
  const [{ items, model }] = await replay(page, [shoppers[0].products]);
  expect(items).toHaveLength(10);
  expect(model).not.toContain('attention');
  const { pack, problems } = await page.evaluate(() => window.shop.status());
  expect(pack).toBeNull();
  expect(problems.map(({ code }) => code)).toEqual(['pack-corrupt']);
});
