import type { Page } from '@playwright/test';
import { installed } from './setup/folders.ts';
import { products } from './setup/products.ts';
import { expect, PLAIN_PAGE, test } from './setup/visit.ts';

const DEADLINE = 1000;
/** What a call may take beyond its deadline. */
const GRACE = 250;

/** Keeps the workers that the package starts within reach of the test. */
async function catchWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    const Native = window.Worker;
    window.Worker = class extends Native {
      constructor(...parameters: ConstructorParameters<typeof Worker>) {
        super(...parameters);
        workers.push(this);
      }
    };
    Object.assign(window, { workers });
  });
}

/** Makes every call at once, and tells how each ended and after how many milliseconds. */
function callEverything(page: Page, deadline = DEADLINE) {
  return page.evaluate(async (limit) => {
    window.shop ??= await window.lib.createRecommender({ products: '/feeds/products.json', deadline: limit });
    const { shop } = window;
    const calls: Record<string, () => Promise<unknown>> = {
      recommend: () => shop.recommend(),
      track: () => shop.track({ name: 'view_item', items: [{ item_id: 'sku-1' }] }),
      history: () => shop.history(),
      status: () => shop.status(),
      erase: () => shop.erase(),
    };
    const start = performance.now();
    const endings = Object.entries(calls).map(async ([name, call]) => {
      const ending = await call().then(
        () => 'answered',
        (error) => (error instanceof window.lib.VitrineError ? error.code : `untyped: ${error}`),
      );
      return { name, ending, took: performance.now() - start };
    });
    return Promise.all(endings);
  }, deadline);
}

const inTime = (calls: { took: number }[]): boolean => calls.every(({ took }) => took <= DEADLINE + GRACE);
const endings = (calls: { ending: string }[]): Set<string> => new Set(calls.map(({ ending }) => ending));

for (const fault of ['terminate', 'hang'] as const) {
  test(`a worker that is lost (${fault}): calls are answered by the next one, with the history`, async ({
    page,
    plainSite,
  }) => {
    await catchWorkers(page);
    const shop = await plainSite();
    await page.goto(shop.origin);
    await page.evaluate(async (deadline) => {
      window.shop = await window.lib.createRecommender({ products: '/feeds/products.json', deadline });
      await window.shop.track({ name: 'view_item', items: [{ item_id: 'sku-7' }] });
    }, DEADLINE);
    const before = await page.evaluate(() => window.shop.recommend());

    await page.evaluate((kind) => {
      const [worker] = (window as unknown as { workers: Worker[] }).workers;
      // To the page a worker that is stuck and one that swallows every message are the same: silence.
      if (kind === 'terminate') worker.terminate();
      else worker.postMessage = () => undefined;
    }, fault);

    const start = Date.now();
    const after = await page.evaluate(() => window.shop.recommend());
    expect(Date.now() - start).toBeLessThanOrEqual(DEADLINE + GRACE);
    expect(after.items.map(({ id }) => id)).toEqual(before.items.map(({ id }) => id));
    expect(await page.evaluate(() => window.shop.status())).toMatchObject({
      state: 'ready',
      restarts: 1,
      interactions: 1,
    });
    const calls = await callEverything(page);
    expect(endings(calls)).toEqual(new Set(['answered']));
  });
}

test('a worker whose script is missing: every call settles, and says what to do', async ({ page, site }) => {
  const index = 'index.js';
  const shop = await site({
    texts: { '/': PLAIN_PAGE, '/feeds/products.json': '[]', '/vitrine/engine.worker.js': '<!doctype html>' },
    folders: { [`/vitrine/${index}`]: `${installed}/dist/${index}` },
  });
  await page.goto(shop.origin);
  const calls = await callEverything(page);
  expect(inTime(calls)).toBe(true);
  expect(calls.find(({ name }) => name === 'status')?.ending).toBe('answered');
  for (const code of endings(calls)) expect(['answered', 'deadline', 'worker-failed']).toContain(code);
});

/** Policies as shops have them, by what they do to the worker file and to the worker of the script tag. */
const POLICIES: { policy: string; file: 'runs' | 'blocked'; inline: 'runs' | 'blocked' }[] = [
  { policy: "connect-src 'self'", file: 'runs', inline: 'runs' },
  { policy: "worker-src 'self' blob:", file: 'runs', inline: 'runs' },
  { policy: "worker-src 'self'", file: 'runs', inline: 'blocked' },
  { policy: "worker-src 'none'", file: 'blocked', inline: 'blocked' },
  { policy: "script-src 'self' 'nonce-n'", file: 'runs', inline: 'blocked' },
  { policy: "script-src 'nonce-n' 'strict-dynamic'", file: 'runs', inline: 'runs' },
  { policy: "style-src 'self'; img-src 'self'; object-src 'none'", file: 'runs', inline: 'runs' },
  { policy: "require-trusted-types-for 'script'; trusted-types vitrine", file: 'blocked', inline: 'runs' },
  { policy: "require-trusted-types-for 'script'; trusted-types other", file: 'blocked', inline: 'blocked' },
];

const WAYS = {
  file: `<script type="module" nonce="n">import * as lib from '/vitrine/index.js'; window.lib = lib;</script>`,
  inline: `<script nonce="n" src="/vitrine/vitrine.js"></script><script nonce="n">window.lib = window.vitrine;</script>`,
};

for (const { policy, ...outcomes } of POLICIES) {
  for (const way of ['file', 'inline'] as const) {
    test(`Content-Security-Policy ${policy}: the ${way} worker ${outcomes[way]}`, async ({ page, site }) => {
      const shop = await site({
        texts: {
          '/': `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">${WAYS[way]}</head></html>`,
          '/feeds/products.json': JSON.stringify(products(12)),
        },
        folders: { '/vitrine/': `${installed}/dist` },
        headers: { 'content-security-policy': policy },
      });
      await page.goto(shop.origin);
      const calls = await callEverything(page);
      expect(inTime(calls)).toBe(true);
      const expected = outcomes[way] === 'runs' ? ['answered'] : ['answered', 'worker-blocked'];
      expect([...endings(calls)].toSorted()).toEqual(expected);
      const { problems } = await page.evaluate(() => window.shop.status());
      if (outcomes[way] === 'blocked') expect(problems[0].remedy).toMatch(/worker-src|trusted-types|TrustedScriptURL/);
      else expect(problems).toEqual([]);
    });
  }
}

test('calls in the same task as the start, aborts and a close all settle', async ({ page, plainSite }) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  const codes = await page.evaluate(async () => {
    const early = await window.lib.createRecommender({ products: '/feeds/products.json' });
    const calls = [
      early.recommend(),
      early.track({ event: 'view_item', ecommerce: { items: [{ item_id: 'sku-1' }] } }),
      early.recommend({ signal: AbortSignal.abort() }),
      early.recommend({ limit: Number.NaN }),
      early.recommend(null as never),
      early.track(undefined),
      early.setProducts(42 as never),
    ].map((call) =>
      call.then(
        () => 'answered',
        (error) => error.code as string,
      ),
    );
    const settled = await Promise.all(calls);
    await early.close();
    await early.close();
    return [...settled, await early.recommend().catch((error) => error.code)];
  });
  expect(codes).toEqual([
    'answered',
    'answered',
    'aborted',
    'bad-options',
    'answered',
    'answered',
    'bad-options',
    'closed',
  ]);
});

test('a rejection that nobody awaits is not reported to the page', async ({ page, plainSite }) => {
  const shop = await plainSite();
  await page.goto(shop.origin);
  await page.evaluate(async () => {
    const { createRecommender } = window.lib;
    const quiet = await createRecommender({ products: '/nowhere.json', pack: '/nowhere.safetensors' });
    void quiet.recommend({ signal: AbortSignal.abort() });
    void quiet.setProducts('/nowhere.json');
    void quiet.train().next();
    await quiet.status();
    await quiet.close();
    void quiet.recommend();
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
});
