import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../contract/engine.ts';
import type { RecommendationList, RecommendQuery } from '../contract/recommendation.ts';
import { createEngine } from './engine.ts';
import { placementsPart } from './placements/placements-part.ts';
import { attentionSection, COUNTED, FEED, NEURAL, packOf } from './testing/small-shop.ts';

let databases = 0;
const opened: Engine[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await Promise.all(opened.splice(0).map((engine) => engine.close()));
});

async function visit(pack: ArrayBuffer = NEURAL, feed: readonly unknown[] = FEED): Promise<Engine> {
  const engine = createEngine({ placements: placementsPart });
  opened.push(engine);
  await engine.open({ database: `ways-${databases++}` });
  await engine.loadPack(pack);
  await take(engine, feed);
  await engine.record(['tea', 'lamp'].map((product, i) => ({ name: 'view_item', product, at: 1e12 + i })));
  return engine;
}

async function take(engine: Engine, feed: readonly unknown[]): Promise<void> {
  await engine.stageProducts(feed);
  await engine.commitProducts();
}

const told = ({ items, model, fallback }: RecommendationList) => ({ items, model, fallback });
const ids = (list: RecommendationList) => list.items.map(({ id }) => id);

describe('what the browser lacks costs time, not answers, and status tells', () => {
  const queries: RecommendQuery[] = [{}, { limit: 2, seen: 'include' }, { like: ['cup'], diversity: 0.4 }];

  test.each<[string, () => unknown, string]>([
    ['no WebAssembly', () => vi.stubGlobal('WebAssembly', undefined), 'not available'],
    ['no SIMD', () => vi.spyOn(WebAssembly, 'validate').mockReturnValue(false), 'no SIMD'],
    [
      'a policy without wasm-unsafe-eval',
      () => vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('blocked by CSP')),
      'blocked by CSP',
    ],
    [
      'a policy that throws at once',
      () =>
        vi.spyOn(WebAssembly, 'compile').mockImplementation(() => {
          throw new WebAssembly.CompileError('disallowed by embedder');
        }),
      'disallowed by embedder',
    ],
    [
      'no memory for WebAssembly',
      () =>
        vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
          throw new RangeError('Unable to grow instance memory');
        }),
      'Unable to grow',
    ],
  ])('%s', async (_, arrange, reason) => {
    const fast = await visit();
    expect((await fast.status()).scoring).toMatchObject({ kind: 'wasm-simd' });
    const expected = await Promise.all(queries.map((query) => fast.recommend(query)));
    arrange();
    const slow = await visit();
    expect((await slow.status()).scoring).toMatchObject({
      kind: 'typescript',
      reason: expect.stringContaining(reason),
    });
    const given = await Promise.all(queries.map((query) => slow.recommend(query)));
    expect(given.map(told)).toEqual(expected.map(told));
  });

  test('no SharedArrayBuffer: nothing changes, nothing here needs one', async () => {
    const expected = told(await (await visit()).recommend({}));
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const engine = await visit();
    expect((await engine.status()).scoring).toMatchObject({ kind: 'wasm-simd' });
    expect(told(await engine.recommend({}))).toEqual(expected);
  });
});

test('more products wanted than there are: all that may be shown, each once', async () => {
  const engine = await visit();
  const list = await engine.recommend({ limit: 500 });
  expect(new Set(ids(list)).size).toBe(list.items.length);
  expect(ids(list).sort()).toEqual(['bulb', 'cup', 'new', 'pot']);
});

test.each<[string, RecommendQuery]>([
  ['a category that nothing is of', { filter: { categories: ['Boats'] } }],
  ['prices that nothing has', { filter: { price: { min: 1 } } }],
  ['all products excluded', { filter: { exclude: FEED.map(({ id }) => id) } }],
])('a filter that leaves nothing gives an empty list: %s', async (_, query) => {
  const list = await (await visit()).recommend(query);
  expect(list.items).toEqual([]);
  expect(list.fallback).toBe(true);
});

test('numbers that are none in a pack: refused, and lists go on without it', async () => {
  const section = attentionSection();
  const scales = { ...section.tensors.scales, data: new Float32Array(7).fill(Number.NaN) };
  const bad = packOf(
    { ...COUNTED, attention: { ...section, tensors: { ...section.tensors, scales } } },
    { attention: 1 },
  );
  const engine = createEngine({ placements: placementsPart });
  opened.push(engine);
  await engine.open({ database: `ways-${databases++}` });
  await take(engine, FEED);
  await expect(engine.loadPack(bad)).rejects.toMatchObject({ code: 'pack-corrupt' });
  expect(await engine.status()).toMatchObject({ pack: null, scoring: null });
  expect((await engine.recommend({})).items).not.toHaveLength(0);
});

test('a catalogue that shrinks and grows while it is scored: every list is of one catalogue', async () => {
  const engine = await visit();
  const small = FEED.slice(0, 2);
  const large = [...FEED, ...Array.from({ length: 3_000 }, (_, i) => ({ id: `more-${i}`, title: `A pot ${i}` }))];
  const feeds = [small, large, FEED];
  const known = feeds.map((feed) => new Set<string>(feed.map(({ id }) => id)));
  for (let round = 0; round < 6; round++) {
    const feed = feeds[round % feeds.length];
    const asked = [
      engine.recommend({ limit: 50, filter: {} }),
      take(engine, feed),
      engine.recommend({ limit: 50, filter: {} }),
    ];
    const lists = (await Promise.all(asked)).filter((list) => list !== undefined);
    for (const list of lists) {
      expect(known.some((ids) => list.items.every(({ id, product }) => ids.has(id) && product.id === id))).toBe(true);
    }
    const after = await engine.recommend({ limit: 500, filter: {}, seen: 'include' });
    expect(after.items.length).toBe(Math.min(500, feed.length));
    expect((await engine.status()).products).toBe(feed.length);
  }
});
