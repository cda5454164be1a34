import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { InteractionName } from '../contract/interaction.ts';
import type { Product } from '../contract/product.ts';
import type { Declaration } from '../contract/visitor-profile.ts';
import { createEngine } from './engine.ts';
import { profilePart } from './profile-part.ts';
import { prepareRules } from './reranking/rules/prepare-rules.ts';

const BRANDS = ['Iwa', 'Oba', 'Kite'];
/** Twenty-four teapots and twenty-four lamps, of three brands in turn, the cheapest first. */
const SHOP: Product[] = ['Teapots', 'Lamps'].flatMap((kind, k) =>
  Array.from({ length: 24 }, (_, i) => ({
    id: `${kind}-${i}`,
    title: `${kind} no. ${i}`,
    categories: ['Home', kind],
    brand: BRANDS[i % 3],
    price: 10 + i + 100 * k,
    currency: 'EUR',
    tags: [i % 2 ? 'blue' : 'red'],
  })),
);
const DAY = 24 * 60 * 60 * 1000;

let databases = 0;
let database: string;
let engine: ReturnType<typeof createEngine>;
async function open(parts: Parameters<typeof createEngine>[0] = { profile: profilePart, 'list-rules': prepareRules }) {
  const opened = createEngine(parts);
  await opened.open({ database });
  await opened.stageProducts(SHOP);
  await opened.commitProducts();
  return opened;
}
beforeEach(async () => {
  database = `profile-${databases++}`;
  engine = await open();
});
afterEach(async () => {
  await engine.close();
  vi.unstubAllGlobals();
});

const did = (name: InteractionName, product: string, at = Date.now()) => engine.record([{ name, product, at }]);
const named = async (kind: string) =>
  (await engine.profile()).interests.filter((one) => one.kind === kind).map(({ name }) => name);
const brandsOf = async (limit = 6) => (await engine.recommend({ limit })).items.map(({ product }) => product.brand);

test('interests in words, with what they come from: what every product has is none', async () => {
  for (const i of [0, 3, 6]) await did('view_item', `Teapots-${i}`);
  const { interests, price, interactions } = await engine.profile();
  expect(interests.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
    expect.arrayContaining(['category Teapots', 'brand Iwa']),
  );
  expect(interests.some(({ name }) => name === 'Home')).toBe(false);
  const iwa = interests.find(({ name }) => name === 'Iwa');
  expect(iwa).toMatchObject({ share: 1, from: ['Teapots-6', 'Teapots-3', 'Teapots-0'] });
  expect(iwa?.lift).toBeCloseTo(3, 5);
  expect(price).toEqual({ min: 10, max: 16, currency: 'EUR' });
  expect(interactions).toBe(3);
});

test('a purchase counts more than looks, what is old less, what was dismissed not at all', async () => {
  await did('view_item', 'Lamps-1');
  await did('view_item', 'Lamps-4');
  await did('purchase', 'Teapots-0');
  expect((await named('category'))[0]).toBe('Teapots');
  await engine.erase();
  await did('purchase', 'Teapots-0', Date.now() - 120 * DAY);
  await did('view_item', 'Lamps-1');
  expect((await named('category'))[0]).toBe('Lamps');
  await did('dismiss', 'Lamps-1');
  expect(await named('category')).toEqual(['Teapots']);
});

test('what a stranger declares counts in the next list, which says so; taken back it counts no more', async () => {
  const before = await brandsOf();
  expect(new Set(before).size).toBeGreaterThan(1);
  await engine.declare([
    { kind: 'brand', name: 'Kite', wish: 'more' },
    { kind: 'category', name: 'Lamps', wish: 'less' },
  ]);
  const { items } = await engine.recommend({ limit: 6 });
  expect(items.filter(({ product }) => product.brand === 'Kite').length).toBeGreaterThanOrEqual(5);
  expect(items.every(({ product }) => product.categories?.includes('Teapots'))).toBe(true);
  expect(items[0].rule).toBe('more:brand:Kite');
  expect((await engine.profile()).interests).toMatchObject([
    { kind: 'brand', name: 'Kite', share: 0, from: [], declared: 'more' },
    { kind: 'category', name: 'Lamps', declared: 'less' },
  ]);
  await engine.declare([
    { kind: 'brand', name: 'Kite', wish: 'as-before' },
    { kind: 'category', name: 'Lamps', wish: 'as-before' },
  ]);
  expect(await brandsOf()).toEqual(before);
});

test('less of a brand that the visitor turned to takes it down, beside an interest that is known', async () => {
  for (const i of [0, 3, 6]) await did('view_item', `Teapots-${i}`);
  expect(await brandsOf(3)).toContain('Iwa');
  await engine.declare([{ kind: 'brand', name: 'Iwa', wish: 'less' }]);
  expect(await brandsOf(3)).not.toContain('Iwa');
  expect((await engine.profile()).interests[0]).toMatchObject({ name: 'Iwa', share: 1, declared: 'less' });
});

test('of three currencies, the band is of the one that most of it is in, and each product keeps its own', async () => {
  const shop = SHOP.map((product, i) => ({
    ...product,
    currency: ['EUR', 'JPY', 'USD'][i % 3],
    price: [10, 4_000, 12][i % 3] + i,
  }));
  await engine.stageProducts(shop);
  await engine.commitProducts();
  for (const i of [1, 0, 3, 2, 6]) await did('view_item', `Teapots-${i}`);
  expect((await engine.profile()).price).toEqual({ min: 10, max: 16, currency: 'EUR' });
  const { items } = await engine.recommend({ limit: 500, seen: 'include' });
  const given = new Map(shop.map(({ id, price, currency }) => [id, { price, currency }]));
  expect(items.length).toBeGreaterThan(12);
  for (const { id, product } of items) expect(product).toMatchObject(given.get(id)!);
});

test('it is stored, over many other events, until everything is erased', async () => {
  await engine.declare([{ kind: 'brand', name: 'Kite', wish: 'more' }]);
  const at = Date.now();
  const searches = Array.from({ length: 2_100 }, (_, i) => ({
    name: 'search' as const,
    words: `tea ${i}`,
    at: at + i,
  }));
  await engine.record(searches);
  await engine.close();
  engine = await open();
  expect(await brandsOf(3)).toEqual(['Kite', 'Kite', 'Kite']);
  await engine.erase();
  expect((await engine.profile()).interests).toEqual([]);
  expect(new Set(await brandsOf()).size).toBeGreaterThan(1);
});

test.each<[string, unknown, RegExp]>([
  ['a kind that cannot be declared', { kind: 'colour', name: 'red', wish: 'more' }, /category or brand/],
  ['a wish that there is not', { kind: 'brand', name: 'Iwa', wish: 'most' }, /more, less or/],
  ['no name', { kind: 'brand', name: '', wish: 'more' }, /1 to 512/],
  ['nothing', null, /1 to 512/],
])('%s is refused by its number; the others are stored', async (_, wrong, remedy) => {
  const given = [{ kind: 'brand', name: 'Kite', wish: 'more' }, wrong] as Declaration[];
  await expect(engine.declare(given)).rejects.toMatchObject({
    code: 'bad-options',
    message: expect.stringContaining('1'),
    remedy: expect.stringMatching(remedy),
  });
  expect(await brandsOf(3)).toEqual(['Kite', 'Kite', 'Kite']);
});

test('without the script of rules lists are made as if nothing were declared, and the shop is told', async () => {
  await engine.close();
  engine = await open({ profile: profilePart });
  const before = await brandsOf();
  await engine.declare([{ kind: 'brand', name: 'Kite', wish: 'more' }]);
  expect(await brandsOf()).toEqual(before);
  expect((await engine.status()).problems).toMatchObject([{ code: 'worker-failed' }]);
});

test('a visitor who does not allow it declares nothing', async () => {
  await engine.consent('denied');
  await expect(engine.declare([{ kind: 'brand', name: 'Kite', wish: 'more' }])).rejects.toMatchObject({
    code: 'bad-options',
    remedy: expect.stringContaining('denied'),
  });
});
