import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import type { ClientMessage, FederatedTask } from 'vitrine';
import type * as Aggregation from 'vitrine/aggregation';
import { installed } from './setup/folders.ts';
import { products } from './setup/products.ts';
import { simulateShoppers, toCsv } from './setup/simulated-log.ts';
import { expect, test } from './setup/visit.ts';
import { Merchant, replay } from './setup/vitrine-cli.ts';

test.describe.configure({ mode: 'serial', timeout: 900_000 });

const SHOPPERS = 3;
const WIDTH = 64;
const merchant = new Merchant('federated-shop');
const shoppers = simulateShoppers(products(60), 200, 7);
let task: FederatedTask;

test.beforeAll(() => {
  writeFileSync(merchant.at('products.json'), JSON.stringify(products(60)));
  writeFileSync(merchant.at('events.csv'), toCsv(shoppers));
  const given = [
    '--events',
    'events.csv',
    '--products',
    'products.json',
    '--model',
    'attention',
    '--min-shoppers',
    '1',
  ];
  merchant.vitrine('train', ...given, '--out', 'shop.safetensors');
  task = {
    format: 'vitrine-federated',
    version: 1,
    kind: 'task',
    round: 'first round',
    pack: createHash('sha256')
      .update(readFileSync(merchant.at('shop.safetensors')))
      .digest('hex'),
    weights: ['norm.gain', '0.output.weights'],
    steps: 2,
    learningRate: 0.5,
    clippingNorm: 1,
    noiseMultiplier: 2,
    resolution: 65_536,
    cohort: SHOPPERS,
    survivors: SHOPPERS,
  };
});

test('three browsers make an update; the server learns their sum, each ledger what was told, and a further one is refused', async ({
  browser,
  page,
  site,
}) => {
  const { Aggregator, meanUpdate }: typeof Aggregation = await import(resolve(installed, 'dist/aggregation.js'));
  const aggregator = new Aggregator(task, WIDTH + WIDTH * WIDTH);
  const kinds: string[] = [];
  let waiting: { client: string; answer: (answer: unknown) => void }[] = [];
  const exchange = async (message: ClientMessage): Promise<unknown> => {
    kinds.push(message.kind);
    await aggregator.receive(message);
    return new Promise((answer) => {
      waiting.push({ client: message.client, answer });
      if (waiting.length < SHOPPERS) return;
      const all = waiting;
      waiting = [];
      const answers = aggregator.next();
      for (const { client, answer } of all) answer(answers.get(client));
    });
  };
  const contexts = await Promise.all(Array.from({ length: SHOPPERS - 1 }, () => browser.newContext()));
  const pages = [page, ...(await Promise.all(contexts.map((context) => context.newPage())))];
  for (const [i, each] of pages.entries()) {
    await each.exposeFunction('exchange_', exchange);
    await merchant.openShop(each, site, 'shop.safetensors');
    await replay(each, [{ name: 'view_item', products: shoppers[i].products }]);
  }
  const reports = await Promise.all(pages.map((each) => update(each)));
  for (const report of reports) expect(report).toMatchObject({ round: 'first round', delta: 1e-5, backend: 'wasm' });
  expect(kinds.toSorted()).toEqual(
    ['keys', 'masked-input', 'shares', 'unmasking'].flatMap((kind) => Array(SHOPPERS).fill(kind)),
  );
  const { sum, survivors } = await aggregator.sum();
  expect(survivors).toHaveLength(SHOPPERS);
  const mean = meanUpdate(sum, SHOPPERS, task);
  // Noise of deviation 2/3 in each of 4,160 numbers, beside which the updates are short.
  const length = Math.hypot(...mean);
  expect(length / (Math.sqrt(mean.length) * (2 / SHOPPERS))).toBeGreaterThan(0.8);
  expect(length / (Math.sqrt(mean.length) * (2 / SHOPPERS))).toBeLessThan(1.3);

  const entries = () => page.evaluate(() => localStorage.getItem('vitrine:vitrine:ledger'));
  expect(JSON.parse((await entries()) ?? '')).toEqual({ version: 1, entries: [{ noiseMultiplier: 2, updates: 1 }] });
  expect(await update(page, { budget: { epsilon: 3, delta: 1e-5 } })).toMatchObject({ code: 'privacy-budget' });
  await page.evaluate(() => window.shop.privacy.erase());
  expect(await entries()).toBeNull();
  await Promise.all(contexts.map((context) => context.close()));
});

/** @returns the report, or the error */
function update(page: Page, options: object = {}): Promise<unknown> {
  return page.evaluate(
    ([task, options]) => {
      const { exchange_: exchange } = window as unknown as { exchange_: never };
      return window.shop.privacy
        .update({ task, exchange, ...options })
        .catch(({ code, message }: { code: string; message: string }) => ({ code, message }));
    },
    [task, options] as const,
  );
}
