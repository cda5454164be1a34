import { responseInputs } from '../pack/sections/response.ts';
import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { CatalogueBuilder } from '../catalogue/catalogue-builder.ts';
import type { StoredInteraction } from '../contract/interaction.ts';
import type { RecommendQuery } from '../contract/recommendation.ts';
import { Random } from '../learning/training/random.ts';
import type { Pack } from '../pack/pack.ts';
import { writePack } from '../pack/pack-file.ts';
import { initialWeights } from '../trainer/fit/perceptron-training.ts';
import { fitPopular } from '../trainer/fit/popular.ts';
import { createEngine } from './engine.ts';
import { placementsPart } from './placements/placements-part.ts';
import { ProductActivity } from './ranking/response/activity.ts';
import { createResponseModel, saveResponseModel } from './ranking/response/response-model.ts';
import { Responses, responsesPart } from './responses.ts';

const PRODUCTS = ['tea', 'pot', 'cup'];
afterEach(() => vi.unstubAllGlobals());

/** Perceptrons that were not trained: what they say changes with every feature. */
function section() {
  const random = new Random(1);
  const tower = () => initialWeights(responseInputs(2), 4, random);
  const vectors = Float32Array.from({ length: 8 }, () => random.unit());
  const calibration = { slope: 1, intercept: -1 };
  return saveResponseModel(
    { embeddings: { width: 2, vectors }, click: tower(), purchase: tower() },
    new ProductActivity(3),
    { click: calibration, purchase: calibration },
  );
}

function packOf(productIds: string[], sections: Pack['sections']): ArrayBuffer {
  const manifest = {
    created: '2026-01-01T00:00:00.000Z',
    unit: 'visitor',
    minShoppers: 1,
    weights: { popular: 1 },
    metrics: {},
  } as const;
  return writePack({ manifest, productIds, sections }).buffer;
}

function catalogue() {
  const builder = new CatalogueBuilder();
  for (const id of PRODUCTS) builder.add({ id, title: id });
  return builder.build(PRODUCTS);
}

const did = (seq: number, product: string, name: StoredInteraction['name']): StoredInteraction => ({
  seq,
  session: 1,
  product,
  name,
  at: seq * 1000,
});

test('chances follow the history, one interaction more or all anew', () => {
  const model = createResponseModel(section(), 3);
  const shop = catalogue();
  const history = { entries: [did(1, 'tea', 'view_item')], generation: 0 };
  const followed = new Responses(model);
  followed.follow(history, shop);
  const before = followed.probabilities([1, 2], 9000);
  history.entries.push(did(2, 'stranger', 'view_item'), did(3, 'pot', 'add_to_cart'), did(4, 'cup', 'dismiss'));
  followed.follow(history, shop);
  const after = followed.probabilities([1, 2], 9000);
  expect(after).not.toEqual(before);
  const anew = new Responses(model);
  anew.follow(history, shop);
  expect(anew.probabilities([1, 2], 9000)).toEqual(after);
  followed.follow({ entries: history.entries.slice(0, 1), generation: 1 }, shop);
  expect(followed.probabilities([1, 2], 9000)).toEqual(before);
});

test('of what was bought nothing is foretold', () => {
  const followed = new Responses(createResponseModel(section(), 3));
  followed.follow({ entries: [did(1, 'tea', 'purchase')], generation: 0 }, catalogue());
  const [tea, pot] = followed.probabilities([1, 2], 9000);
  expect(tea).toBeUndefined();
  expect(pot!.purchase > 0 && pot!.purchase < 1).toBe(true);
});

test('a list has probabilities where the pack has learned them, and where their script could be loaded', async () => {
  const popular = fitPopular({ items: Int32Array.of(1, 1, 2, 3), offsets: Int32Array.of(0, 4) }, null, 3, {
    recentShare: 0,
    halfLife: 7,
  });
  const engine = createEngine();
  await engine.open({ database: 'responses' });
  await engine.stageProducts(PRODUCTS.map((id) => ({ id, title: id })));
  await engine.commitProducts();
  await engine.loadPack(packOf(PRODUCTS, { popular }));
  expect((await engine.recommend({})).items.every(({ probability }) => probability === undefined)).toBe(true);
  await engine.loadPack(packOf(PRODUCTS, { popular, response: section() }));
  expect((await engine.recommend({})).items.every(({ probability }) => probability === undefined)).toBe(true);
  expect((await engine.status()).problems).toMatchObject([{ code: 'worker-failed' }]);
  vi.stubGlobal('vitrineParts', { responses: responsesPart });
  const broken = { ...section(), tensors: {} };
  await expect(engine.loadPack(packOf(PRODUCTS, { popular, response: broken }))).rejects.toMatchObject({
    code: 'pack-corrupt',
  });
  await engine.loadPack(packOf(PRODUCTS, { popular, response: section() }));
  const { items } = await engine.recommend({});
  expect(items).toHaveLength(3);
  for (const { probability } of items) expect(probability!.click > 0 && probability!.purchase < 1).toBe(true);
  await engine.close();
});

test('where the pack says so, a visitor’s own lists are made for purchases, and a query may say otherwise', async () => {
  const popular = fitPopular({ items: Int32Array.of(1, 1, 2, 3), offsets: Int32Array.of(0, 4) }, null, 3, {
    recentShare: 0,
    halfLife: 7,
  });
  const packWith = (objective?: string): ArrayBuffer => {
    const learned = section();
    const options = { ...learned.options, ...(objective && { objective }) };
    const sections = { popular, response: { ...learned, options } };
    return packOf(PRODUCTS, sections);
  };
  const engine = createEngine({ responses: responsesPart, placements: placementsPart });
  await engine.open({ database: 'default-objective' });
  await engine.stageProducts(PRODUCTS.map((id) => ({ id, title: id })));
  await engine.commitProducts();
  const madeFor = async (query: RecommendQuery) => (await engine.recommend({ limit: 1, ...query })).objective;
  await engine.loadPack(packWith('purchase'));
  expect((await engine.status()).pack).toMatchObject({ objective: 'purchase' });
  expect(await madeFor({})).toBeUndefined();
  await engine.record([{ name: 'view_item', product: 'tea', at: Date.now(), id: 'first' }]);
  expect(await madeFor({})).toBe('purchase');
  expect(await madeFor({ objective: 'click' })).toBeUndefined();
  expect(await madeFor({ among: ['pot', 'cup'] })).toBeUndefined();
  expect(await madeFor({ placement: 'related' })).toBeUndefined();
  expect(await madeFor({ objective: 'purchase', placement: 'related' })).toBe('purchase');
  await engine.loadPack(packWith());
  expect((await engine.status()).pack).toMatchObject({ objective: 'click' });
  expect(await madeFor({})).toBeUndefined();
  await expect(engine.loadPack(packWith('love'))).rejects.toMatchObject({
    code: 'pack-corrupt',
    message: expect.stringContaining('objective'),
  });
  await engine.close();
});

test('a list for value has what brings more, and says so; one for purchases needs probabilities', async () => {
  const ids = Array.from({ length: 40 }, (_, i) => `p${i + 1}`);
  const engine = createEngine({ responses: responsesPart });
  await engine.open({ database: 'objectives' });
  await engine.stageProducts(ids.map((id, i) => ({ id, price: i % 2 ? 100 : 1, ...(i === 0 && { margin: 5000 }) })));
  await engine.commitProducts();
  const counts = ids.flatMap((_, i) => Array<number>(40 - i).fill(i + 1));
  const popular = fitPopular({ items: Int32Array.from(counts), offsets: Int32Array.of(0, counts.length) }, null, 40, {
    recentShare: 0,
    halfLife: 7,
  });
  await engine.loadPack(packOf(ids, { popular }));
  const dear = ({ items }: Awaited<ReturnType<typeof engine.recommend>>) =>
    items.filter(({ product }) => product.price === 100).length;
  const plain = await engine.recommend({ limit: 10 });
  const forValue = await engine.recommend({ limit: 10, objective: 'value' });
  expect(plain.objective).toBeUndefined();
  expect(forValue.objective).toBe('value');
  expect(dear(forValue)).toBeGreaterThan(dear(plain));
  expect(forValue.items[0].id).toBe('p1');
  const forPurchases = await engine.recommend({ limit: 10, objective: 'purchase' });
  expect(forPurchases.objective).toBeUndefined();
  expect(forPurchases.items.map(({ id }) => id)).toEqual(plain.items.map(({ id }) => id));
  await engine.close();
});
