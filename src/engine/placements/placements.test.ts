import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import type { InteractionName, StoredInteraction } from '../../contract/interaction.ts';
import type { Product } from '../../contract/product.ts';
import type { Placement, RecommendQuery } from '../../contract/recommendation.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { createEngine } from '../engine.ts';
import { assembleList } from '../lists/assemble-list.ts';
import { createFallbackChain } from '../lists/fallback-chain.ts';
import { DEFAULT_QUERY } from '../lists/resolve-query.ts';
import { Visitor } from '../lists/visitor.ts';
import { type OpenPlacement, placementNamed } from './placements.ts';
import { placementsPart } from './placements-part.ts';

/** Shoes are many; of what goes with tea there is one of each kind. */
const SHOP: Product[] = [
  ...Array.from({ length: 20 }, (_, i) => ({
    id: `sneaker-${i}`,
    title: `Running sneaker, model ${i}`,
    categories: ['Shoes', 'Sneakers'],
    brand: 'Fleet',
    price: 80 + i,
    added: `2026-01-${String(i + 1).padStart(2, '0')}`,
  })),
  { id: 'teapot', title: 'Stoneware teapot', categories: ['Tea', 'Teapots'], brand: 'Iwa', price: 45 },
  { id: 'teapot-iron', title: 'Cast iron teapot', categories: ['Tea', 'Teapots'], brand: 'Iwa', price: 75 },
  { id: 'teapot-glass', title: 'Glass teapot', categories: ['Tea', 'Teapots'], brand: 'Oba', price: 35 },
  { id: 'cup', title: 'Stoneware tea cup', categories: ['Tea', 'Cups'], brand: 'Iwa', price: 12 },
  { id: 'sencha', title: 'Sencha green tea', categories: ['Tea', 'Leaves'], brand: 'Oba', price: 9 },
  { id: 'strainer', title: 'Tea strainer', categories: ['Tea', 'Tools'], brand: 'Oba', price: 7 },
  {
    id: 'tray',
    title: 'Tea tray, bamboo',
    categories: ['Tea', 'Trays'],
    brand: 'Iwa',
    price: 25,
    added: '2026-02-01',
  },
  { id: 'later', title: 'Tea of next century', categories: ['Tea', 'Leaves'], brand: 'Oba', added: '2999-01-01' },
];

let databases = 0;
let now = 1.7e12;
let engine: ReturnType<typeof createEngine>;
beforeEach(async () => {
  engine = createEngine({ placements: placementsPart });
  await engine.open({ database: `placements-${databases++}` });
  await engine.stageProducts(SHOP);
  await engine.commitProducts();
});
afterEach(() => engine.close());

const did = (name: InteractionName, ...products: string[]) =>
  engine.record(products.map((product) => ({ name, product, at: now++ })));
const later = (ms: number) => {
  now += ms;
};
function feed() {
  const builder = new CatalogueBuilder();
  for (const product of SHOP) builder.add(product);
  return builder.feed();
}
const ask = async (query: RecommendQuery) => (await engine.recommend(query)).items.map(({ id }) => id);
const kindOf = (id: string) => SHOP.find((product) => product.id === id)?.categories?.[0];

describe('related', () => {
  test("after three sneakers the teapot's page shows tea, and never a sneaker before it", async () => {
    await did('view_item', 'sneaker-1', 'sneaker-2', 'sneaker-3');
    const list = await engine.recommend({ like: ['teapot'], limit: 8 });
    expect(list).toMatchObject({
      placement: 'related',
      heading: { kind: 'related', product: 'teapot', title: 'Stoneware teapot' },
      // It would be the same for everyone.
      fallback: true,
    });
    expect(list.items.map(({ id }) => kindOf(id))).toEqual(list.items.map(() => 'Tea'));
    expect(list.items.length).toBeGreaterThanOrEqual(6);
    expect(list.items[0].reasons[0]).toMatchObject({ kind: 'similar', product: 'teapot' });
    // With fixed weights too, the seed decides.
    expect((await ask({ placement: 'home', like: ['teapot'], limit: 8 })).some((id) => kindOf(id) === 'Shoes')).toBe(
      true,
    );
  });

  test('what the visitor met before breaks ties, and does nothing else', async () => {
    const TAGS = ['ash', 'birch', 'cedar', 'dogwood'];
    const twins: Product[] = TAGS.map((id) => ({
      id,
      title: 'Wool sock',
      categories: ['Socks'],
      tags: [id],
    }));
    const marked = [
      { id: 'seed', title: 'Wool sock', categories: ['Socks'] },
      ...twins,
      ...TAGS.map((tag) => ({
        id: `like-${tag}`,
        title: 'Rain hat',
        categories: ['Hats'],
        tags: [tag],
      })),
    ];
    await engine.stageProducts(marked);
    await engine.commitProducts();
    expect(await ask({ placement: 'looking-similar', like: ['seed'], limit: 4 })).toEqual(TAGS);
    await did('view_item', 'like-cedar');
    expect(await ask({ placement: 'looking-similar', like: ['seed'], limit: 4 })).toEqual([
      'cedar',
      'ash',
      'birch',
      'dogwood',
    ]);
  });

  test('without seeds it is about the product that the visitor turned to last; of a stranger the shop is shown', async () => {
    expect((await engine.recommend({ placement: 'related' })).heading).toEqual({ kind: 'related' });
    await did('view_item', 'sneaker-1', 'teapot');
    const list = await engine.recommend({ placement: 'related', limit: 5 });
    expect(list.heading).toMatchObject({ kind: 'related', product: 'teapot' });
    expect(list.items.every(({ id }) => kindOf(id) === 'Tea')).toBe(true);
  });
});

test('bought-together and cart without a pack: what goes with it, and no second teapot', async () => {
  for (const placement of ['bought-together', 'cart'] as const) {
    const ids = await ask({ placement, like: ['teapot'], limit: 5 });
    expect(ids).toHaveLength(5);
    expect(ids.filter((id) => id.startsWith('teapot'))).toEqual([]);
    expect(ids.every((id) => kindOf(id) === 'Tea')).toBe(true);
  }
  await did('add_to_cart', 'teapot', 'cup', 'sneaker-1');
  await did('remove_from_cart', 'sneaker-1');
  const cart = await engine.recommend({ placement: 'cart', limit: 4 });
  expect(cart.heading).toMatchObject({ kind: 'cart', product: 'cup' });
  expect(cart.items.map(({ id }) => id)).not.toContain('cup');
  expect(cart.items.every(({ id }) => kindOf(id) === 'Tea')).toBe(true);
});

describe('again', () => {
  test('shows a stranger nothing', async () => {
    expect(await ask({ placement: 'again' })).toEqual([]);
  });

  test('what was bought most often and last, without what went back; then what was looked at last', async () => {
    const DAY = 864e5;
    for (const order of [['sencha', 'cup'], ['sencha'], ['strainer', 'tray']]) {
      await did('purchase', ...order);
      later(DAY);
    }
    await did('refund', 'tray');
    await did('view_item', 'teapot', 'sneaker-4');
    const list = await engine.recommend({ placement: 'again' });
    expect(list.items.map(({ id }) => id)).toEqual(['sencha', 'strainer', 'cup', 'sneaker-4', 'teapot']);
    expect(list.items.map(({ reasons: [reason] }) => reason)).toEqual([
      ...Array(3).fill({ kind: 'again', bought: true }),
      ...Array(2).fill({ kind: 'again', bought: false }),
    ]);
    expect(list.fallback).toBe(false);
  });

  describe('with a pack that has learned what actions say of the next purchase', () => {
    const planned = async (intents: unknown) => {
      const catalogue = new Catalogue(feed(), TextTable.of([]));
      const problems: string[] = [];
      const chain = createFallbackChain(catalogue, {
        sources: [],
        weights: {},
        onProblem: ({ code }) => problems.push(code),
      });
      const history = [
        ['add_to_cart', 'cup'],
        ['purchase', 'sencha'],
        ['add_to_cart', 'strainer'],
        ['remove_from_cart', 'strainer'],
        ['view_item', 'tray'],
        ['view_item', 'teapot'],
      ].map(([name, product], at) => ({ name, product, at, session: 1 }) as StoredInteraction);
      const query = { ...DEFAULT_QUERY, placement: 'again', seen: 'include' as const };
      const visitor = new Visitor();
      visitor.follow({ entries: history, generation: 0 }, catalogue);
      const context = visitor.context(query);
      const pack = {
        ids: TextTable.of([]),
        sections: { response: { options: { intents }, tensors: {} } },
      };
      const again = placementNamed('again') as OpenPlacement;
      const plan = await again.plan({ catalogue, chain, context, query, history, pack, encoder: undefined });
      const ranked = await chain.rank(context, query, undefined, plan);
      const list = plan.finish({ ...assembleList(catalogue, context, ranked, query) });
      return {
        list: list.items.map(({ id, reasons: [reason] }) => [id, 'bought' in reason && reason.bought]),
        problems,
      };
    };

    test('a cart comes before later looks, what was taken out of it is a look, and what is bought once comes last', async () => {
      const { list, problems } = await planned({ decay: 0.8, carts: 8, bought: 0.001 });
      expect(list).toEqual([
        ['cup', false],
        ['teapot', false],
        ['tray', false],
        ['strainer', false],
        ['sencha', true],
      ]);
      expect(problems).toEqual([]);
    });

    test('where that is no set of numbers, it is told, and the list is as it was without', async () => {
      const { list, problems } = await planned({ decay: 2 });
      expect(list[0]).toEqual(['sencha', true]);
      expect(list.length).toBe(5);
      expect(problems).toEqual(['source-failed']);
    });
  });
});

test('new: by date, the latest first; what has not come yet is not shown', async () => {
  const list = await engine.recommend({ placement: 'new', limit: 3 });
  expect(list.items.map(({ id }) => id)).toEqual(['tray', 'sneaker-19', 'sneaker-18']);
  expect(list).toMatchObject({ heading: { kind: 'new' }, fallback: true });
  expect(list.items[0].reasons).toEqual([{ kind: 'new' }]);
});

test('trending without a pack is honest: it has nothing to say, and shows the shop', async () => {
  const list = await engine.recommend({ placement: 'trending', limit: 3 });
  expect(list).toMatchObject({ placement: 'trending', model: 'spread', fallback: true });
});

test('another name is an error that names the nearest; with among the name is the page’s own', async () => {
  await expect(engine.recommend({ placement: 'relatd' })).rejects.toMatchObject({
    code: 'bad-options',
    remedy: 'The placement relatd is not known; the nearest name is related.',
  });
  expect((await engine.recommend({ placement: 'search', among: ['cup'] })).placement).toBe('search');
});

test('filter, rules and limit hold in every placement', async () => {
  await did('purchase', 'cup', 'sencha');
  const placements: Placement[] = ['related', 'looking-similar', 'bought-together', 'cart', 'again', 'trending', 'new'];
  for (const placement of placements) {
    const ids = await ask({ placement, limit: 2, filter: { brands: ['Oba'] } });
    expect(ids.length).toBeLessThanOrEqual(2);
    expect(ids.every((id) => SHOP.find((product) => product.id === id)?.brand === 'Oba')).toBe(true);
  }
});

describe('a page', () => {
  test('no product is on two of its shelves', async () => {
    const lists = await engine.recommendPage([
      { placement: 'related', like: ['teapot'], limit: 3 },
      { placement: 'looking-similar', like: ['teapot'], limit: 3 },
      { placement: 'new', limit: 3 },
    ]);
    const ids = lists.flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(lists.map(({ placement }) => placement)).toEqual(['related', 'looking-similar', 'new']);
  });

  test('one query alone is a page of one list, and what is no query is refused', async () => {
    const page = (asked: unknown) => engine.recommendPage(asked as RecommendQuery[]);
    expect((await page({ placement: 'new' })).map(({ placement }) => placement)).toEqual(['new']);
    await expect(page('new')).rejects.toMatchObject({ code: 'bad-options' });
    await expect(page(['new'])).rejects.toMatchObject({ code: 'bad-options' });
  });

  test('the rows of a home page tell what they are about', async () => {
    const bowls = Array.from({ length: 20 }, (_, i) => ({
      id: `bowl-${i}`,
      title: `Ceramic bowl ${i}`,
      categories: ['Table', 'Bowls'],
      brand: 'Iwa',
    }));
    await engine.stageProducts([...SHOP, ...bowls]);
    await engine.commitProducts();
    await did('view_item', 'cup', 'sneaker-3', 'teapot');
    const lists = await engine.recommendPage();
    expect(lists.map(({ heading }) => heading?.kind)).toEqual(expect.arrayContaining(['because', 'brand']));
    expect(lists.find(({ heading }) => heading?.kind === 'because')?.heading).toEqual({
      kind: 'because',
      product: 'teapot',
      title: 'Stoneware teapot',
    });
    const ids = lists.flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
