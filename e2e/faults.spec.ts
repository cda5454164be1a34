import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Recommender } from 'vitrine';
import { installed } from './setup/folders.ts';
import { products } from './setup/products.ts';
import { expect, PLAIN_PAGE, test } from './setup/visit.ts';

/** Beyond what any machine needs: where a worker is lost, the page's clock is moved on. */
const DEADLINE = 120_000;
/** Silence after which a worker counts as lost: under a call, and while a feed is read. */
const PATIENCE = DEADLINE / 2;
const FEED_PATIENCE = 12 * PATIENCE;

const engineScript = (): string => readFileSync(`${installed}/dist/engine.worker.js`, 'utf8');

/** Asked for by a worker when its fault comes: silence may begin. */
const FAULT = '/fault';
const tellFault = `const fault = new XMLHttpRequest(); fault.open('GET', location.origin + '${FAULT}', false); fault.send();`;

/** The engine's script with a fault in its first life: `action` runs when that call arrives. */
const faulty = (call: string, action: string) => (earlier: number) =>
  earlier > 0
    ? engineScript()
    : `addEventListener('message', ({ data }) => { if (data?.path?.[0] === '${call}') { ${tellFault} ${action} } });${engineScript()}`;

const CALLS = ['recommend', 'track', 'history', 'status', 'erase'];

/** Makes these calls at once, and tells how each ended. */
function callEverything(page: Page, names: readonly string[] = CALLS) {
  return page.evaluate(
    async ({ limit, only }) => {
      window.shop ??= await window.lib.createRecommender({ products: '/feeds/products.json', deadline: limit });
      const { shop } = window;
      const calls: Record<string, () => Promise<unknown>> = {
        recommend: () => shop.recommend(),
        track: () => shop.track({ name: 'view_item', items: [{ item_id: 'sku-1' }] }),
        history: () => shop.history(),
        status: () => shop.status(),
        erase: () => shop.erase(),
      };
      const wanted = Object.entries(calls).filter(([name]) => only.includes(name));
      const endings = wanted.map(async ([name, call]) => {
        const ending = await call().then(
          () => 'answered',
          (error) => (error instanceof window.lib.VitrineError ? error.code : `untyped: ${error}`),
        );
        return { name, ending };
      });
      return Promise.all(endings);
    },
    { limit: DEADLINE, only: names },
  );
}

const endings = (calls: { ending: string }[]): Set<string> => new Set(calls.map(({ ending }) => ending));

const LOSSES = [
  { how: 'hangs', at: 'recommend', action: 'for (;;);', silence: PATIENCE },
  { how: 'closes itself', at: 'recommend', action: 'close(); throw 0;', silence: PATIENCE },
  { how: 'hangs while a feed is read', at: 'loadProducts', action: 'for (;;);', silence: FEED_PATIENCE },
  {
    how: 'throws outside of any call',
    at: 'history',
    action: "setTimeout(() => { throw new Error('stray'); });",
    silence: 0,
  },
];

for (const { how, at, action, silence } of LOSSES) {
  test(`a worker that ${how}: every call settles, and the next worker has the history`, async ({ page, plainSite }) => {
    await page.clock.install();
    const shop = await plainSite({ '/vitrine/engine.worker.js': faulty(at, action) });
    await page.goto(shop.origin);
    await page.evaluate(async (deadline) => {
      window.shop = await window.lib.createRecommender({ deadline });
      await window.shop.track({ name: 'view_item', items: [{ item_id: 'sku-7' }] });
      void window.shop.setProducts('/feeds/products.json');
    }, DEADLINE);
    const calls = callEverything(
      page,
      CALLS.filter((name) => name !== 'erase'),
    );
    await expect.poll(() => shop.asked).toContain(FAULT);
    if (silence > 0) await page.clock.runFor(silence);
    for (const ending of endings(await calls)) expect(['answered', 'deadline']).toContain(ending);
    const status = () => page.evaluate(() => window.shop.status());
    await expect.poll(status).toMatchObject({ state: 'ready', products: 60 });
    expect(await page.evaluate(() => window.shop.history())).toContainEqual(
      expect.objectContaining({ product: 'sku-7' }),
    );
    // A transaction that the lost worker left open holds up writers until the browser has killed it: two seconds.
    await expect(async () => {
      const again = await callEverything(page);
      expect(again.filter(({ ending }) => ending !== 'answered')).toEqual([]);
    }).toPass({ timeout: 120_000 });
  });
}

test('a worker that is terminated: the call under way is answered by the next one, with the same list', async ({
  page,
  plainSite,
}) => {
  await page.addInitScript(() => {
    const Native = window.Worker;
    window.Worker = class extends Native {
      constructor(...parameters: ConstructorParameters<typeof Worker>) {
        super(...parameters);
        Object.assign(window, { newestWorker: this });
      }
    };
  });
  await page.clock.install();
  const shop = await plainSite();
  await page.goto(shop.origin);
  const before = await page.evaluate(async (deadline) => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json', deadline });
    await window.shop.track({ name: 'view_item', items: [{ item_id: 'sku-7' }] });
    const { items } = await window.shop.recommend();
    const seen: string[] = [];
    window.shop.on('status', ({ state }) => seen.push(state));
    const { newestWorker } = window as unknown as { newestWorker: Worker };
    newestWorker.terminate();
    Object.assign(window, { seen, underWay: window.shop.recommend() });
    return items.map(({ id }) => id);
  }, DEADLINE);
  await page.clock.runFor(PATIENCE);
  const { after, seen } = await page.evaluate(async () => {
    const { underWay, seen } = window as unknown as { underWay: ReturnType<Recommender['recommend']>; seen: string[] };
    return { after: (await underWay).items.map(({ id }) => id), seen };
  });
  expect(after).toEqual(before);
  // Storage that the dead worker still held tells its own changes, in the same state.
  expect(seen.filter((state, i) => state !== seen[i - 1])).toEqual(['restarting', 'ready']);
});

const MISSING = [
  { what: 'is missing', text: undefined },
  { what: 'is a page of the shop', text: '<!doctype html><p>Not found' },
];

for (const { what, text } of MISSING) {
  test(`a worker whose script ${what}: every call settles, and the problem says what it was`, async ({
    page,
    site,
  }) => {
    const shop = await site({
      texts: {
        '/': PLAIN_PAGE,
        '/feeds/products.json': '[]',
        ...(text === undefined ? {} : { '/vitrine/engine.worker.js': text }),
      },
      folders: Object.fromEntries(
        ['index.js', 'recommender.js'].map((name) => [`/vitrine/${name}`, `${installed}/dist/${name}`]),
      ),
    });
    await page.goto(shop.origin);
    const calls = await callEverything(page);
    for (const ending of endings(calls)) expect(['answered', 'deadline', 'worker-failed']).toContain(ending);
    await expect.poll(() => page.evaluate(() => window.shop.status())).toMatchObject({ state: 'failed' });
    const { problems } = await page.evaluate(() => window.shop.status());
    expect(problems.map(({ code }) => code)).toContain('worker-failed');
  });
}

test('a neural worker that cannot live: training says so, and the shelf does not notice', async ({
  page,
  plainSite,
}) => {
  await page.clock.install();
  const shop = await plainSite({ '/vitrine/neural.worker.js': 'close();' });
  await page.goto(shop.origin);
  const during = await page.evaluate(async (deadline) => {
    window.shop = await window.lib.createRecommender({ products: '/feeds/products.json', deadline });
    Object.assign(window, {
      underWay: window.shop
        .train()
        .next()
        .catch(({ code }) => code),
    });
    return (await window.shop.recommend()).items.length;
  }, DEADLINE);
  await expect.poll(() => shop.asked).toContain('/vitrine/neural.worker.js');
  // A backend may take twelve deadlines to start.
  await page.clock.runFor(12 * DEADLINE);
  const { code, after, status } = await page.evaluate(async () => ({
    code: await (window as unknown as { underWay: Promise<string> }).underWay,
    after: (await window.shop.recommend()).items.length,
    status: await window.shop.status(),
  }));
  expect(['worker-failed', 'deadline']).toContain(code);
  expect([during, after]).toEqual([12, 12]);
  // The clock that the test moves can pass an engine that is only slow, which is then started again: no matter here.
  expect(status).toMatchObject({ state: 'ready', neural: null });
});

type Outcome = 'runs' | 'blocked';

/** Policies as shops have them, by what they do to the worker of each way in. CDN stands for another origin. */
const POLICIES: { policy: string; module: Outcome; own: Outcome; tag: Outcome; cdn: Outcome }[] = [
  { policy: "connect-src 'self'", module: 'runs', own: 'runs', tag: 'runs', cdn: 'runs' },
  { policy: "worker-src 'self' blob:", module: 'runs', own: 'runs', tag: 'runs', cdn: 'runs' },
  { policy: "worker-src 'self'", module: 'runs', own: 'runs', tag: 'runs', cdn: 'blocked' },
  { policy: "worker-src 'none'", module: 'blocked', own: 'blocked', tag: 'blocked', cdn: 'blocked' },
  { policy: "script-src 'self' 'nonce-n'", module: 'runs', own: 'runs', tag: 'runs', cdn: 'blocked' },
  {
    policy: "script-src 'self' 'nonce-n' CDN; worker-src blob:",
    module: 'blocked',
    own: 'blocked',
    tag: 'blocked',
    cdn: 'runs',
  },
  { policy: "script-src 'nonce-n' 'strict-dynamic'", module: 'runs', own: 'runs', tag: 'runs', cdn: 'runs' },
  {
    policy: "style-src 'self'; img-src 'self'; object-src 'none'",
    module: 'runs',
    own: 'runs',
    tag: 'runs',
    cdn: 'runs',
  },
  {
    policy: "require-trusted-types-for 'script'; trusted-types vitrine",
    module: 'blocked',
    own: 'runs',
    tag: 'runs',
    cdn: 'runs',
  },
  {
    policy: "require-trusted-types-for 'script'; trusted-types other",
    module: 'blocked',
    own: 'blocked',
    tag: 'blocked',
    cdn: 'blocked',
  },
];

/** @param from origin that the package's files come from; empty for the page's own */
const byTag = (from: string): string =>
  `<script nonce="n" src="${from}/vitrine/vitrine.js"></script><script nonce="n">window.lib = window.vitrine;</script>`;
const WAYS = {
  module: () => `<script type="module" nonce="n">import * as lib from '/vitrine/index.js'; window.lib = lib;</script>`,
  /** The shop starts the worker itself, by the option `workers`; under Trusted Types from an address that it trusts. */
  own: () => `<script type="module" nonce="n">import * as lib from '/vitrine/index.js';
    const plain = { createScriptURL: (address) => address };
    let policy = plain;
    try { policy = trustedTypes.createPolicy('vitrine', plain); } catch {}
    const engine = () => new Worker(policy.createScriptURL('/vitrine/engine.worker.js'));
    window.lib = { ...lib, createRecommender: (given) => lib.createRecommender({ ...given, workers: { engine } }) };</script>`,
  tag: () => byTag(''),
  cdn: byTag,
};

/** The policy with what a remedy asks for; undefined where it asks for nothing that a policy can give. */
function mended(policy: string, remedy: string): string | undefined {
  const [, name, source] = /`(worker-src|script-src) (\S+)`/.exec(remedy) ?? [];
  if (name === undefined) return undefined;
  const directives = policy.split(';').map((directive) => directive.trim());
  const at = directives.findIndex((directive) => directive.startsWith(`${name} `));
  if (at < 0) return [...directives, `${name} ${source}`].join('; ');
  directives[at] = `${directives[at].replace(" 'none'", '')} ${source}`;
  return directives.join('; ');
}

for (const { policy, ...outcomes } of POLICIES) {
  test(`Content-Security-Policy ${policy}: ${JSON.stringify(outcomes)}`, async ({ page, site }) => {
    const cdn = await site({
      folders: { '/vitrine/': `${installed}/dist` },
      headers: { 'access-control-allow-origin': '*' },
    });
    /** What a visit sees under this policy. */
    const visit = async (way: keyof typeof WAYS, under: string) => {
      const shop = await site({
        texts: {
          '/': `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">${WAYS[way](cdn.origin)}</head></html>`,
          '/feeds/products.json': JSON.stringify(products(12)),
          '/feeds/table.csv': 'sku;name;price\na;Cup;4,50\n',
        },
        folders: { '/vitrine/': `${installed}/dist` },
        headers: { 'content-security-policy': under },
      });
      await page.goto(shop.origin);
      const calls = await callEverything(page);
      // A part of the engine comes under the same policy as its worker.
      const table = await page.evaluate(() =>
        window.shop.setProducts('/feeds/table.csv').then(
          ({ taken }) => taken,
          () => 0,
        ),
      );
      const { problems } = await page.evaluate(() => window.shop.status());
      return { calls: [...endings(calls)].toSorted(), table, problems };
    };
    for (const way of ['module', 'own', 'tag', 'cdn'] as const) {
      let under = policy.replace('CDN', cdn.origin);
      let seen = await visit(way, under);
      if (outcomes[way] === 'blocked') {
        expect(seen.calls, way).toEqual(['answered', 'worker-blocked']);
        expect(seen.table, way).toBe(0);
        expect(seen.problems[0].remedy, way).toMatch(/worker-src|trusted-types|TrustedScriptURL/);
        // What the remedies ask for, one after the other, is all that was missing.
        for (let step = 0; seen.problems.length > 0 && step < 4; step++) {
          const next = mended(under, seen.problems[0].remedy);
          if (next === undefined) break;
          expect(next, `${way}: it asks for what is there`).not.toBe(under);
          under = next;
          seen = await visit(way, under);
        }
        if (/trusted-types/.test(policy)) continue;
      }
      expect(seen, `${way} under ${under}`).toEqual({ calls: ['answered'], table: 1, problems: [] });
    }
  });
}

test('a policy that lets nothing be fetched: the feed’s error names connect-src, and rows of the page are ranked', async ({
  page,
  site,
}) => {
  const shop = await site({
    texts: {
      '/': `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">${WAYS.module()}</head></html>`,
      '/feeds/products.json': '[]',
    },
    folders: { '/vitrine/': `${installed}/dist` },
    headers: { 'content-security-policy': "connect-src 'none'" },
  });
  await page.goto(shop.origin);
  const { error, items } = await page.evaluate(async (rows) => {
    window.shop = await window.lib.createRecommender({});
    const error = await window.shop.setProducts('/feeds/products.json').catch(({ code, remedy }) => ({ code, remedy }));
    await window.shop.setProducts(rows);
    await window.shop.track({ name: 'view_item', items: [{ item_id: 'sku-1' }] });
    return { error, items: (await window.shop.recommend()).items.length };
  }, products(12));
  expect(error).toEqual({ code: 'feed-unreachable', remedy: expect.stringContaining('`connect-src`') });
  expect(items).toBe(11);
});

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
