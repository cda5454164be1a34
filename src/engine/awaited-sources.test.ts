import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../contract/engine.ts';
import type { RecommendationList } from '../contract/recommendation.ts';
import { createEngine } from './engine.ts';
import { REST_MS } from './lists/retrieval.ts';
import type { Candidates } from './sources/candidate-source.ts';
import { COUNTS, FEED } from './testing/small-shop.ts';

/** What the source of friends does in these tests: it stands for one that has to be waited for. */
let answer: (signal: AbortSignal) => Candidates | Promise<Candidates>;
vi.mock('./sources/friends.ts', () => ({
  friends: {
    name: 'friends',
    personal: true,
    needs: 'friends',
    create: () => ({
      name: 'friends',
      awaited: true,
      retrieve: (_context: unknown, _limit: number, signal: AbortSignal) => answer(signal),
    }),
  },
}));

const lamp: Candidates = { items: Int32Array.of(4), scores: Float32Array.of(1), because: () => -1 };
let engine: Engine;
let databases = 0;
beforeEach(async () => {
  engine = createEngine();
  await engine.open({ database: `awaited-${databases++}`, weights: { friends: 9, rules: 1 } });
  await engine.loadPack(COUNTS);
  await engine.stageProducts(FEED);
  await engine.commitProducts();
  await engine.record([{ name: 'view_item', product: 'tea', at: Date.now() }]);
});
afterEach(() => engine.close());

const ask = () => engine.recommend({ limit: 3, sourceDeadline: 20 });
const ids = (list: RecommendationList) => list.items.map(({ id }) => id);
const problems = async () => (await engine.status()).problems.map(({ code, message }) => `${code}: ${message}`);

test('a source that answers in time takes part', async () => {
  answer = async () => lamp;
  const list = await ask();
  expect(ids(list)[0]).toBe('lamp');
  expect(list.items[0].shares).toEqual({ friends: 1 });
  expect(await problems()).toEqual([]);
});

describe('a list is made without a source that', () => {
  test.each<[string, typeof answer, string]>([
    ['never answers', () => new Promise(() => undefined), 'source-failed: The candidate source friends was late.'],
    [
      'throws',
      () => {
        throw new Error('no network');
      },
      'source-failed: The candidate source friends failed.',
    ],
    ['rejects', () => Promise.reject(new Error('no network')), 'source-failed: The candidate source friends failed.'],
    [
      'answers later',
      (signal) => new Promise((resolve) => signal.addEventListener('abort', () => setTimeout(resolve, 5, lamp))),
      'source-failed: The candidate source friends was late.',
    ],
    [
      'gives rows that are none',
      async () => ({ ...lamp, items: Int32Array.of(-1) }),
      'source-failed: The candidate source friends gave products that may not be shown.',
    ],
    ['gives nothing', async () => null as never, 'source-failed: The candidate source friends was late.'],
    [
      'rejects when its time is over',
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      'source-failed: The candidate source friends was late.',
    ],
  ])('%s; that is told once, and the source is heard when it answers again', async (_, behaviour, problem) => {
    answer = behaviour;
    expect(ids(await ask())).toEqual(['pot', 'cup', 'lamp']);
    expect(ids(await ask())).toEqual(['pot', 'cup', 'lamp']);
    expect(await problems()).toEqual([problem]);
    answer = async () => lamp;
    const real = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => real() + REST_MS);
    expect(ids(await ask())[0]).toBe('lamp');
    vi.restoreAllMocks();
  });
});

test('a source that was late is left alone for a while: the next lists do not wait for it', async () => {
  const asked = vi.fn(() => new Promise<Candidates>(() => undefined));
  answer = asked;
  await ask();
  await ask();
  await ask();
  expect(asked).toHaveBeenCalledOnce();
});

test('what comes while a list waits changes nothing of it', async () => {
  let go: ((candidates: Candidates) => void) | undefined;
  answer = () =>
    new Promise((resolve) => {
      go ??= resolve;
    });
  const waiting = engine.recommend({ limit: 3, sourceDeadline: 2_000 });
  await vi.waitFor(() => expect(go).toBeDefined(), { timeout: 30_000 });
  await engine.stageProducts([{ id: 'boat', title: 'A boat' }]);
  await engine.commitProducts();
  await engine.record([{ name: 'view_item', product: 'boat', at: Date.now() }]);
  const other = engine.recommend({ sourceDeadline: 20 });
  go?.(lamp);
  expect((await waiting).items.map(({ product }) => product.title)).toEqual(['The lamp', 'The pot', 'The cup']);
  expect(ids(await other)).toEqual([]);
});
