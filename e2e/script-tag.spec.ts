import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import type { VitrineGlobal } from 'vitrine/script';
import { violationsOn } from './setup/accessibility.ts';
import { installed, root } from './setup/folders.ts';
import { products } from './setup/products.ts';
import { expect, test } from './setup/visit.ts';

const shopPage = (script: string, attributes = ''): string => `<!doctype html>
<html lang="zh">
<head><meta charset="utf-8"><title>一家小店</title><link rel="icon" href="data:,">
<script>window.vitrine = []; vitrine.push({ event: 'view_item', ecommerce: { items: [{ item_id: 'sku-1' }] } });</script>
<script async src="${script}" data-products="/feeds/products.json" ${attributes}></script></head>
<body><vitrine-shelf placement="home" limit="5"></vitrine-shelf></body>
</html>`;

const LOADED = [
  'card',
  'engine.worker',
  'feedback',
  'further-calls',
  'index',
  'list-events',
  'locales/zh-Hans',
  'outbox',
  'recommender',
  'record-views',
  'script-shop',
  'shelf',
  'vitrine',
].map((name) => `/lib/${name}.js`);

test('script tag: from another origin, with what the page pushed before it came', async ({ page, site }) => {
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
  // What records which products are seen comes after the first list.
  await expect.poll(() => cdn.asked.toSorted()).toEqual(LOADED);
  expect(await violationsOn(page, 'vitrine-shelf')).toEqual([]);
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

test('script tag: the neural worker is fetched when it is needed, with the tensor runtime from beside it', async ({
  page,
  site,
}) => {
  const cdn = await site({
    folders: { '/lib/': `${installed}/dist` },
    headers: { 'access-control-allow-origin': '*' },
  });
  const shop = await site({ texts: { '/': shopPage(`${cdn.origin}/lib/vitrine.js`), '/feeds/products.json': '[]' } });
  await page.goto(shop.origin);
  await page.waitForFunction(() => window.vitrine && !Array.isArray(window.vitrine));
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
  const needed = [
    '/lib/built-in-model.js',
    '/lib/decode-picture.js',
    // Fetched, so that it runs from the browser's cache; this server names no time for which it may be kept.
    '/lib/fine-tuning.js',
    '/lib/fine-tuning.js',
    '/lib/neural-part.js',
    '/lib/neural.worker.js',
    '/lib/tfjs-backend-wasm-simd.wasm',
  ];
  // Nothing is shown: neither the corner of cards is needed, nor what records which of them are seen.
  const loaded = LOADED.filter((path) => !/feedback|further-calls|list-events|record-views/.test(path));
  expect(cdn.asked.toSorted()).toEqual([...loaded, ...needed].toSorted());
});

test("script tag: under `worker-src 'self'` the workers come from the folder that the tag names", async ({
  page,
  site,
}) => {
  const cdn = await site({
    folders: { '/lib/': `${installed}/dist` },
    headers: { 'access-control-allow-origin': '*' },
  });
  const shop = await site({
    texts: {
      '/': shopPage(`${cdn.origin}/lib/vitrine.js`, 'data-workers="/workers/"'),
      '/feeds/products.json': JSON.stringify(products(60)),
    },
    folders: { '/workers/': `${installed}/dist` },
    headers: { 'content-security-policy': "worker-src 'self'" },
  });
  await page.goto(shop.origin);
  await expect(page.locator('vitrine-shelf').getByRole('listitem')).toHaveCount(5);
  expect(shop.asked).toContain('/workers/engine.worker.js');
});

const atOnce = `<!doctype html>
<html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">
<script src="/lib/vitrine.js" data-products="/feeds/products.json"></script>
<script>
const changes = [];
vitrine.on('change', ({ reason }) => changes.push(reason));
vitrine.on('change', () => changes.push('unwanted'))();
const tracked = vitrine.track({ name: 'view_item', items: [{ item_id: 'sku-1' }] });
const list = vitrine.recommend({ limit: 3 });
const trained = vitrine.train().next();
const aborted = vitrine.recommend({ signal: AbortSignal.abort() });
window.early = { vitrine, changes, tracked, list, trained, aborted };
</script></head></html>`;

interface Early {
  vitrine: VitrineGlobal;
  changes: string[];
  tracked: Promise<{ stored: number }>;
  list: Promise<{ items: unknown[]; fallback: boolean }>;
  trained: Promise<unknown>;
  aborted: Promise<unknown>;
}

test('script tag: calls in the script after it are answered when the rest is there, in their order', async ({
  page,
  site,
}) => {
  const shop = await site({
    texts: { '/': atOnce, '/feeds/products.json': JSON.stringify(products(60)) },
    folders: { '/lib/': `${installed}/dist` },
  });
  await page.goto(shop.origin);
  const codes = await page.evaluate(async () => {
    const { vitrine, changes, tracked, list, trained, aborted } = (window as unknown as { early: Early }).early;
    const code = (call: Promise<unknown>) =>
      call.then(
        () => 'answered',
        (error) => (error instanceof vitrine.VitrineError ? error.code : `untyped: ${error}`),
      );
    return {
      stored: (await tracked).stored,
      shown: (await list).items.length,
      fallback: (await list).fallback,
      trained: await code(trained),
      aborted: await code(aborted),
      changes,
      same: vitrine === window.vitrine,
    };
  });
  expect(codes).toMatchObject({
    stored: 1,
    shown: 3,
    fallback: false,
    trained: 'nothing-to-train',
    aborted: 'aborted',
  });
  expect(codes.same, 'a page may keep hold of it').toBe(true);
  expect(codes.changes).toContain('interaction');
  expect(codes.changes).not.toContain('unwanted');
});

test('script tag: files that did not come are asked for again by the next call', async ({ page, site }) => {
  const shop = await site({
    texts: { '/': atOnce, '/feeds/products.json': JSON.stringify(products(60)) },
    folders: { '/lib/': `${installed}/dist` },
  });
  await page.route('**/index.js', (route) => route.abort());
  await page.goto(shop.origin);
  const failure = await page.evaluate(async () => {
    const { vitrine, list } = (window as unknown as { early: Early }).early;
    return list.catch((error) => [error instanceof vitrine.VitrineError, error.code]);
  });
  expect(failure).toEqual([true, 'worker-failed']);
  await page.unroute('**/index.js');
  const shown = await page.evaluate(async () => {
    const { vitrine } = (window as unknown as { early: Early }).early;
    return (await vitrine.recommend({ limit: 4 })).items.length;
  });
  expect(shown).toBe(4);
});

test('script tag: a search field that the page has, or is given later, finds products; a page without one loads nothing for it', async ({
  page,
  site,
}) => {
  const cdn = await site({
    folders: { '/lib/': `${installed}/dist` },
    headers: { 'access-control-allow-origin': '*' },
  });
  const shop = await site({
    texts: { '/': shopPage(`${cdn.origin}/lib/vitrine.js`), '/feeds/products.json': JSON.stringify(products(60)) },
  });
  await page.goto(shop.origin);
  await expect(page.locator('vitrine-shelf').getByRole('listitem')).toHaveCount(5);
  expect(cdn.asked.filter((path) => path.includes('search'))).toEqual([]);
  await page.evaluate(() => document.body.prepend(document.createElement('vitrine-search')));
  const search = page.locator('vitrine-search');
  await search.getByRole('combobox').fill('cedar mug');
  await search.getByRole('combobox').press('Enter');
  await expect(search.getByRole('list').last().getByRole('listitem').first()).toContainText('Cedar Mug');
  expect(cdn.asked).toEqual(expect.arrayContaining(['/lib/search-box.js', '/lib/search.js']));
});

test('script tag: as a module, which has no `currentScript`, it finds its files and its attributes all the same', async ({
  page,
  site,
}) => {
  const shop = await site({
    texts: {
      '/': shopPage('/lib/vitrine.js', 'type="module"'),
      '/feeds/products.json': JSON.stringify(products(60)),
    },
    folders: { '/lib/': `${installed}/dist` },
  });
  await page.goto(shop.origin);
  await expect(page.locator('vitrine-shelf').getByRole('listitem')).toHaveCount(5);
});

test('script tag: a feed that is not there is told in the console, and not where the tag says so', async ({
  page,
  site,
}) => {
  const told: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && told.push(message.text()));
  for (const [attributes, expected] of [
    ['data-warnings="false"', []],
    ['', [expect.stringMatching(/^vitrine \(feed-unreachable\): The product feed .+ Check the address/)]],
  ] as const) {
    const shop = await site({
      texts: { '/': shopPage('/lib/vitrine.js', attributes) },
      folders: { '/lib/': `${installed}/dist` },
    });
    await page.goto(shop.origin);
    const problems = () =>
      page.evaluate(async () =>
        Array.isArray(window.vitrine) ? [] : ((await window.vitrine?.status())?.problems ?? []),
      );
    await expect.poll(async () => (await problems()).map(({ code }) => code)).toEqual(['feed-unreachable']);
    expect(told).toEqual(expected);
  }
});

test('script tag: `vitrine.check()` says what was understood of the page, against the real catalogue', async ({
  page,
  site,
}) => {
  const shop = await site({
    texts: {
      '/': shopPage('/lib/vitrine.js').replace(
        '<body>',
        "<body><script>dataLayer = [{ event: 'view_item', ecommerce: { items: [{ item_id: 'shop_DE_sku-2' }] } }];</script>",
      ),
      '/feeds/products.json': JSON.stringify([...products(60), { title: 'Without an id' }]),
    },
    folders: { '/lib/': `${installed}/dist` },
  });
  await page.goto(shop.origin);
  await expect(page.locator('vitrine-shelf').getByRole('listitem')).toHaveCount(5);
  const { ok, text } = await page.evaluate(async () => (window.vitrine as VitrineGlobal).check({ language: 'en' }));
  expect(ok).toBe(true);
  for (const said of [
    'The catalogue has 60 products.',
    /1 row of the feed was refused, such as row 60: .+/,
    '`dataLayer` has 1 entry: 1 × view_item; 0 meant for others.',
    '1 of the 2 products that events name are not in the catalogue: `shop_DE_sku-2`.',
    'The page has 1 shelf.',
    'The history of this visitor has 1 event in 1 session.',
  ]) {
    expect(text).toMatch(typeof said === 'string' ? new RegExp(said.replace(/[.()]/g, '\\$&')) : said);
  }
});

/** The lines that the packed command prints for files at that address. */
const snippet = (from: string): string =>
  execFileSync(
    process.execPath,
    [resolve(installed, 'dist/cli/vitrine.js'), 'snippet', '--from', from, '--limit', '5'],
    { encoding: 'utf8' },
  );

test('script tag: three lines of `vitrine snippet`, from another origin: every file has its hash, of workers too', async ({
  page,
  site,
}) => {
  const cdn = await site({
    folders: { '/lib/': `${installed}/dist` },
    headers: { 'access-control-allow-origin': '*' },
  });
  const lines = snippet(`${cdn.origin}/lib/`);
  expect(lines.trim().split('\n')).toHaveLength(3);
  const shop = await site({
    texts: {
      '/': `<!doctype html><html lang="en"><title>A shop</title><link rel="icon" href="data:,">${lines}</html>`,
      '/feeds/products.json': JSON.stringify(products(60)),
    },
  });
  await page.goto(shop.origin);
  await expect(page.locator('vitrine-shelf').getByRole('listitem')).toHaveCount(5);
  const backend = await page.evaluate(async () => {
    const vitrine = window.vitrine as VitrineGlobal;
    await vitrine.recommend({ rules: [{ kind: 'exclude', id: 'none', where: { brands: ['None'] } }] });
    await vitrine.search({ text: 'product' });
    await vitrine
      .train()
      .next()
      .catch(() => undefined);
    return (await vitrine.status()).neural?.backend;
  });
  expect(backend).toBe('wasm');
  const hashed = cdn.asked.filter((path) => !path.endsWith('/vitrine.js'));
  for (const file of ['list-rules.js', 'search.js', 'neural.worker.js', 'tfjs-backend-wasm-simd.wasm'])
    expect(hashed).toContain(`/lib/${file}`);
  for (const path of hashed) expect(lines).toContain(`${cdn.origin}${path}":"sha384-`);
});

for (const [file, code] of [
  ['shelf.js', 'worker-failed'],
  ['engine.worker.js', 'worker-failed'],
]) {
  test(`script tag: a ${file} of another content than its hash is not run, and it is told`, async ({ page, site }) => {
    const shop = await site({
      texts: { '/': '', '/feeds/products.json': JSON.stringify(products(60)) },
      folders: { '/lib/': `${installed}/dist` },
    });
    const lines = snippet(`${shop.origin}/lib/`);
    await page.route(`${shop.origin}/`, (route) =>
      route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>A shop</title>${lines}` }),
    );
    await page.route(`**/${file}`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `self.executed = true;${await answer.text()}` });
    });
    await page.goto(shop.origin);
    const failed = () =>
      page.evaluate(() =>
        (window.vitrine as VitrineGlobal).recommend({ limit: 2 }).then(
          () => 'a list',
          (error) => error.code,
        ),
      );
    await expect.poll(failed, { timeout: 60_000 }).toBe(code);
    expect(await page.evaluate(() => 'executed' in window)).toBe(false);
  });
}

test('script tag: what workers load, of another content than its hash, is not run either', async ({ page, site }) => {
  const shop = await site({
    texts: { '/': '', '/feeds/products.json': JSON.stringify(products(60)) },
    folders: { '/lib/': `${installed}/dist` },
  });
  const lines = snippet(`${shop.origin}/lib/`);
  await page.route(`${shop.origin}/`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>A shop</title>${lines}` }),
  );
  const changed: string[] = [];
  await page.route(/(list-rules\.js|\.wasm)$/, async (route) => {
    const answer = await route.fetch();
    changed.push(new URL(route.request().url()).pathname);
    // As good as it was, had it no hash: a space, and an empty section of WASM's own.
    const more = changed.at(-1)?.endsWith('.js') ? Buffer.from(' ') : Buffer.from([0, 1, 0]);
    await route.fulfill({ response: answer, body: Buffer.concat([await answer.body(), more]) });
  });
  await page.goto(shop.origin);
  await expect(page.locator('vitrine-shelf').getByRole('listitem')).toHaveCount(5);
  const { rules, backend } = await page.evaluate(async () => {
    const vitrine = window.vitrine as VitrineGlobal;
    const rules = await vitrine
      .recommend({ rules: [{ kind: 'exclude', id: 'none', where: { brands: ['None'] } }] })
      .then(
        () => 'a list',
        (error) => error.code,
      );
    await vitrine
      .train()
      .next()
      .catch(() => undefined);
    return { rules, backend: (await vitrine.status()).neural?.backend };
  });
  expect(rules).toBe('worker-failed');
  expect(backend, 'without its file there is no WASM').toBe('cpu');
  expect(changed).toEqual(['/lib/list-rules.js', '/lib/tfjs-backend-wasm-simd.wasm']);
});

test('script tag: a policy that keeps its files out is named, with the directive', async ({ page, site }) => {
  const cdn = await site({
    folders: { '/lib/': `${installed}/dist` },
    headers: { 'access-control-allow-origin': '*' },
  });
  const told: string[] = [];
  page.on('console', async (message) => {
    for (const arg of message.args())
      told.push(String(await arg.evaluate((value) => (value as { remedy?: string })?.remedy ?? '').catch(() => '')));
  });
  const shop = await site({
    texts: { '/': shopPage(`${cdn.origin}/lib/vitrine.js`), '/feeds/products.json': '[]' },
    headers: { 'content-security-policy': `script-src 'unsafe-inline' ${cdn.origin}/lib/vitrine.js` },
  });
  await page.goto(shop.origin);
  await expect.poll(() => told.join(' ')).toMatch(new RegExp(`add ${cdn.origin} to its \`script-src`));
});

/** What the console was told, as warnings. */
function warningsOf(page: Page): string[] {
  const told: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && told.push(message.text()));
  return told;
}

test('two copies on one page: a second tag starts nothing, and the elements of one copy serve the shop of another', async ({
  page,
  site,
}) => {
  const tags = '<script async src="/copy/vitrine.js" data-products="/feeds/products.json"></script></head>';
  const shop = await site({
    texts: {
      '/': shopPage('/lib/vitrine.js')
        .replace('</head>', tags)
        .replace('</body>', '<vitrine-search></vitrine-search><vitrine-privacy></vitrine-privacy></body>'),
      '/feeds/products.json': JSON.stringify(products(60)),
      '/feeds/lamps.json': JSON.stringify([{ id: 'lamp', title: 'Paper lamp' }]),
    },
    folders: { '/lib/': `${installed}/dist`, '/copy/': `${installed}/dist`, '/npm/': `${installed}/dist` },
  });
  await page.goto(shop.origin);
  const shelf = page.locator('vitrine-shelf');
  await expect(shelf.getByRole('listitem')).toHaveCount(5);
  await expect(page.locator('vitrine-search').getByRole('combobox')).toBeVisible();
  await expect(page.locator('vitrine-privacy').getByRole('heading').first()).toBeVisible();
  const started = shop.asked.filter((path) => path.endsWith('/engine.worker.js'));
  expect(started, 'whichever tag came first').toHaveLength(1);

  await page.evaluate(async () => {
    const load = (file: string) => import(`/npm/${file}.js`);
    const [{ createRecommender }, { defineShelf }, { defineSearch }, { definePrivacy }] = await Promise.all(
      ['index', 'shelf', 'search-box', 'privacy'].map(load),
    );
    const own = await createRecommender({ products: '/feeds/lamps.json' });
    for (const define of [defineShelf, defineSearch, definePrivacy]) define(own);
    for (const name of ['vitrine-search', 'vitrine-privacy']) {
      document.querySelector(name)?.remove();
      document.body.append(document.createElement(name));
    }
    await own.track({ name: 'view_item', items: [{ item_id: 'lamp' }] });
    Object.assign(window, { own });
  });
  // The other copy hears of a click by a message between workers: it may come after `track` is answered.
  const histories = () =>
    page.evaluate(async () =>
      Promise.all(
        [(window as unknown as { own: VitrineGlobal }).own, window.vitrine as VitrineGlobal].map(async (shop) =>
          (await shop.history(2)).map(({ product }: { product?: string }) => product),
        ),
      ),
    );
  await expect.poll(histories, 'both keep one history').toEqual([
    ['lamp', 'sku-1'],
    ['lamp', 'sku-1'],
  ]);
  const search = page.locator('vitrine-search');
  await search.getByRole('combobox').fill('lamp');
  await search.getByRole('combobox').press('Enter');
  await expect(search.getByRole('list').last().getByRole('listitem')).toHaveText(/Paper lamp/);
});

test('an ad blocker that eats the worker: calls are refused with what to do, and the markup of the shelf stays', async ({
  page,
  site,
}) => {
  const told = warningsOf(page);
  const shop = await site({
    texts: {
      '/': shopPage('/lib/vitrine.js').replace('</vitrine-shelf>', '<p>Popular in our shop</p></vitrine-shelf>'),
      '/feeds/products.json': JSON.stringify(products(60)),
    },
    folders: { '/lib/': `${installed}/dist` },
  });
  await page.route('**/engine.worker.js', (route) => route.abort('blockedbyclient'));
  await page.goto(shop.origin);
  const failure = () =>
    page.evaluate(() =>
      (window.vitrine as VitrineGlobal).recommend({ limit: 2 }).then(
        () => ['a list'],
        ({ code, remedy }) => [code, remedy],
      ),
    );
  await expect.poll(failure, { timeout: 60_000 }).toEqual(['worker-failed', expect.stringContaining('ad blocker')]);
  await expect(page.getByText('Popular in our shop')).toBeVisible();
  expect(told).toEqual([expect.stringMatching(/^vitrine \(worker-failed\): .+ ad blocker/)]);
});

test('an old script from a cache, and a pack of a later version: it is told, and the shelf shows what the feed gives', async ({
  page,
  site,
}) => {
  const told = warningsOf(page);
  const pack = readFileSync(resolve(root, 'src/pack/golden/v2/counted.safetensors'));
  const at = pack.indexOf('\\"version\\":2');
  expect(at).toBeGreaterThan(0);
  pack.write('\\"version\\":9', at);
  const shop = await site({
    texts: {
      '/': shopPage('/lib/vitrine.js', 'data-pack="/shop.safetensors"'),
      '/feeds/products.json': JSON.stringify(products(60)),
    },
    folders: { '/lib/': `${installed}/dist` },
  });
  await page.route('**/shop.safetensors', (route) => route.fulfill({ body: pack }));
  await page.goto(shop.origin);
  const shelf = page.locator('vitrine-shelf');
  await expect(shelf.getByRole('listitem')).toHaveCount(5);
  await expect(shelf.locator('.reason').first()).toContainText('Aster Teapot 1');
  await expect
    .poll(() => told)
    .toEqual([expect.stringMatching(/^vitrine \(pack-version\): .+ version 9.+ older Vitrine/)]);
});
