import { beforeAll, describe, expect, test, vi } from 'vitest';
import { AheadScorer } from '../../kernels/scoring/ahead-scorer.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import { openCompute } from '../../learning/compute/testing/open-compute.ts';
import { AttentionModel } from '../../learning/models/attention.ts';
import type { PackSection } from '../../pack/pack.ts';
import { type AttentionSource, createAttention } from './attention.ts';
import type { VisitorContext } from './candidate-source.ts';
import { wholeAnswer } from './testing/whole-answer.ts';

const ITEMS = 30;
const OPTIONS = {
  width: 8,
  heads: 2,
  blocks: 2,
  longest: 6,
  dropout: 0,
  negatives: 10,
  batchTokens: 64,
  learningRate: 0.03,
};
let section: PackSection;

beforeAll(async () => {
  await openCompute('cpu');
  const walks = Array.from({ length: 60 }, (_, i) => Array.from({ length: 5 }, (_, k) => 1 + ((i * 7 + k) % ITEMS)));
  const model = new AttentionModel(OPTIONS);
  const offsets = Int32Array.from({ length: walks.length + 1 }, (_, i) => i * 5);
  const sequences = { items: Int32Array.from(walks.flat()), offsets };
  for await (const _ of model.fit({ items: ITEMS, sequences }, { epochs: 8, seed: 1, patience: 9 }));
  section = model.save();
});

function visitor(items: number[], absent: number[] = []): VisitorContext {
  const allowed = new Bitset(ITEMS + 1);
  for (let row = 1; row <= ITEMS; row++) if (!absent.includes(row)) allowed.add(row);
  return { items: Int32Array.from(items), names: items.map(() => 'view_item'), sessionStart: 0, allowed };
}

async function modelScores(history: number[]): Promise<Float32Array> {
  const model = new AttentionModel(OPTIONS);
  model.load(section);
  const sessions = { items: Int32Array.from(history), offsets: Int32Array.of(0, history.length) };
  return model.score(
    sessions,
    Int32Array.from({ length: ITEMS }, (_, i) => i + 1),
  );
}

const HISTORIES = [[4], [4, 5, 6], [1, 2, 3, 4, 5, 6, 7], [9, 9, 8, 3, 20, 21, 22, 23, 24, 25, 26, 27, 28]];

describe('the serving source', () => {
  test.each(HISTORIES.map((history) => [history]))('scores like the model it was saved from: %j', async (history) => {
    const expected = await modelScores(history);
    const { items, scores } = createAttention(section, ITEMS).retrieve(visitor(history), ITEMS);
    expect(items).toHaveLength(ITEMS);
    const best = Math.max(...expected);
    items.forEach((item, i) => {
      expect(Math.abs(scores[i] - Math.exp(expected[item - 1] - best))).toBeLessThan(1e-3);
    });
  });

  test('the answer does not depend on what was asked before', () => {
    const used = createAttention(section, ITEMS);
    for (const history of [...HISTORIES, ...HISTORIES.toReversed(), [4, 5], [4], [4], [5, 4]]) {
      const fresh = wholeAnswer(createAttention(section, ITEMS), visitor(history), 7);
      expect(wholeAnswer(used, visitor(history), 7)).toEqual(fresh);
    }
  });

  test('only allowed items are candidates, none twice; products that the pack does not have are passed over', () => {
    const source = createAttention(section, ITEMS);
    const { items } = source.retrieve(visitor([4, 99, 5, 0], [5, 6, 7]), 100);
    expect(items).toHaveLength(ITEMS - 3);
    expect(new Set(items).size).toBe(ITEMS - 3);
    for (const absent of [0, 5, 6, 7]) expect(items).not.toContain(absent);
    expect([...source.retrieve(visitor([4, 5]), 5).items]).toEqual([...source.retrieve(visitor([4, 99, 5]), 5).items]);
    expect(source.retrieve(visitor([]), 5).items).toHaveLength(0);
    expect(source.retrieve(visitor([99]), 5).items).toHaveLength(0);
  });

  test('because: an own item without which the candidate has less of the scores; the answers after it are the same', () => {
    const source = createAttention(section, ITEMS);
    const history = [4, 99, 12, 20];
    const shareOf = (own: number[], item: number): number => {
      const { items, scores } = source.retrieve(visitor(own), ITEMS);
      return scores[items.indexOf(item)] / scores.reduce((sum, score) => sum + score, 0);
    };
    const { items, because } = source.retrieve(visitor(history), ITEMS);
    const named = Array.from(items, (item, place) => ({ item, cause: because(place) })).filter(
      ({ cause }) => cause >= 0,
    );
    expect(named.length).toBeGreaterThan(ITEMS / 2);
    for (const { item, cause } of named) {
      expect([0, 2, 3]).toContain(cause);
      const without = history.filter((_, position) => position !== cause);
      expect(shareOf(without, item)).toBeLessThan(shareOf(history, item));
    }
    const fresh = createAttention(section, ITEMS);
    expect(wholeAnswer(source, visitor([...history, 5]), 7)).toEqual(wholeAnswer(fresh, visitor([...history, 5]), 7));
  });

  test('accelerated, it gives the same answer', async () => {
    const source = createAttention(section, ITEMS);
    const plain = wholeAnswer(source, visitor([4, 5, 6]), 10);
    expect(await source.accelerate()).toMatchObject({ kind: 'wasm-simd', reason: '' });
    expect(wholeAnswer(source, visitor([4, 5, 6]), 10)).toEqual(plain);
  });

  test('what it asks ahead is what it asks then', async () => {
    const source = createAttention(section, ITEMS);
    await source.accelerate();
    const [ahead, topK] = [vi.spyOn(AheadScorer.prototype, 'ahead'), vi.spyOn(AheadScorer.prototype, 'topK')];
    await source.prepare(visitor([4, 5, 6]), 10);
    const asked = structuredClone(ahead.mock.lastCall);
    source.retrieve(visitor([4, 5, 6]), 10);
    expect(asked).toEqual(structuredClone(topK.mock.lastCall));
    await source.prepare(visitor([]), 10);
    expect(ahead).toHaveBeenCalledOnce();
    vi.restoreAllMocks();
  });

  test('other weights serve once they are adopted; those of other shapes are refused', () => {
    const source: AttentionSource = createAttention(section, ITEMS);
    const before = wholeAnswer(source, visitor([4, 5, 6]), 10);
    const { items: _, ...encoder } = source.weights();
    const doubled = Object.fromEntries(
      Object.entries(encoder).map(([name, { shape, data }]) => [name, { shape, data: data.map((x) => x * 2 + 0.1) }]),
    );
    source.adopt(doubled);
    expect(wholeAnswer(source, visitor([4, 5, 6]), 10)).not.toEqual(before);
    source.adopt({ positions: encoder.positions });
    expect(wholeAnswer(source, visitor([4, 5, 6]), 10)).toEqual(before);
    expect(() => source.adopt({ ...encoder, positions: { shape: [1, 8], data: new Float32Array(8) } })).toThrow(
      expect.objectContaining({ code: 'bad-options' }),
    );
  });

  test.each<[string, (broken: PackSection) => void]>([
    ['a missing tensor', ({ tensors }) => delete tensors['0.query.weights']],
    ['a tensor of another shape', ({ tensors }) => (tensors.positions = { shape: [2, 8], data: new Float32Array(16) })],
    [
      'item vectors for another catalogue',
      ({ tensors }) => (tensors.items = { shape: [3, 8], data: new Int8Array(24) }),
    ],
    [
      'a scale below 0',
      ({ tensors }) => (tensors.scales = { shape: [ITEMS + 1], data: new Float32Array(ITEMS + 1).fill(-1) }),
    ],
    ['heads that do not divide the width', ({ options }) => (options.heads = 3)],
    ['an absurd size', ({ options }) => (options.blocks = 1e9)],
  ])('refuses %s', (_, breakIt) => {
    const broken = { options: { ...section.options }, tensors: { ...section.tensors } };
    breakIt(broken);
    expect(() => createAttention(broken, ITEMS)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
  });
});
