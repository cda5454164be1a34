import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CatalogueBuilder } from '../../catalogue/catalogue-builder.ts';
import type { Engine, EngineOptions } from '../../contract/engine.ts';
import type { RecommendQuery } from '../../contract/recommendation.ts';
import type { SearchResult } from '../../contract/search.ts';
import { createEngine } from '../engine.ts';
import { openSearch } from './product-search.ts';
import { TextIndexBuilder } from './text-index-builder.ts';

const WAIT = { timeout: 120_000 };
const COLOURS = ['red', 'blue', 'green'];
const MATERIALS = ['wool', 'linen'];
const FEED = COLOURS.flatMap((colour) =>
  MATERIALS.flatMap((material) =>
    ['scarf', 'shirt'].map((thing, i) => ({
      id: `${colour}-${material}-${thing}`,
      title: `${colour} ${material} ${thing}`,
      categories: [thing],
      tags: [colour, material],
      price: 10 + i,
    })),
  ),
);

let databases = 0;
let database: string;
let engine: Engine;
const opened: Engine[] = [];
beforeEach(async () => {
  vi.stubGlobal('vitrineParts', { search: openSearch });
  database = `search-${databases++}`;
  engine = await openEngine();
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function openEngine(options: Partial<EngineOptions> = {}): Promise<Engine> {
  const made = createEngine();
  opened.push(made);
  await made.open({ database, ...options });
  return made;
}

async function takeFeed(feed: readonly unknown[] = FEED): Promise<void> {
  await engine.stageProducts(feed);
  await engine.commitProducts();
}

const ids = ({ items }: SearchResult) => items.map(({ id }) => id);

test('products are found with what the words matched, and counted', async () => {
  await takeFeed();
  const result = await engine.search({ text: 'wool scarf', facets: ['tags', 'price'], limit: 2 });
  expect(result).toMatchObject({
    text: 'wool scarf',
    placement: 'search',
    found: 3,
    alternatives: [],
    dropped: [],
    personal: false,
  });
  expect(result.items.length).toBe(2);
  const [{ product, highlights, score }] = result.items;
  expect(highlights.map(([start, end]) => product.title!.slice(start, end))).toEqual(['wool', 'scarf']);
  expect(score).toBe(1);
  expect(result.facets.tags).toContainEqual({ name: 'wool', products: 3 });
  expect(result.facets.price).toEqual({ min: 10, max: 10 });
  expect(result.understood.map(({ kind }) => kind)).toEqual(['tag', 'category']);
});

test('what is known of the visitor moves products up, with reasons, unless it is switched off', async () => {
  await takeFeed();
  const cold = await engine.search({ text: 'scarf' });
  const last = cold.items[cold.items.length - 1].id;
  const twin = last.replace('scarf', 'shirt');
  await engine.record(
    Array.from({ length: 3 }, (_, i) => ({ name: 'view_item', product: twin, at: Date.now() - 1_000 + i })),
  );
  const warm = await engine.search({ text: 'scarf' });
  expect(warm.personal).toBe(true);
  expect(ids(warm)[0]).toBe(last);
  expect(warm.items[0].reasons[0]).toMatchObject({ kind: 'similar', product: twin });
  expect(ids(warm).toSorted()).toEqual(ids(cold).toSorted());
  const plain = await engine.search({ text: 'scarf', personal: false });
  expect(plain.personal).toBe(false);
  expect(ids(plain)).toEqual(ids(cold));
  const ordered = await engine.search({ text: 'cheapest scarf' });
  expect(ordered.personal).toBe(false);
});

test('a filter holds, and what is sold out is not found', async () => {
  await takeFeed([...FEED, { id: 'gone', title: 'red wool scarf', inStock: false }]);
  const { items } = await engine.search({
    text: 'wool',
    filter: { categories: ['shirt'], exclude: ['red-wool-shirt'] },
  });
  expect(items.map(({ id }) => id).toSorted()).toEqual(['blue-wool-shirt', 'green-wool-shirt']);
  expect(ids(await engine.search({ text: 'red wool scarf' }))).toEqual(['red-wool-scarf']);
});

test('nothing is found for nothing, and nothing is known of a word that no product has', async () => {
  await takeFeed();
  expect(await engine.search({ text: '' })).toMatchObject({ items: [], alternatives: [], found: 0, understood: [] });
  expect(await engine.search({ text: 'zeppelin' })).toMatchObject({
    items: [],
    alternatives: [],
    dropped: ['zeppelin'],
  });
  const near = await engine.search({ text: 'red zeppelin scarf', understand: false });
  expect(near).toMatchObject({ items: [], dropped: ['zeppelin'] });
  expect(near.alternatives[0].product.title).toMatch(/red .* scarf/);
});

test('other products are searched once they are there', async () => {
  await takeFeed();
  expect((await engine.search({ text: 'teapot' })).found).toBe(0);
  await takeFeed([{ id: 'pot', title: 'Teapot' }]);
  expect(ids(await engine.search({ text: 'teapot' }))).toEqual(['pot']);
  expect((await engine.search({ text: 'scarf' })).found).toBe(0);
});

test('the index of a feed is stored, and taken up by the next visit with the same results', async () => {
  const added = vi.spyOn(TextIndexBuilder.prototype, 'add');
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(FEED)));
  await engine.loadProducts('/feed.json');
  const first = await engine.search({ text: 'red wool' });
  expect(added).toHaveBeenCalledTimes(FEED.length);
  const stored = await openDB(database);
  await vi.waitFor(async () => expect(await stored.count('indexes')).toBe(1), WAIT);
  await engine.close();

  added.mockClear();
  engine = await openEngine();
  await engine.loadProducts('/feed.json');
  const { id, took, ...again } = await engine.search({ text: 'red wool' });
  expect(added).not.toHaveBeenCalled();
  expect(first).toMatchObject(again);

  const [key] = await stored.getAllKeys('indexes');
  await stored.put('indexes', { form: 0 }, key);
  stored.close();
  engine = await openEngine();
  await engine.loadProducts('/feed.json');
  expect(ids(await engine.search({ text: 'red wool' }))).toEqual(ids(first));
  expect(added).toHaveBeenCalled();
});

test('the synonyms of the shop are searched, and those that are wrong are refused by the search alone', async () => {
  engine = await openEngine({ synonyms: [['scarf', '围巾']] });
  await takeFeed();
  expect((await engine.search({ text: '红 围巾 red' })).alternatives.length).toBeGreaterThan(0);
  expect((await engine.search({ text: 'red 围巾' })).found).toBe(2);
  engine = await openEngine({ synonyms: [['scarf']] });
  await takeFeed();
  await expect(engine.search({ text: 'scarf' })).rejects.toMatchObject({ code: 'bad-options' });
  expect((await engine.recommend({ limit: 3 })).items.length).toBe(3);
});

test('a text that is being typed is completed', async () => {
  await takeFeed();
  const { queries, categories, products } = await engine.suggest({ text: 'red wo', limit: 3 });
  expect(queries).toEqual([{ text: 'red wool', products: 2 }]);
  expect(categories.map(({ name }) => name).toSorted()).toEqual(['scarf', 'shirt']);
  expect(products.map(({ id }) => id).toSorted()).toEqual(['red-wool-scarf', 'red-wool-shirt']);
  expect(await engine.suggest({ text: '' })).toEqual({ queries: [], categories: [], products: [] });
});

test.each<[string, object, string]>([
  ['no text', {}, 'text'],
  ['a text that is none', { text: 7 }, 'text'],
  ['a limit of none', { text: 'a', limit: 0 }, 'limit'],
  ['a facet that there is not', { text: 'a', facets: ['colour'] }, 'facets'],
  ['an order that there is not', { text: 'a', sort: 'oldest' }, 'sort'],
  ['an option that there is not', { text: 'a', fuzzy: true }, 'fuzzy'],
])('%s is refused, and named', async (_, query, option) => {
  await takeFeed();
  const refused = await engine.search(query as never).catch((error) => error);
  expect(refused).toMatchObject({ name: 'VitrineError', code: 'bad-options' });
  expect(refused.remedy).toContain(option);
});

test('where its script cannot be loaded a search is refused with the remedy, and lists go on', async () => {
  vi.stubGlobal('vitrineParts', undefined);
  vi.stubGlobal('fetch', () => Promise.reject(new Error('blocked')));
  await takeFeed();
  await expect(engine.search({ text: 'scarf' })).rejects.toMatchObject({
    code: 'worker-failed',
    remedy: expect.stringContaining('beside'),
  });
  expect((await engine.recommend({ limit: 3 })).items.length).toBe(3);
});

test('a stranger finds what is popular before the rest, with the reason; it is asked for once', async () => {
  const builder = new CatalogueBuilder();
  for (const product of FEED) builder.add(product);
  const catalogue = builder.build();
  const list = (given: readonly string[], shares: object) => ({
    id: 'l',
    fallback: true,
    items: given.map((id, i) => ({ id, score: 1 / (i + 1), shares, reasons: [{ kind: 'popular' }] })),
  });
  const recommend = vi.fn(async ({ among }: RecommendQuery) =>
    among ? list(among, {}) : list(['green-wool-scarf', 'red-linen-shirt'], { popular: 1 }),
  );
  const indexes = { load: async () => undefined, save: async () => undefined };
  const search = openSearch({
    engine: { recommend, browsing: async () => [] },
    serving: { catalogue, packFile: null },
    indexes,
    synonyms: undefined,
  } as never);
  const first = await search.search({ text: 'scarf' });
  expect(first.personal).toBe(false);
  expect(ids(first)[0]).toBe('green-wool-scarf');
  expect(first.items[0].reasons).toEqual([{ kind: 'popular' }]);
  expect(first.items[1].reasons).toEqual([]);
  expect(first.found).toBe(6);
  await search.search({ text: 'shirt' });
  expect(recommend.mock.calls.filter(([{ among }]) => among === undefined).length).toBe(1);
  expect(ids(await search.search({ text: 'scarf', personal: false }))[0]).not.toBe('green-wool-scarf');
});

const NOW = Date.now();
const searched = (words: string, ago: number) => ({ name: 'search', words, at: NOW - ago }) as const;
const viewed = (product: string, ago: number) => ({ name: 'view_item', product, at: NOW - ago }) as const;
const dress = { id: 'summer-dress', title: 'Summer dress', categories: ['dress'], price: 30 };

test('what was clicked after a search comes first for its words, and for no others', async () => {
  await takeFeed();
  const first = async (text: string) => ids(await engine.search({ text }))[0];
  await engine.record([viewed('green-wool-scarf', 9_000), viewed('red-linen-shirt', 8_000)]);
  expect(await first('scarves of wool')).not.toBe('green-wool-scarf');
  await engine.record([searched('wool scarf', 7_000), viewed('green-wool-scarf', 6_000)]);
  expect(await first('scarves of wool')).toBe('green-wool-scarf');
  expect(await first('green linen')).not.toBe('green-wool-scarf');
});

test('words of the searches before count for what is searched now, until the session ends', async () => {
  await takeFeed();
  const blueFirst = async (): Promise<boolean> =>
    ids(await engine.search({ text: 'shirt' }))
      .slice(0, 2)
      .every((id) => id.startsWith('blue'));
  expect(await blueFirst()).toBe(false);
  await engine.record([searched('blue scarf', 3 * 60 * 60_000)]);
  expect(await blueFirst()).toBe(false);
  await engine.record([searched('blue scarf', 60_000), searched('shirt', 1_000)]);
  expect(await blueFirst()).toBe(true);
  expect(ids(await engine.search({ text: 'shirt', personal: false })).slice(0, 2)).not.toContain('blue-wool-shirt');
});

test('what the visitor did not want in a search is not wanted more in the next', async () => {
  await takeFeed();
  await engine.record([searched('scarf without blue', 60_000)]);
  expect((await engine.search({ text: 'shirt' })).personal).toBe(false);
});

test('a word that no product has is learned by what was clicked after it', async () => {
  await takeFeed([...FEED, dress]);
  const asked = { text: 'frocklet', limit: 3 };
  const before = await engine.search(asked);
  expect(before.items).toEqual([]);
  expect(before.alternatives.map(({ id }) => id)).not.toContain('summer-dress');
  await engine.record([searched('frocklet', 60_000), viewed('summer-dress', 50_000)]);
  const after = await engine.search(asked);
  expect(after).toMatchObject({ items: [], personal: true, dropped: ['frocklet'] });
  expect(after.alternatives[0].id).toBe('summer-dress');
  expect((await engine.search({ ...asked, filter: { categories: ['scarf'] } })).alternatives).toEqual([]);
  expect((await engine.search({ ...asked, personal: false })).alternatives).toEqual([]);
  await engine.record([{ name: 'dismiss', product: 'summer-dress', at: NOW }]);
  expect((await engine.search(asked)).alternatives).toEqual([]);
});

test('what searches taught is erased with the history', async () => {
  await takeFeed([...FEED, dress]);
  await engine.record([searched('frocklet', 60_000), viewed('summer-dress', 50_000)]);
  expect((await engine.search({ text: 'frocklet' })).alternatives.length).toBe(1);
  await engine.erase();
  expect((await engine.search({ text: 'frocklet' })).alternatives).toEqual([]);
});

const ALIKE = [
  { id: 'red-linen-shirt', likeness: 0.9 },
  { id: 'blue-wool-scarf', likeness: 0.8 },
  { id: 'blue-linen-shirt', likeness: 0.7 },
  { id: 'gone', likeness: 1 },
  { id: 'green-wool-shirt', likeness: 0.2 },
];

test('products that are alike are ranked by that alone, without words', async () => {
  await takeFeed();
  const result = await engine.search({ text: '', alike: ALIKE, facets: ['tags'] });
  expect(ids(result)).toEqual(['red-linen-shirt', 'blue-wool-scarf', 'blue-linen-shirt', 'green-wool-shirt']);
  expect(result).toMatchObject({ found: 4, alternatives: [], personal: false, understood: [] });
  expect(result.items.map(({ score }) => score)).toEqual([0.9, 0.8, 0.7, 0.2].map((value) => expect.closeTo(value)));
  expect(result.facets.tags).toContainEqual({ name: 'blue', products: 2 });
  expect(ids(await engine.search({ text: ' ', alike: ALIKE, limit: 1 }))).toEqual(['red-linen-shirt']);
  expect(ids(await engine.search({ text: '', alike: ALIKE, filter: { categories: ['scarf'] } }))).toEqual([
    'blue-wool-scarf',
  ]);
});

test.each(['like this, in blue', 'something like this but blue', '和这个类似，blue', 'Blue'])(
  '%s: what is said of a picture is understood, and the rest comes by how alike it is',
  async (text) => {
    await takeFeed();
    const result = await engine.search({ text, alike: ALIKE });
    expect(ids(result)).toEqual(['blue-wool-scarf', 'blue-linen-shirt']);
    const [one] = result.understood;
    expect(one).toMatchObject({ kind: 'tag', name: 'blue', exclude: false });
    expect(text.slice(...one.range).toLowerCase()).toBe('blue');
  },
);

test('words that nothing alike holds are told, with what is alike beside them', async () => {
  await takeFeed();
  const result = await engine.search({ text: 'like this in velvet', alike: ALIKE, limit: 3 });
  expect(result).toMatchObject({ found: 0, items: [], dropped: ['velvet'] });
  expect(result.alternatives.map(({ id }) => id)).toEqual(['red-linen-shirt', 'blue-wool-scarf', 'blue-linen-shirt']);
});

test('prices and what is not wanted hold for products that are alike', async () => {
  await takeFeed();
  expect(ids(await engine.search({ text: 'like this under 10.5', alike: ALIKE }))).toEqual(['blue-wool-scarf']);
  expect(ids(await engine.search({ text: 'like this, not linen', alike: ALIKE }))).toEqual([
    'blue-wool-scarf',
    'green-wool-shirt',
  ]);
});

test('a likeness that is no number is refused by its name', async () => {
  await takeFeed();
  const asked = engine.search({ text: '', alike: [{ id: 'p', likeness: Number.NaN }] });
  await expect(asked).rejects.toMatchObject({ code: 'bad-options', remedy: expect.stringContaining('likeness') });
});
