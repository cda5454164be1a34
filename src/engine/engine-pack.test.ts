import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CatalogueBuilder } from '../catalogue/catalogue-builder.ts';
import { feedPart } from '../catalogue/feeds/feed-part.ts';
import type { Engine } from '../contract/engine.ts';
import { VitrineError } from '../contract/errors.ts';
import type { FineTuneRequest, FineTuneResult, Neural } from '../contract/neural.ts';
import type { RecommendationList, SourceName } from '../contract/recommendation.ts';
import type { NamedTensors } from '../contract/tensors.ts';
import type { TrainingProgress } from '../contract/training-progress.ts';
import { serve } from '../contract/wire.ts';
import { AttentionEncoder } from '../kernels/encoders/attention-encoder.ts';
import type { PackSection } from '../pack/pack.ts';
import { createEngine } from './engine.ts';
import { createTraining } from './fine-tuning/training.ts';
import { placementsPart } from './placements/placements-part.ts';
import { ItemPopularity } from './ranking/item-popularity.ts';
import { saveLearnedRanker } from './ranking/learned-ranker.ts';
import { responsesPart } from './responses.ts';
import { readFurther } from './sources/further/read-further.ts';
import { Cache } from './storage/cache.ts';
import { attentionSection, COUNTED, COUNTS, FEED, NEURAL, packOf, SESSIONS } from './testing/small-shop.ts';

let databases = 0;
let database: string;
let engine: Engine;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
  vi.stubGlobal('vitrineParts', {
    'feed-forms': feedPart,
    'fine-tuning': createTraining,
    'further-sources': readFurther,
    placements: placementsPart,
  });
  database = `pack-${databases++}`;
  engine = await openEngine();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function openEngine(weights?: Partial<Record<SourceName, number>>): Promise<Engine> {
  const opened = createEngine();
  await opened.open({ database, weights });
  cleanups.unshift(() => opened.close());
  return opened;
}

async function takeFeed(feed: readonly unknown[] = FEED): Promise<void> {
  await engine.stageProducts(feed);
  await engine.commitProducts();
}

/** For what comes, however slow the machine. */
const WAIT = { timeout: 120_000 };

let now = Date.now() - 1e9;
const view = (...products: string[]) =>
  engine.record(products.map((product) => ({ name: 'view_item', product, at: now++ })));
const ids = (list: RecommendationList) => list.items.map(({ id }) => id);

test('without the script that reads further sources, lists are made by the others, and the shop is told', async () => {
  const golden = (name: string) => readFileSync(join(import.meta.dirname, '../pack/golden', name));
  const load = () => engine.loadPack(new Uint8Array(golden('v1/product-codes.safetensors')).buffer);
  await takeFeed(JSON.parse(golden('shop/products.json').toString()));
  vi.stubGlobal('vitrineParts', undefined);
  const { pack, problems } = await load();
  expect(pack?.sections).toEqual(expect.arrayContaining(['als']));
  expect(problems).toMatchObject([
    {
      code: 'worker-failed',
      message: expect.stringContaining('further-sources.js'),
      remedy: expect.stringContaining('beside'),
    },
  ]);
  const named = async () => (await engine.recommend({ limit: 3 })).model;
  await view('tea-1');
  expect(await named()).not.toContain('als');
  vi.stubGlobal('vitrineParts', { 'further-sources': readFurther });
  expect((await load()).problems).toHaveLength(1);
  expect(await named()).toContain('als');
});

test('weights follow the visitor where the pack says so; without the script they stay, and the shop is told', async () => {
  const adaptive = packOf(COUNTED, { rules: 1, knn: 1 }, { adaptive: true });
  await engine.loadPack(adaptive);
  await takeFeed();
  expect((await engine.status()).problems).toMatchObject([
    { code: 'worker-failed', message: expect.stringContaining('responses.js') },
  ]);
  await view('tea', 'pot', 'lamp', 'bulb');
  const shares = async () => (await engine.recommend({})).items.map(({ shares }) => shares);
  const fixed = await shares();
  vi.stubGlobal('vitrineParts', { responses: responsesPart });
  await engine.loadPack(adaptive);
  expect(await shares()).not.toEqual(fixed);
});

test('a pack makes a stranger’s list of what is popular, and says that it is not personal', async () => {
  await engine.loadPack(COUNTS);
  await takeFeed();
  const list = await engine.recommend({});
  expect(ids(list)).toEqual(['tea', 'pot', 'cup', 'lamp', 'bulb']);
  expect(list).toMatchObject({ model: 'popular', fallback: true });
  expect(list.items[0].reasons).toEqual([{ kind: 'popular' }]);
});

test('one click: what shoppers went on to, because of that click', async () => {
  await engine.loadPack(COUNTS);
  await takeFeed();
  await view('tea');
  const list = await engine.recommend({ limit: 2 });
  expect(ids(list)).toEqual(['pot', 'cup']);
  expect(list.fallback).toBe(false);
  expect(list.model.split('+')[0]).toBe('rules');
  expect(list.items[0].reasons[0]).toEqual({
    kind: 'because',
    interaction: 'view_item',
    product: 'tea',
    title: 'The tea',
    source: 'rules',
  });
  for (const { shares } of list.items) {
    expect(Object.values(shares).reduce<number>((sum, share = 0) => sum + share, 0)).toBeCloseTo(1, 5);
  }
  const silent = await engine.recommend({ limit: 2, explain: false });
  expect(silent.items.map(({ reasons }) => reasons)).toEqual([[], []]);
});

test('what goes with a seed says so, whatever the visitor did with that seed; the list is not personal', async () => {
  await engine.loadPack(COUNTS);
  await takeFeed();
  const stranger = await engine.recommend({ like: ['tea'], limit: 2 });
  expect(ids(stranger)).toEqual(['pot', 'cup']);
  expect(stranger.fallback).toBe(true);
  const seed = { kind: 'seed', product: 'tea', title: 'The tea', source: 'rules' };
  expect(stranger.items[0].reasons[0]).toEqual(seed);
  await view('tea');
  const list = await engine.recommend({ like: ['tea'], limit: 2 });
  expect(list.fallback).toBe(true);
  expect(list.items[0].reasons[0]).toEqual(seed);
});

test('a pack that comes after the products gives the same lists as one that came before', async () => {
  await view('lamp', 'tea');
  await takeFeed();
  await engine.loadPack(COUNTS);
  const later = await engine.recommend({});
  engine = await openEngine();
  await engine.loadPack(COUNTS);
  await takeFeed();
  const { id, took, ...earlier } = await engine.recommend({});
  expect(later).toMatchObject(earlier);
});

test('a product that only the pack knows is never shown, and a click on it long ago still speaks', async () => {
  await engine.loadPack(COUNTS);
  await takeFeed();
  await view('gone');
  const list = await engine.recommend({ limit: 1 });
  expect(ids(list)).toEqual(['lamp']);
  expect(list.items[0].reasons[0]).toMatchObject({ kind: 'because', product: 'gone' });
  expect(ids(await engine.recommend({ seen: 'include', limit: 20 }))).not.toContain('gone');
});

test('a product that only the feed knows takes a free place by its content', async () => {
  await engine.loadPack(COUNTS);
  await takeFeed([
    ...FEED,
    { id: 'new-tea', title: 'Smoked tea', tags: ['tea'] },
    { id: 'tea-tin', title: 'A tea tin' },
  ]);
  await view('new-tea');
  const list = await engine.recommend({ limit: 3 });
  expect(ids(list)).toContain('tea-tin');
  expect(list.fallback).toBe(false);
});

test('weights of the shop’s own count instead of the pack’s', async () => {
  engine = await openEngine({ knn: 1 });
  await engine.loadPack(COUNTS);
  await takeFeed();
  await view('tea');
  expect((await engine.recommend({ limit: 1 })).model).toBe('knn');
  expect((await engine.status()).weights).toEqual({ knn: 1 });
  for (const weights of [{ knn: -1 }, { knn: Number.NaN }, { charm: 1 }]) {
    await expect(openEngine(weights)).rejects.toMatchObject({ code: 'bad-options' });
  }
});

test('what friends met counts where it has a weight, for a stranger too; products that nobody knows are passed over', async () => {
  engine = await openEngine({ friends: 1 });
  await engine.loadPack(COUNTS);
  await takeFeed();
  const friends = [['lamp', 'nobody-knows'], ['lamp']];
  const list = await engine.recommend({ limit: 1, friends });
  expect(ids(list)).toEqual(['lamp']);
  expect(list.items[0].shares).toEqual({ friends: 1 });
  await view('lamp');
  expect((await engine.recommend({ limit: 3, friends })).model).not.toContain('friends');
});

test('status tells of the pack', async () => {
  expect(await engine.loadPack(COUNTS)).toMatchObject({
    pack: {
      bytes: COUNTS.byteLength,
      products: 6,
      sections: ['rules', 'knn', 'popular'],
      created: '2026-01-02T03:04:05.000Z',
      objective: 'click',
    },
    weights: { rules: 1, knn: 0.5, popular: 0.01 },
  });
});

test('status tells which code scores item vectors, and why no faster one', async () => {
  expect(await engine.loadPack(COUNTS)).toMatchObject({ scoring: null });
  expect(await engine.loadPack(NEURAL)).toMatchObject({ scoring: { kind: 'wasm-simd', reason: '' } });
  const compile = vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new Error('disallowed by the policy'));
  expect(await engine.loadPack(NEURAL)).toMatchObject({
    scoring: { kind: 'typescript', reason: 'disallowed by the policy' },
  });
  compile.mockRestore();
});

test('a pack with a section that is not as it should be is refused whole, and the one before it serves', async () => {
  await engine.loadPack(COUNTS);
  await takeFeed();
  await view('tea');
  const { tensors, ...rest } = COUNTED.rules;
  const bad = packOf(
    { ...COUNTED, rules: { ...rest, tensors: { ...tensors, offsets: tensors.scales } } },
    { rules: 1 },
  );
  await expect(engine.loadPack(bad)).rejects.toMatchObject({ code: 'pack-corrupt' });
  await expect(engine.loadPack(COUNTS.slice(0, 1_000))).rejects.toMatchObject({ code: 'pack-corrupt' });
  expect(ids(await engine.recommend({ limit: 1 }))).toEqual(['pot']);
});

test('packs and feeds are fetched; what cannot be fetched says why', async () => {
  const answers: Record<string, () => Response> = {
    '/shop.safetensors': () => new Response(COUNTS),
    '/feed.csv': () => new Response('id,title,price\ntea,Green tea,3.50 EUR\npot,A pot,cheap\n'),
    '/page.html': () => new Response('<!doctype html>'),
  };
  vi.stubGlobal('fetch', async (url: string) => answers[url]?.() ?? new Response('', { status: 404 }));
  await engine.loadPack('/shop.safetensors');
  expect(await engine.loadProducts('/feed.csv')).toMatchObject({
    taken: 2,
    omitted: 1,
    omissions: [{ row: 1, id: 'pot', field: 'price', reason: 'bad-price' }],
  });
  await expect(engine.loadPack('/none')).rejects.toMatchObject({ code: 'pack-unreachable' });
  await expect(engine.loadProducts('/none')).rejects.toMatchObject({ code: 'feed-unreachable' });
  await expect(engine.loadProducts('/page.html')).rejects.toMatchObject({ code: 'feed-unreadable' });
  expect(ids(await engine.recommend({}))).toEqual(['tea', 'pot']);
  expect((await engine.status()).pack?.products).toBe(6);
});

describe('a feed that was read on the last visit', () => {
  const text = (title: string) =>
    `id,title,price,availability\ntea,${title},3.50 EUR,in stock\npot,Pot,cheap,\ngone,Gone,1,out of stock\n`;
  const parsed = vi.spyOn(CatalogueBuilder.prototype, 'add');
  let feed = text('Tea');
  beforeEach(() => {
    vi.stubGlobal('fetch', async () => new Response(feed));
    parsed.mockClear();
  });

  async function stored(): Promise<void> {
    const opened = await openDB(database);
    await vi.waitFor(async () => expect(await opened.count('feeds')).toBe(1), WAIT);
    opened.close();
  }

  test('is taken up as it was, unparsed; another one is read, and takes its place', async () => {
    const report = await engine.loadProducts('/feed.csv');
    const list = await engine.recommend({});
    await stored();
    await engine.close();
    parsed.mockClear();

    engine = await openEngine();
    expect(await engine.loadProducts('/feed.csv')).toEqual(report);
    expect(parsed).not.toHaveBeenCalled();
    const { id, took, ...same } = list;
    expect(await engine.recommend({})).toMatchObject(same);
    expect((await engine.recommend({ filter: { price: { max: 4 } } })).items.map((item) => item.product)).toEqual([
      { id: 'tea', title: 'Tea', price: 3.5, currency: 'EUR', inStock: true },
    ]);

    feed = text('Other tea');
    await engine.loadProducts('/feed.csv');
    expect(parsed).toHaveBeenCalled();
    expect((await engine.recommend({})).items[0].product.title).toBe('Other tea');
  });

  test('where it is damaged, it is read anew', async () => {
    await engine.loadProducts('/feed.csv');
    await stored();
    const opened = await openDB(database);
    const [key] = await opened.getAllKeys('feeds');
    const known = await opened.get('feeds', key);
    for (const damaged of [
      null,
      { ...known, feed: undefined },
      { ...known, feed: { ...known.feed, form: 0 } },
      { ...known, feed: { ...known.feed, prices: new Float64Array(1) } },
      { ...known, feed: { ...known.feed, outOfStock: Uint32Array.of(7) } },
    ]) {
      await opened.put('feeds', damaged, key);
      parsed.mockClear();
      expect((await engine.loadProducts('/feed.csv')).taken).toBe(3);
      expect(parsed).toHaveBeenCalled();
    }
    opened.close();
  });
});

/** Serves these bytes as a stream that stops after `first`; the rest comes when it is let go. */
function hold(bytes: Uint8Array, first: number): { go: (rest?: Uint8Array) => void } {
  let go = (_rest?: Uint8Array): void => undefined;
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice(0, first));
      go = (rest = bytes.slice(first)) => {
        controller.enqueue(rest);
        controller.close();
      };
    },
  });
  vi.stubGlobal('fetch', async () => new Response(body));
  return { go: (rest) => go(rest) };
}

describe('a pack that is on its way', () => {
  const bytes = new Uint8Array(NEURAL);
  /** Up to the end of the products and of the one section that is smallest: what is popular. */
  const header = JSON.parse(
    new TextDecoder().decode(bytes.slice(8, 8 + Number(new DataView(NEURAL).getBigUint64(0, true)))),
  );
  const dataStart = 8 + Number(new DataView(NEURAL).getBigUint64(0, true));
  const endOf = (section: string) =>
    dataStart +
    Math.max(
      ...Object.entries<{ data_offsets: number[] }>(header).map(([name, { data_offsets }]) =>
        name.startsWith(`${section}/`) ? data_offsets[1] : 0,
      ),
    );

  test('a stranger’s list comes with what is popular, before the vectors are there', async () => {
    const { go } = hold(bytes, endOf('popular'));
    await takeFeed();
    const loading = engine.loadPack('/slow.safetensors');
    const list = await engine.recommend({});
    expect(list.model).toBe('popular');
    expect(ids(list)).toEqual(['tea', 'pot', 'cup', 'lamp', 'bulb']);
    expect(await engine.status()).toMatchObject({ pack: null, scoring: null });
    go();
    expect(await loading).toMatchObject({ pack: { products: 6 }, scoring: { kind: 'wasm-simd' } });
    await view('tea');
    expect((await engine.recommend({ limit: 1 })).model).toBe('attention');
  });

  test('a list for a visitor who is known waits for a section that knows them', async () => {
    await takeFeed();
    await view('tea');
    const { go } = hold(bytes, endOf('popular'));
    const loading = engine.loadPack('/slow.safetensors');
    let came = false;
    const asked = engine.recommend({ limit: 1 }).finally(() => {
      came = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(came).toBe(false);
    go();
    expect((await asked).fallback).toBe(false);
    await loading;
  });

  test('where it breaks off, all of it goes, and nobody waits on', async () => {
    await takeFeed();
    const { go } = hold(bytes, endOf('popular'));
    const loading = engine.loadPack('/slow.safetensors');
    expect((await engine.recommend({})).model).toBe('popular');
    go(new Uint8Array(3));
    await expect(loading).rejects.toMatchObject({ code: 'pack-corrupt' });
    expect((await engine.recommend({})).model).toBe('spread');
    expect((await engine.status()).pack).toBeNull();
  });

  test('while another pack serves, it goes on until the new one is whole', async () => {
    await engine.loadPack(COUNTS);
    await takeFeed();
    const { go } = hold(bytes, endOf('popular'));
    const loading = engine.loadPack('/slow.safetensors');
    await view('tea');
    expect((await engine.recommend({ limit: 1 })).model).toContain('rules');
    go(new Uint8Array(3));
    await expect(loading).rejects.toMatchObject({ code: 'pack-corrupt' });
    expect((await engine.recommend({ limit: 1 })).model).toContain('rules');
  });
});

test('a feed that is replaced while it loads is given up, and never takes effect', async () => {
  let release = (): void => undefined;
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('[{"id":"old"},'));
      release = () => {
        controller.enqueue(new TextEncoder().encode('{"id":"older"}]'));
        controller.close();
      };
    },
  });
  vi.stubGlobal('fetch', async () => new Response(body));
  const loading = engine.loadProducts('/slow.json');
  const outcome = loading.catch((error: unknown) => error);
  await engine.discardProducts();
  release();
  expect(await outcome).toMatchObject({ code: 'aborted' });
  await takeFeed();
  expect((await engine.status()).products).toBe(FEED.length);
});

test('what the encoder made of the history outlives the engine: the next visit encodes what is new; erase takes it', async () => {
  await engine.loadPack(NEURAL);
  await takeFeed();
  await view('tea', 'pot', 'lamp', 'bulb', 'cup');
  // Reasons would read the history again, to prove themselves.
  const asked = { seen: 'include', explain: false } as const;
  const list = await engine.recommend(asked);
  const opened = await openDB(database);
  await vi.waitFor(async () => expect(await opened.count('states')).toBe(1), WAIT);
  await engine.close();

  engine = await openEngine();
  await engine.loadPack(NEURAL);
  await takeFeed();
  const append = vi.spyOn(AttentionEncoder.prototype, 'append');
  const { id, took, ...same } = list;
  expect(await engine.recommend(asked)).toMatchObject(same);
  expect(append).toHaveBeenCalledTimes(1);
  append.mockRestore();

  await engine.erase();
  expect(await opened.count('states')).toBe(0);
  const save = vi.spyOn(Cache.prototype, 'save');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await engine.recommend({});
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  expect(save).not.toHaveBeenCalled();
  save.mockRestore();
  opened.close();
});

/** Stands in for the neural worker: gives back the weights moved by `shift`. */
class FakeNeural implements Pick<Neural, 'open' | 'fineTune' | 'cancel' | 'status' | 'close'> {
  requests: FineTuneRequest[] = [];
  cancelled: string[] = [];
  result: Partial<FineTuneResult> = {};
  shift = 0.5;
  hold: Promise<void> = Promise.resolve();

  async open() {
    return this.status();
  }

  async fineTune(request: FineTuneRequest, onProgress: (progress: TrainingProgress) => void): Promise<FineTuneResult> {
    this.requests.push(request);
    for (const epoch of [0, 1]) {
      await onProgress({ epoch, epochs: 2, step: 1, steps: 1, loss: 1, elapsed: 0, remaining: 0 });
    }
    await this.hold;
    const weights: NamedTensors = {};
    for (const [name, { shape, data }] of Object.entries(request.weights)) {
      if (name !== 'items')
        weights[name] = { shape, data: data.map((value, i) => value + this.shift * (i % 2 ? 1 : -1)) };
    }
    return { weights, steps: 7, before: 2, after: 1, adopted: true, backend: 'cpu', ...this.result };
  }

  async cancel(call: string) {
    this.cancelled.push(call);
  }

  async status() {
    return { backend: 'cpu', rejected: [], tensors: 3 } as const;
  }

  async close() {}
}

async function withNeural(): Promise<FakeNeural> {
  const neural = new FakeNeural();
  const { port1, port2 } = new MessageChannel();
  cleanups.push(() => port1.close());
  serve(neural, port1);
  await engine.connectNeural(port2);
  await engine.loadPack(NEURAL);
  await takeFeed();
  await view('tea', 'pot', 'lamp', 'bulb', 'tea', 'new');
  return neural;
}
const scores = async (of = engine) => (await of.recommend({ seen: 'include' })).items.map(({ score }) => score);

/** The browser's locks, of one name: one holder after the other. */
class OneAfterTheOther {
  /** Those that hold it or wait. */
  waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  request<TResult>(_name: string, work: () => Promise<TResult>): Promise<TResult> {
    this.waiting++;
    const done = this.#last.then(work).finally(() => this.waiting--);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

test('fine-tuning: progress is told, new weights serve, outlive the engine, and go with erase', async () => {
  const neural = await withNeural();
  const packed = await scores();
  const epochs: number[] = [];
  const report = await engine.train('t1', { epochs: 2 }, ({ epoch }) => void epochs.push(epoch));
  expect(report).toEqual({ adopted: true, steps: 7, before: 2, after: 1, backend: 'cpu' });
  expect(epochs).toEqual([0, 1]);
  const [request] = neural.requests;
  expect(request).toMatchObject({ call: 't1', model: 'attention', options: { width: 2 }, epochs: 2 });
  expect([...request.own.items]).toEqual([1, 2, 4, 5, 1]);
  expect([...request.own.offsets]).toEqual([0, 5]);
  expect([...request.replay.items]).toEqual(SESSIONS.flat());
  expect(request.weights.items.shape).toEqual([7, 2]);
  const tuned = await scores();
  expect(tuned).not.toEqual(packed);
  await vi.waitFor(
    async () =>
      expect(await engine.status()).toMatchObject({ fineTuned: true, neural: { backend: 'cpu', tensors: 3 } }),
    WAIT,
  );

  engine = await openEngine();
  expect(await engine.loadPack(NEURAL)).toMatchObject({ fineTuned: true });
  await takeFeed();
  expect(await scores()).toEqual(tuned);

  const { vitrineParts: scripts } = globalThis as { vitrineParts?: unknown };
  vi.stubGlobal('vitrineParts', {});
  engine = await openEngine();
  expect(await engine.loadPack(NEURAL)).toMatchObject({
    fineTuned: false,
    problems: [{ code: 'worker-failed', message: expect.stringContaining('fine-tuning.js') }],
  });
  vi.stubGlobal('vitrineParts', scripts);
  await takeFeed();

  await engine.erase();
  await view('tea', 'pot', 'lamp', 'bulb', 'tea', 'new');
  expect(await scores()).toEqual(packed);
  expect((await engine.status()).fineTuned).toBe(false);
});

test('two tabs train: the one that was overtaken takes up the weights of the other, which serve in both', async () => {
  const overtaken = await withNeural();
  const first = engine;
  let release = (): void => undefined;
  overtaken.hold = new Promise((resolve) => {
    release = resolve;
  });
  const packed = await scores();
  const training = first.train('t1', {}, () => undefined);
  await vi.waitFor(() => expect(overtaken.requests).toHaveLength(1), WAIT);

  engine = await openEngine();
  const leader = await withNeural();
  leader.shift = 0.4;
  await engine.train('t2', {}, () => undefined);
  const tuned = await scores();
  expect(tuned).not.toEqual(packed);
  await vi.waitFor(async () => expect(await scores(first)).toEqual(tuned), WAIT);
  release();
  await training;
  expect(await scores(first)).toEqual(tuned);
  expect(await scores()).toEqual(tuned);
});

test('a tab that waited while another one trained takes up what that one learned, and trains nothing', async () => {
  const locks = new OneAfterTheOther();
  vi.stubGlobal('navigator', { locks });
  const leader = await withNeural();
  const first = engine;
  let release = (): void => undefined;
  leader.hold = new Promise((resolve) => {
    release = resolve;
  });
  const leading = first.train('t1', {}, () => undefined);
  await vi.waitFor(() => expect(leader.requests).toHaveLength(1), WAIT);

  engine = await openEngine();
  const follower = await withNeural();
  const following = engine.train('t2', {}, () => undefined);
  engine = await openEngine();
  const impatient = await withNeural();
  const given = engine.train('t3', {}, () => undefined);
  await vi.waitFor(() => expect(locks.waiting).toBe(3), WAIT);
  await engine.cancel('t3');
  await expect(given).rejects.toMatchObject({ code: 'aborted' });
  release();
  expect(await following).toEqual(await leading);
  expect([follower.requests.length, impatient.requests.length]).toEqual([0, 0]);
  // A leader that is gone makes way.
  expect(await engine.train('t4', {}, () => undefined)).toMatchObject({ adopted: true });
});

test('a training that another tab did while this one was starting its worker is taken up; one asked for later trains anew', async () => {
  const leader = await withNeural();
  const asked = Date.now() - 1;
  const led = await engine.train('t1', {}, () => undefined);
  expect(leader.requests).toHaveLength(1);

  engine = await openEngine();
  const follower = await withNeural();
  await engine.loadPack(NEURAL);
  expect(await engine.status()).toMatchObject({ fineTuned: true });
  expect(await engine.train('t2', { asked }, () => undefined)).toEqual(led);
  expect(follower.requests).toEqual([]);
  await engine.train('t3', { asked: Date.now() + 10 }, () => undefined);
  expect(follower.requests).toHaveLength(1);
  // The clock was set back since: what began in the future says nothing.
  const now = vi.spyOn(Date, 'now').mockReturnValue(asked - 1e9);
  await engine.train('t4', {}, () => undefined);
  expect(follower.requests).toHaveLength(2);
  now.mockRestore();
});

test('where nothing was trained on the visitor, the script is left alone', async () => {
  vi.stubGlobal('vitrineParts', {});
  engine = await openEngine();
  expect(await engine.loadPack(NEURAL)).toMatchObject({ fineTuned: false, problems: [] });
});

test('weights that were fine-tuned from one pack never serve with another', async () => {
  await withNeural();
  await engine.train('t1', {}, () => undefined);
  const other = packOf({ ...COUNTED, attention: attentionSection() }, { attention: 1, rules: 0.1 });
  expect(await engine.loadPack(other)).toMatchObject({ fineTuned: false });
  expect(await engine.loadPack(NEURAL)).toMatchObject({ fineTuned: true });
});

test('weights that were not adopted do not serve', async () => {
  const neural = await withNeural();
  neural.result = { adopted: false };
  const packed = await scores();
  expect((await engine.train('t1', {}, () => undefined)).adopted).toBe(false);
  expect(await scores()).toEqual(packed);
});

test('weights that are not whole are refused, and the old ones serve', async () => {
  const neural = await withNeural();
  const packed = await scores();
  neural.shift = Number.NaN;
  await expect(engine.train('t1', {}, () => undefined)).rejects.toMatchObject({ code: 'diverged' });
  expect(await scores()).toEqual(packed);
  expect((await engine.status()).fineTuned).toBe(false);
});

test.each<[string, (neural: FakeNeural) => Promise<unknown>]>([
  ['aborted', () => engine.cancel('t1')],
  ['aborted', () => engine.erase()],
  ['worker-failed', () => engine.disconnectNeural()],
])('a training that ends early: %s; lists go on meanwhile, and nothing of it serves', async (code, end) => {
  const neural = await withNeural();
  const packed = await scores();
  let release = (): void => undefined;
  neural.hold = new Promise((resolve) => {
    release = resolve;
  });
  const training = engine.train('t1', {}, () => undefined).catch((error: unknown) => error);
  await vi.waitFor(() => expect(neural.requests).toHaveLength(1), WAIT);
  expect(await scores()).toEqual(packed);
  await expect(engine.train('t2', {}, () => undefined)).rejects.toMatchObject({ code: 'bad-options' });
  await end(neural);
  expect(await training).toMatchObject({ code });
  release();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await engine.status()).fineTuned).toBe(false);
});

test('nothing to train: no pack, no attention model, too little history; no neural worker', async () => {
  const train = () => engine.train('t', {}, () => undefined);
  await expect(train()).rejects.toMatchObject({ code: 'nothing-to-train' });
  await engine.loadPack(COUNTS);
  await expect(train()).rejects.toMatchObject({ code: 'nothing-to-train' });
  await engine.loadPack(NEURAL);
  await view('tea', 'pot', 'new');
  await expect(train()).rejects.toMatchObject({ code: 'nothing-to-train' });
  await view('lamp', 'bulb', 'tea');
  await expect(train()).rejects.toMatchObject({ code: 'worker-failed' });
  await expect(engine.train('t', { epochs: 0 }, () => undefined)).rejects.toMatchObject({ code: 'bad-options' });
});

test('an error of the neural worker arrives with its code', async () => {
  const neural = await withNeural();
  neural.fineTune = async () => {
    throw new VitrineError('no-backend', 'Nothing runs here.', { remedy: 'Try elsewhere.' });
  };
  await expect(engine.train('t', {}, () => undefined)).rejects.toMatchObject({ code: 'no-backend' });
});

describe('a pack whose numbers are too large to reckon with', () => {
  const HUGE = 3e38;
  const spoiled = (section: PackSection, value: number): PackSection => ({
    ...section,
    tensors: Object.fromEntries(
      Object.entries(section.tensors).map(([name, { shape, data }]) => [
        name,
        { shape, data: data instanceof Float32Array ? data.map(() => value) : data },
      ]),
    ),
  });
  const ranker = saveLearnedRanker(['rules.share', 'knn.share'], new ItemPopularity(new Uint8Array(21)), {
    inputs: 2,
    hidden: 3,
    weight1: new Float32Array(6).fill(1),
    bias1: new Float32Array(3),
    weight2: new Float32Array(9).fill(1),
    bias2: new Float32Array(3),
    weight3: new Float32Array(3).fill(1),
  });
  const expectNumbers = ({ items }: RecommendationList): void => {
    for (const { score, shares } of items) {
      expect(Number.isFinite(score)).toBe(true);
      for (const share of Object.values(shares)) expect(Number.isFinite(share)).toBe(true);
    }
  };

  test('a learned ranker gives way to the weights, and the status says so', async () => {
    await engine.loadPack(packOf({ ...COUNTED, ranker }, { rules: 1, knn: 0.5 }));
    await takeFeed();
    await view('tea');
    expect(ids(await engine.recommend({ limit: 2 }))).toEqual(['pot', 'cup']);
    expect((await engine.status()).problems).toEqual([]);
    await engine.loadPack(packOf({ ...COUNTED, ranker: spoiled(ranker, HUGE) }, { rules: 1, knn: 0.5 }));
    const list = await engine.recommend({ limit: 2 });
    expect(ids(list)).toEqual(['pot', 'cup']);
    expectNumbers(list);
    expect((await engine.status()).problems).toEqual([
      expect.objectContaining({ code: 'pack-corrupt', message: expect.stringContaining('learned ranker') }),
    ]);
  });

  test('a source gives way to the others, and the status says so', async () => {
    const attention = spoiled(attentionSection(), HUGE);
    await engine.loadPack(packOf({ ...COUNTED, attention }, { attention: 9, rules: 1 }));
    await takeFeed();
    await view('tea');
    const list = await engine.recommend({});
    expect(ids(list)[0]).toBe('pot');
    expectNumbers(list);
    expect((await engine.status()).problems).toEqual([
      expect.objectContaining({ code: 'source-failed', message: expect.stringContaining('attention') }),
    ]);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('one that holds %d is refused', async (value) => {
    const attention = spoiled(attentionSection(), value);
    await expect(engine.loadPack(packOf({ ...COUNTED, attention }, { attention: 1 }))).rejects.toMatchObject({
      code: 'pack-corrupt',
    });
  });
});
