import { afterEach, expect, test } from 'vitest';
import { readEvent } from '../../engine/storage/event-record.ts';
import { startRecommender } from '../facade/create-recommender.ts';
import type { Recommender, RecommenderOptions } from '../facade/recommender.ts';
import { VitrineShelf } from '../shelf/shelf-element.ts';
import { type Doubles, startDoubles } from '../testing/engine-double.ts';

const page = window as unknown as { dataLayer?: unknown[] };
const products = Array.from({ length: 30 }, (_, row) => ({ id: `p${row}`, title: `Product ${row}` }));
const view = (id: string) => ({ event: 'view_item', ecommerce: { items: [{ item_id: id }] } });
const described = (sku: string) =>
  `<script type="application/ld+json">${JSON.stringify({
    '@context': 'https://schema.org',
    '@graph': [
      { '@type': 'BreadcrumbList' },
      { '@type': ['Thing', 'Product'], sku, isRelatedTo: { '@type': 'Product', sku: 'x' } },
    ],
  })}</script>`;

let open: { shop: Recommender; doubles: Doubles } | undefined;
afterEach(async () => {
  await open?.shop.close();
  open?.doubles.close();
  delete page.dataLayer;
  document.body.replaceChildren();
});

function start(options: RecommenderOptions, html = '<vitrine-shelf></vitrine-shelf>') {
  const doubles = startDoubles();
  const shop = startRecommender({ deadline: 60_000, warnings: false, ...options }, doubles.setup);
  open = { shop, doubles };
  document.body.innerHTML = html;
  if (!customElements.get('vitrine-shelf')) customElements.define('vitrine-shelf', VitrineShelf);
  return { shop, doubles };
}

test('a page that is as it should be: all that was understood is said, and nothing is recorded', async () => {
  page.dataLayer = [{ event: 'gtm.js' }, view('p1'), view('p2')];
  const { shop, doubles } = start(
    { products, pack: '/shop.safetensors' },
    `<vitrine-shelf></vitrine-shelf>${described('p1')}`,
  );
  const { ok, findings, text } = await shop.check({ language: 'en' });
  expect(ok, text).toBe(true);
  expect(text).toContain('The catalogue has 30 products.');
  expect(text).toContain('`dataLayer` has 3 entries: 2 × view_item; 1 meant for others.');
  expect(text).toContain('All 2 products that events name are in the catalogue.');
  expect(text).toContain('(JSON-LD), `p1`, is in the catalogue.');
  expect(text).toContain('The page has 1 shelf.');
  expect(findings.filter(({ state }) => state === 'note').map(({ remedy }) => remedy)).toEqual([
    expect.stringContaining("shop.connect('dataLayer')"),
  ]);
  expect(doubles.committed()).toEqual([]);
});

test('a data layer full of junk: its events are tracked, what is no event is passed over, and the page sees no error', async () => {
  const errors: unknown[] = [];
  const seen = (event: ErrorEvent | PromiseRejectionEvent): void => void errors.push(event);
  window.addEventListener('error', seen);
  window.addEventListener('unhandledrejection', seen);
  const cycle: Record<string, unknown> = { event: 'purchase' };
  cycle.ecommerce = { items: [cycle] };
  const thrower = {
    get event(): string {
      throw new Error('of the page');
    },
  };
  const junk = [
    null,
    undefined,
    7,
    '',
    [],
    cycle,
    thrower,
    Symbol('s'),
    () => 0,
    document.body,
    window,
    view('(not set)'),
  ];
  page.dataLayer = [...junk, view('p1')];
  const { shop, doubles } = start({ products });
  await shop.connect('dataLayer');
  page.dataLayer.push(...junk, view('p2'));
  // The engine refuses what has no usable id.
  const tracked = () =>
    doubles.committed().flatMap((event) => {
      const stored = readEvent(event, Date.now());
      return typeof stored !== 'string' && 'product' in stored ? [stored.product] : [];
    });
  await expect.poll(tracked, { timeout: 30_000 }).toEqual(['p1', 'p2']);
  const { text } = await shop.check({ language: 'en' });
  expect(text).toContain('2 of the 4 products that events name are not in the catalogue: `undefined`, `(not set)`.');
  expect(text).toContain('a property of the payload throws when it is read');
  expect(errors).toEqual([]);
  window.removeEventListener('error', seen);
  window.removeEventListener('unhandledrejection', seen);
});

test('a connected data layer is not asked to be connected', async () => {
  page.dataLayer = [view('p1')];
  const { shop } = start({ products });
  await shop.connect('dataLayer');
  expect((await shop.check({ language: 'en' })).text).not.toContain('not connected');
});

test('ids that match no product: which form the catalogue has, and what to do', async () => {
  page.dataLayer = [view('shop_DE_p3_9'), view('shop_DE_p4_9')];
  const { shop } = start({ products });
  const { ok, findings } = await shop.check({ language: 'en' });
  expect(ok).toBe(false);
  expect(findings.filter(({ about }) => about === 'ids')).toEqual([
    {
      about: 'ids',
      state: 'wrong',
      message: expect.stringMatching(/^None of the 2 products .*`shop_DE_p3_9`.* ids such as `p0`, `p1`, `p2`/),
      remedy: expect.stringContaining('the part `p3`'),
    },
  ]);
});

test('a page about a product of which no event tells', async () => {
  const { shop } = start({ products }, described('p5'));
  const { findings } = await shop.check({ language: 'en' });
  expect(findings.find(({ about, state }) => about === 'page' && state === 'wrong')).toMatchObject({
    remedy: expect.stringContaining("item_id: 'p5'"),
  });
});

test('a feed and a pack that cannot be had are told with their remedies; in Chinese where the page is', async () => {
  const { shop } = start({ products: '/missing.json', pack: '/missing.safetensors' }, '<p>no shelf, no events</p>');
  document.documentElement.lang = 'zh-CN';
  const { ok, text, findings } = await shop.check();
  document.documentElement.lang = 'en';
  expect(ok).toBe(false);
  expect(text).toContain('商品目录中没有商品。');
  expect(text).toMatch(/✗ feed-unreachable: .+/);
  expect(text).toMatch(/✗ pack-unreachable: .+/);
  for (const { state, message, remedy } of findings) {
    expect(message).not.toBe('');
    if (state === 'note') expect(remedy, message).not.toBe('');
  }
});

test('it can be given up, and a closed recommender says so', async () => {
  const { shop } = start({ products });
  await expect(shop.check({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  await shop.close();
  await expect(shop.check()).rejects.toMatchObject({ code: 'closed' });
});
