import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine, EngineNews } from '../contract/engine.ts';
import type { InteractionName } from '../contract/interaction.ts';
import type { Product } from '../contract/product.ts';
import type { RecommendationList, RecommendQuery } from '../contract/recommendation.ts';
import type { Consent } from '../contract/visitor-event.ts';
import { remote, serve } from '../contract/wire.ts';
import { createEngine } from './engine.ts';
import { placementsPart } from './placements/placements-part.ts';
import { prepareRules } from './reranking/rules/prepare-rules.ts';

/** A small shop that a person can judge. Order matters: it is the feed's. */
const SHOP: Product[] = [
  { id: 'mug-blue', title: 'Stoneware mug, blue', categories: ['Kitchen', 'Mugs'], brand: 'Alba', price: 12 },
  { id: 'mug-green', title: 'Stoneware mug, green', categories: ['Kitchen', 'Mugs'], brand: 'Alba', price: 12 },
  { id: 'mug-travel', title: 'Travel mug, steel', categories: ['Kitchen', 'Mugs'], brand: 'Bora', price: 29 },
  { id: 'teapot', title: 'Stoneware teapot', categories: ['Kitchen', 'Teapots'], brand: 'Alba', price: 45 },
  { id: 'kettle', title: 'Steel kettle', categories: ['Kitchen', 'Kettles'], brand: 'Bora', price: 59 },
  { id: 'lamp-desk', title: 'Desk lamp, brass', categories: ['Lighting', 'Desk lamps'], brand: 'Cira', price: 89 },
  { id: 'lamp-floor', title: 'Floor lamp, brass', categories: ['Lighting', 'Floor lamps'], brand: 'Cira', price: 149 },
  { id: 'bulb', title: 'Warm bulb', categories: ['Lighting', 'Bulbs'], brand: 'Dorn', price: 7 },
  { id: 'rug', title: 'Wool rug', categories: ['Floor', 'Rugs'], brand: 'Esk', price: 199 },
  { id: 'mat', title: 'Door mat', categories: ['Floor', 'Mats'], brand: 'Esk', price: 25 },
  { id: 'mug-gone', title: 'Stoneware mug, red', categories: ['Kitchen', 'Mugs'], brand: 'Alba', inStock: false },
];

let databases = 0;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const inProcess = (): Engine => createEngine({ placements: placementsPart });
function overPort(): Engine {
  const { port1, port2 } = new MessageChannel();
  cleanups.push(() => {
    port1.close();
    port2.close();
  });
  serve(createEngine({ placements: placementsPart }), port1);
  return remote<Engine>(port2);
}

describe.each([
  ['in process', inProcess],
  ['over a port', overPort],
])('the engine %s', (_, create) => {
  let engine: Engine;
  let database: string;
  beforeEach(async () => {
    database = `engine-${databases++}`;
    engine = await openEngine();
    await engine.stageProducts(SHOP);
    await engine.commitProducts();
  });

  async function openEngine(): Promise<Engine> {
    const opened = create();
    await opened.open({ database });
    cleanups.unshift(() => opened.close());
    return opened;
  }

  let now = Date.now() - 1e9;
  const did = (name: InteractionName, ...products: string[]) =>
    engine.record(products.map((product) => ({ name, product, at: now++ })));
  const ids = (list: RecommendationList) => list.items.map(({ id }) => id);
  const ask = async (query: RecommendQuery = {}) => ids(await engine.recommend(query));

  test('knows nothing: one product of each broad category in turn, in the order of the feed', async () => {
    const list = await engine.recommend({ limit: 7 });
    expect(ids(list)).toEqual(['mug-blue', 'lamp-desk', 'rug', 'mug-green', 'lamp-floor', 'mat', 'mug-travel']);
    expect(list).toMatchObject({ placement: 'home', model: 'spread', fallback: true });
    expect(list.items.every(({ reasons }) => reasons[0].kind === 'spread')).toBe(true);
    expect(list.items[0].product).toEqual(SHOP[0]);
  });

  test('one click: what is most like it comes first, and says why', async () => {
    await did('view_item', 'mug-blue');
    const list = await engine.recommend({ limit: 4 });
    expect(ids(list)).toEqual(['mug-green', 'mug-travel', 'teapot', 'kettle']);
    expect(list).toMatchObject({ model: 'content', fallback: false });
    expect(list.items[0].reasons).toEqual([
      {
        kind: 'similar',
        product: 'mug-blue',
        title: 'Stoneware mug, blue',
        shares: ['category', 'brand', 'price', 'words'],
      },
    ]);
    expect(list.items[0].shares).toEqual({ content: 1 });
    const scores = list.items.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  test('a click that nobody awaited counts for the shelf asked for next', async () => {
    const stored = did('view_item', 'mug-blue');
    const list = await engine.recommend({ limit: 4 });
    expect(list).toMatchObject({ model: 'content', fallback: false });
    await stored;
  });

  test('several clicks: the latest speaks loudest, earlier ones still speak', async () => {
    await did('view_item', 'mug-blue', 'lamp-desk');
    expect((await ask({ limit: 2 })).sort()).toEqual(['lamp-floor', 'mug-green']);
    expect((await ask({ limit: 1 }))[0]).toBe('lamp-floor');
  });

  test('a cart as seeds: the list is about the cart, and does not show it', async () => {
    await did('view_item', 'rug');
    const list = await engine.recommend({ placement: 'cart', like: ['lamp-desk', 'unknown'], limit: 3 });
    expect(ids(list)[0]).toBe('lamp-floor');
    expect(ids(list)).not.toContain('lamp-desk');
    expect(list.placement).toBe('cart');
    expect(await ask({ like: ['lamp-desk'], seen: 'include' })).not.toContain('lamp-desk');
  });

  test('a list of seeds alone is not personal', async () => {
    const seeded = await engine.recommend({ like: ['mug-blue', 'unknown'], limit: 2 });
    expect(seeded).toMatchObject({ model: 'content', fallback: true });
    expect(seeded.items[0].reasons[0]).toMatchObject({ kind: 'similar', product: 'mug-blue' });
    await did('view_item', 'rug');
    expect((await engine.recommend({ like: ['mug-blue'], limit: 2 })).fallback).toBe(true);
    expect((await engine.recommend({ placement: 'home', like: ['mug-blue'], limit: 2 })).fallback).toBe(false);
  });

  test('a dismissal is for good until it is undone', async () => {
    await did('view_item', 'mug-blue');
    await did('dismiss', 'mug-green');
    expect(await ask()).not.toContain('mug-green');
    await did('undo_dismiss', 'mug-green');
    expect(await ask()).toContain('mug-green');
  });

  test('what was seen is not shown again, unless asked for; impressions are not seen', async () => {
    await engine.record([{ name: 'view_item_list', products: ['mug-green', 'teapot'], at: now++ }]);
    await did('view_item', 'mug-blue');
    expect(await ask()).not.toContain('mug-blue');
    expect(await ask()).toContain('mug-green');
    await did('view_item', 'mug-green');
    expect((await ask({ seen: 'include' }))[0]).toBe('mug-blue');
  });

  test('out of stock is never shown; a click on it speaks', async () => {
    await did('view_item', 'mug-gone');
    expect((await ask({ limit: 2 })).sort()).toEqual(['mug-blue', 'mug-green']);
    expect(await ask({ seen: 'include', limit: 20 })).not.toContain('mug-gone');
  });

  test('filters come before the cut: a filtered shelf is as full as the catalogue allows', async () => {
    await did('view_item', 'mug-blue');
    expect((await ask({ filter: { categories: ['Kitchen'] }, limit: 10 })).sort()).toEqual([
      'kettle',
      'mug-green',
      'mug-travel',
      'teapot',
    ]);
    expect(await ask({ filter: { price: { max: 12 } }, limit: 1 })).toEqual(['mug-green']);
    const lights = await engine.recommend({ filter: { categories: ['Lighting'] }, like: ['lamp-desk'] });
    expect(ids(lights)).toEqual(['lamp-floor', 'bulb']);
    const low = await engine.recommend({ filter: { price: { max: 30 } } });
    expect(ids(low)).toEqual(['mug-green', 'mug-travel', 'bulb', 'mat']);
    expect(low.items.map(({ reasons }) => reasons[0].kind)).toEqual(['similar', 'similar', 'spread', 'spread']);
    expect(await ask({ filter: { exclude: ['mug-green'] }, limit: 1 })).toEqual(['mug-travel']);
    expect(await ask({ filter: { brands: ['Nobody'] } })).toEqual([]);
  });

  describe('among: any list of the page in order', () => {
    const SET = ['rug', 'mug-gone', 'bulb', 'mug-green', 'lamp-desk'];

    test('for a stranger in the page’s own order, all of it', async () => {
      const list = await engine.recommend({ among: SET });
      expect(ids(list)).toEqual(SET);
      expect(list).toMatchObject({ model: 'spread', fallback: true });
      expect(list).not.toHaveProperty('leftOut');
      expect(await ask({ among: SET, limit: 2 })).toEqual(['rug', 'mug-gone']);
      expect(await ask({ among: [] })).toEqual([]);
    });

    test('what the visitor turns to comes first, the rest as the page has it; seen and sold out products stay', async () => {
      await did('view_item', 'mug-blue', 'mug-green');
      await did('dismiss', 'rug');
      const list = await engine.recommend({ among: ['rug', 'mug-gone', 'bulb', 'mug-travel', 'mug-green'] });
      expect(ids(list)[0]).toMatch(/^mug/);
      expect(ids(list).slice(-2)).toEqual(['rug', 'bulb']);
      expect(ids(list)).toHaveLength(5);
      expect(list.fallback).toBe(false);
      expect(await ask({ among: SET, seen: 'exclude' })).not.toContain('mug-green');
      expect(await ask({ among: SET, filter: { categories: ['Lighting'] } })).toEqual(['bulb', 'lamp-desk']);
      expect((await ask({ among: SET, like: ['lamp-desk'] })).sort()).toEqual([...SET].sort());
    });

    test('ids that cannot be ranked are told; more than there may be are an error with the bound', async () => {
      const list = await engine.recommend({ among: ['rug', 'boat', 'bulb', 'rug', 'kite'] });
      expect(ids(list)).toEqual(['rug', 'bulb']);
      expect(list.leftOut).toEqual({ unknown: ['boat', 'kite'], repeated: ['rug'] });
      await expect(engine.recommend({ among: Array<string>(1_001).fill('rug') })).rejects.toMatchObject({
        code: 'bad-options',
        remedy: expect.stringContaining('1000'),
      });
    });
  });

  test('a query with rules brings them in; without their script it is refused, and never answered without them', async () => {
    const rules = [{ kind: 'pin', id: 'spring', product: 'rug', at: 1 }] as const;
    await expect(engine.recommend({ rules })).rejects.toMatchObject({ code: 'worker-failed' });
    vi.stubGlobal('vitrineParts', { 'list-rules': prepareRules });
    await did('view_item', 'mug-blue');
    const { items } = await engine.recommend({ rules, limit: 3 });
    expect(items[0]).toMatchObject({ id: 'rug', rule: 'spring', score: 0, reasons: [], shares: {} });
    expect(items[1]).not.toHaveProperty('rule');
    await expect(engine.recommend({ rules: [{ ...rules[0], at: 0 }] })).rejects.toMatchObject({
      code: 'bad-options',
      remedy: expect.stringContaining('rules.0 (spring).at'),
    });
    vi.unstubAllGlobals();
  });

  test('the variant of an experiment goes with the list', async () => {
    const variant = { experiment: 'shelf', variant: 'diverse' };
    expect(await engine.recommend({ variant })).toMatchObject({ variant });
    expect(await engine.recommend({})).not.toHaveProperty('variant');
  });

  test('dismissed: neither shown nor listened to, until the visitor turns to it', async () => {
    await did('view_item', 'lamp-desk', 'mug-blue');
    await did('dismiss', 'mug-blue', 'lamp-floor');
    expect((await ask())[0]).toBe('bulb');
    expect(await ask({ seen: 'include', limit: 20 })).not.toContain('mug-blue');
    expect(await ask({ limit: 20 })).not.toContain('lamp-floor');
    await did('view_item', 'mug-blue');
    expect((await ask({ limit: 1 }))[0]).toBe('mug-green');
  });

  test('diversity: the second product is unlike the first', async () => {
    await did('view_item', 'mug-blue');
    const [first, second] = await ask({ diversity: 0.9, limit: 2 });
    expect(first).toBe('mug-green');
    expect(['lamp-desk', 'lamp-floor', 'mug-travel', 'kettle', 'bulb', 'rug', 'mat']).toContain(second);
  });

  test('an interaction with an unknown product is kept, and speaks once the product appears', async () => {
    await did('view_item', 'lantern');
    expect((await engine.recommend({})).fallback).toBe(true);
    await engine.stageProducts([
      ...SHOP,
      { id: 'lantern', title: 'Brass lantern', categories: ['Lighting', 'Lanterns'] },
    ]);
    await engine.commitProducts();
    const list = await engine.recommend({ limit: 2 });
    expect(list.fallback).toBe(false);
    expect(ids(list).sort()).toEqual(['lamp-desk', 'lamp-floor']);
  });

  test('a click that shares nothing with anything gives a spread, and says that it is no personal list', async () => {
    await engine.stageProducts([{ id: 'a' }, { id: 'b' }]);
    await engine.commitProducts();
    await did('view_item', 'a');
    expect(await engine.recommend({})).toMatchObject({ model: 'spread', fallback: true, items: [{ id: 'b' }] });
  });

  test('history survives the engine', async () => {
    await did('view_item', 'mug-blue', 'nowhere');
    await did('add_to_cart', 'mug-blue');
    await engine.close();
    engine = await openEngine();
    expect((await engine.history(2)).map(({ name, product }) => [name, product])).toEqual([
      ['add_to_cart', 'mug-blue'],
      ['view_item', 'nowhere'],
    ]);
    await engine.stageProducts(SHOP);
    await engine.commitProducts();
    expect(await ask({ limit: 1 })).toEqual(['mug-green']);
  });

  test('erase leaves nothing', async () => {
    await did('view_item', 'mug-blue');
    await engine.erase();
    expect(await engine.history(10)).toEqual([]);
    expect((await engine.recommend({})).fallback).toBe(true);
    expect(await engine.status()).toMatchObject({ interactions: 0, sessions: 0 });
  });

  test('what names no single product is kept beside the history, which lists are made by', async () => {
    const report = await engine.record([
      { name: 'search', words: 'mug', at: 1 },
      { name: 'view_category', category: 'Mugs', at: 2 },
      { name: 'view_item_list', products: ['mug-green', 'teapot'], list: 'top', at: 3 },
      { name: 'page_view', page: 'https://shop.test/mugs', at: 4 },
      { name: 'view_item', product: 'mug-blue', at: 5 },
    ]);
    expect(report).toEqual({ stored: 5, refused: [], durable: true });
    expect((await engine.history(9)).map(({ product }) => product)).toEqual(['mug-blue']);
    expect(await engine.browsing(3)).toMatchObject([
      { name: 'page_view', page: 'https://shop.test/mugs' },
      { name: 'view_item_list', products: ['mug-green', 'teapot'], list: 'top' },
      { name: 'view_category', category: 'Mugs' },
    ]);
    await engine.erase();
    expect(await engine.browsing(9)).toEqual([]);
  });

  test('lists that were seen push no interest out, on the next page neither', async () => {
    await did('view_item', 'mug-blue');
    const products = Array.from({ length: 200 }, (_, i) => `p${i}`);
    for (let part = 0; part < 22; part++) {
      await engine.record(
        Array.from({ length: 100 }, (_, i) => ({ name: 'view_item_list', products, at: part * 100 + i }) as const),
      );
    }
    await engine.close();
    engine = await openEngine();
    await engine.stageProducts(SHOP);
    await engine.commitProducts();
    expect(await ask({ limit: 1 })).toEqual(['mug-green']);
  });

  test('interests are what lists are personal by: a product taken out of the cart was looked at, a dismissed one is none', async () => {
    await did('view_item', 'teapot');
    await did('add_to_cart', 'kettle');
    await did('view_item', 'rug', 'mat');
    await did('remove_from_cart', 'kettle');
    await did('dismiss', 'rug');
    await did('view_item', 'teapot');
    expect(await engine.interests(9)).toEqual(['teapot', 'mat', 'kettle']);
    expect(await engine.interests(1)).toEqual(['teapot']);
  });

  describe('the gate', () => {
    const stored = async () => (await indexedDB.databases()).map(({ name }) => name);
    async function openWith(consent: Consent): Promise<Engine> {
      await engine.close();
      database = `engine-${databases++}`;
      engine = create();
      await engine.open({ database, consent });
      cleanups.unshift(() => engine.close());
      await engine.stageProducts(SHOP);
      await engine.commitProducts();
      return engine;
    }

    test('pending: nothing is stored, lists are personal in this page, and a grant keeps what it remembers', async () => {
      await openWith('pending');
      await did('view_item', 'mug-blue');
      expect(await engine.record([{ name: 'search', words: 'mug', at: 1 }])).toMatchObject({
        stored: 1,
        durable: false,
      });
      expect(await ask({ limit: 1 })).toEqual(['mug-green']);
      expect(await engine.status()).toMatchObject({ durable: false, interactions: 1, problems: [] });
      expect(await stored()).not.toContain(database);
      await engine.consent('granted');
      expect(await engine.status()).toMatchObject({ durable: true, interactions: 1 });
      await engine.close();
      engine = await openEngine();
      expect((await engine.history(9)).map(({ product }) => product)).toEqual(['mug-blue']);
      expect(await engine.browsing(9)).toMatchObject([{ words: 'mug' }]);
    });

    test('denied: nothing is kept, lists are the same for everyone, and training says why it does not begin', async () => {
      await openWith('denied');
      const report = await did('view_item', 'mug-blue');
      expect(report).toMatchObject({ stored: 0, durable: false, refused: [{ index: 0 }] });
      expect((await engine.recommend({})).fallback).toBe(true);
      expect([await engine.history(9), await engine.browsing(9), await engine.interests(9)]).toEqual([[], [], []]);
      await expect(engine.train('t', {}, () => undefined)).rejects.toMatchObject({ code: 'no-consent' });
      expect(await stored()).not.toContain(database);
    });

    test('what was said last holds, also while an earlier answer is still at work', async () => {
      await openWith('granted');
      await did('view_item', 'mug-blue');
      await Promise.all([engine.consent('denied'), engine.consent('granted')]);
      expect(await engine.history(9)).toEqual([]);
      expect(await did('view_item', 'teapot')).toMatchObject({ stored: 1, durable: true });
    });

    test('withdrawn: what is stored is deleted; what an earlier page stored stays unread while the answer is not known', async () => {
      await openWith('granted');
      await did('view_item', 'mug-blue');
      await engine.close();
      engine = create();
      await engine.open({ database, consent: 'denied' });
      cleanups.unshift(() => engine.close());
      expect(await engine.history(9)).toEqual([]);
      await engine.consent('granted');
      expect(await engine.history(9)).toHaveLength(1);
      await engine.consent('denied');
      expect(await engine.history(9)).toEqual([]);
      await engine.consent('granted');
      expect(await engine.history(9)).toEqual([]);
    });
  });

  test('another engine on the same database is told of what is recorded and erased', async () => {
    const news: EngineNews[] = [];
    const other = create();
    await other.open({ database }, (told) => void news.push(told));
    cleanups.unshift(() => other.close());
    await did('view_item', 'mug-blue');
    await expect.poll(() => news, { timeout: 30_000 }).toEqual(['interaction']);
    expect((await other.history(9)).map(({ product }) => product)).toEqual(['mug-blue']);
    await engine.erase();
    await expect.poll(() => news, { timeout: 30_000 }).toEqual(['interaction', 'erase']);
    expect(await other.history(9)).toEqual([]);
    await other.record([{ name: 'view_item', product: 'rug', at: 1 }]);
    expect(news).toHaveLength(2);
  });

  test('a feed takes effect when it is complete: one that was discarded never does', async () => {
    await engine.stageProducts([{ id: 'half' }]);
    expect((await engine.status()).products).toBe(SHOP.length);
    await engine.discardProducts();
    await engine.stageProducts([{ id: 'whole' }, { title: 'no id' }]);
    expect(await engine.commitProducts()).toMatchObject({ taken: 1, refused: 1 });
    expect(await ask()).toEqual(['whole']);
  });

  test('status tells what is there', async () => {
    await did('view_item', 'mug-blue', 'mug-green');
    expect(await engine.status()).toEqual({
      products: SHOP.length,
      interactions: 2,
      sessions: 1,
      durable: true,
      pack: null,
      weights: { attention: 1, rules: 1, knn: 1, content: 1 },
      fineTuned: false,
      scoring: null,
      remote: null,
      neural: null,
      problems: [],
    });
  });

  test('interactions that are none are refused one by one; the rest is stored', async () => {
    const good = { name: 'view_item', product: 'mug-blue', at: Date.now() + 1e12 } as const;
    const report = await engine.record([good, { ...good, name: 'nonsense' as never }, null as never]);
    expect(report).toMatchObject({ stored: 1, durable: true, refused: [{ index: 1 }, { index: 2 }] });
    expect((await engine.history(1))[0].at).toBeLessThanOrEqual(Date.now());
  });

  test.each<[string, unknown]>([
    ['limit', { limit: 0 }],
    ['limit', { limit: 501 }],
    ['limit', { limit: 2.5 }],
    ['limit', { limit: '12' }],
    ['like', { like: 'mug-blue' }],
    ['like', { like: [7] }],
    ['friends', { friends: ['a'] }],
    ['friends', { friends: 'a' }],
    ['seen', { seen: 'hide' }],
    ['diversity', { diversity: 1.1 }],
    ['diversity', { diversity: Number.NaN }],
    ['explain', { explain: 1 }],
    ['placement', { placement: 3 }],
    ['query.limits is not known; the nearest name is limit', { limits: 3 }],
    ['query.filter.brand is not known; the nearest name is brands', { filter: { brand: ['Acme'] } }],
    ['query.filter.price.maximum is not known; the nearest name is max', { filter: { price: { maximum: 3 } } }],
    ['query.text is not known', { text: 'mug' }],
    ['sourceDeadline', { sourceDeadline: 0 }],
    ['among', { among: 'rug' }],
    ['rules', { rules: {} }],
    ['variant.variant', { variant: { experiment: 'shelf' } }],
    ['filter', { filter: [] }],
    ['filter.categories', { filter: { categories: 'Mugs' } }],
    ['filter.price.min', { filter: { price: { min: '1' } } }],
    ['query', 7],
  ])('a wrong %s is an error that says what would be right', async (name, query) => {
    const thrown = await engine.recommend(query as RecommendQuery).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: 'VitrineError', code: 'bad-options', remedy: expect.stringContaining(name) });
  });

  test('calls on an engine that is not open, or closed, say so', async () => {
    const fresh = create();
    cleanups.unshift(() => fresh.close());
    await expect(fresh.recommend({})).rejects.toMatchObject({ code: 'bad-options' });
    expect(await fresh.status()).toMatchObject({ products: 0, interactions: 0 });
    await engine.close();
    await expect(engine.recommend({})).rejects.toMatchObject({ code: 'closed' });
  });

  test('a pack that is none is refused, and what served before goes on', async () => {
    await did('view_item', 'mug-blue');
    await expect(engine.loadPack(new ArrayBuffer(100))).rejects.toMatchObject({ code: 'pack-corrupt' });
    expect(await ask({ limit: 1 })).toEqual(['mug-green']);
  });
});

describe('variants of one product', () => {
  const tees = ['ash', 'elm', 'oak'].flatMap((wood) =>
    ['S', 'M', 'L'].map((size) => ({
      id: `${wood}-${size}`,
      title: `Tee ${wood} ${size}`,
      categories: ['Tees'],
      itemGroupId: wood,
    })),
  );

  async function shopOf(products: readonly Product[], seen: readonly string[]): Promise<Engine> {
    const engine = createEngine({ placements: placementsPart });
    await engine.open({ database: `variants-${databases++}` });
    cleanups.unshift(() => engine.close());
    await engine.stageProducts(products);
    await engine.commitProducts();
    await engine.record(seen.map((product, i) => ({ name: 'view_item', product, at: Date.now() - 1000 + i })));
    return engine;
  }
  const shown = async (engine: Engine, query: RecommendQuery = {}) =>
    (await engine.recommend({ limit: 9, ...query })).items.map(({ id }) => id);

  test('a list shows one of each, and none of a product that was seen', async () => {
    const woods = async (seen: readonly string[], query?: RecommendQuery) =>
      (await shown(await shopOf(tees, seen), query)).map((id) => id.split('-')[0]).sort();
    expect(await woods([])).toEqual(['ash', 'elm', 'oak']);
    expect(await woods(['oak-M'])).toEqual(['ash', 'elm']);
    expect(await woods(['oak-M'], { filter: { categories: ['tees'] } })).toEqual(['ash', 'elm']);
    expect(await woods([], { like: ['elm-S'] })).toEqual(['ash', 'oak']);
  });

  test('where seen products are included, the variant that was seen is shown', async () => {
    const list = await shown(await shopOf(tees, ['oak-L', 'ash-M']), { seen: 'include' });
    expect(list.filter((id) => !id.startsWith('elm'))).toEqual(expect.arrayContaining(['oak-L', 'ash-M']));
    expect(list).toHaveLength(3);
  });

  test('the one that is in stock is shown', async () => {
    const some = tees.map((tee) => (tee.id.endsWith('-L') ? tee : { ...tee, inStock: false }));
    expect((await shown(await shopOf(some, []))).sort()).toEqual(['ash-L', 'elm-L', 'oak-L']);
  });
});

test('keys of a query and of its filter that nobody knows are refused, with those that there are', async () => {
  const engine = createEngine({ placements: placementsPart });
  await engine.open({ database: `keys-${databases++}` });
  cleanups.unshift(() => engine.close());
  for (const query of [{ filter: { category: ['Mugs'] } }, { limits: 3 }]) {
    await expect(engine.recommend(query as RecommendQuery)).rejects.toMatchObject({
      code: 'bad-options',
      remedy: expect.stringMatching(/(?:category|limits) is not known; the nearest name is (?:categories|limit)/),
    });
  }
});
