import { beforeAll, describe, expect, test } from 'vitest';
import { Bitset } from '../../../kernels/scoring/bitset.ts';
import { openCompute } from '../../../learning/compute/testing/open-compute.ts';
import { Gru4Rec } from '../../../learning/models/gru4rec.ts';
import type { PackSection } from '../../../pack/pack.ts';
import type { VisitorContext } from '../candidate-source.ts';
import { wholeAnswer } from '../testing/whole-answer.ts';
import { createGru4Rec } from './gru4rec.ts';

const ITEMS = 30;
const OPTIONS = { width: 8, longest: 6, dropout: 0, negatives: 10, batchTokens: 64, learningRate: 0.03 };
let section: PackSection;

beforeAll(async () => {
  await openCompute('cpu');
  const walks = Array.from({ length: 60 }, (_, i) => Array.from({ length: 5 }, (_, k) => 1 + ((i * 7 + k) % ITEMS)));
  const model = new Gru4Rec(OPTIONS);
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

const HISTORIES = [[4], [4, 5, 6], [1, 2, 3, 4, 5, 6, 7], [9, 9, 8, 3, 20, 21, 22, 23, 24, 25, 26, 27, 28]];

describe('the serving source', () => {
  test.each(HISTORIES.map((history) => [history]))('scores like the model it was saved from: %j', async (history) => {
    const model = new Gru4Rec(OPTIONS);
    model.load(section);
    const sessions = { items: Int32Array.from(history), offsets: Int32Array.of(0, history.length) };
    const everyItem = Int32Array.from({ length: ITEMS }, (_, i) => i + 1);
    const expected = await model.score(sessions, everyItem);
    const { items, scores } = createGru4Rec(section, ITEMS).retrieve(visitor(history), ITEMS);
    expect(items).toHaveLength(ITEMS);
    const best = Math.max(...expected);
    items.forEach((item, i) => {
      expect(Math.abs(scores[i] - Math.exp(expected[item - 1] - best))).toBeLessThan(1e-3);
    });
  });

  test('the answer does not depend on what was asked before, nor on which code scores', async () => {
    const used = createGru4Rec(section, ITEMS);
    for (const pass of ['plain', 'accelerated']) {
      for (const history of [...HISTORIES, ...HISTORIES.toReversed(), [4, 5], [4], [4], [5, 4]]) {
        const fresh = wholeAnswer(createGru4Rec(section, ITEMS), visitor(history), 7);
        expect(wholeAnswer(used, visitor(history), 7), pass).toEqual(fresh);
      }
      await used.accelerate?.();
    }
  });

  test('only allowed items are candidates; products that the pack does not have are passed over', () => {
    const source = createGru4Rec(section, ITEMS);
    const { items } = source.retrieve(visitor([4, 99, 5, 0], [5, 6, 7]), 100);
    expect(new Set(items).size).toBe(ITEMS - 3);
    for (const absent of [0, 5, 6, 7]) expect(items).not.toContain(absent);
    expect([...source.retrieve(visitor([4, 5]), 5).items]).toEqual([...source.retrieve(visitor([4, 99, 5]), 5).items]);
    expect(source.retrieve(visitor([99]), 5).items).toHaveLength(0);
  });

  test.each<[string, (broken: PackSection) => void]>([
    ['a missing tensor', ({ tensors }) => delete tensors['input.weights']],
    ['a tensor of another shape', ({ tensors }) => (tensors['input.bias'] = { shape: [2], data: new Float32Array(2) })],
    ['an option out of range', ({ options }) => (options.width = 0)],
    ['a negative scale', ({ tensors }) => (tensors.scales.data[3] = -1)],
  ])('refuses %s', (_, damage) => {
    const broken = structuredClone(section);
    damage(broken);
    expect(() => createGru4Rec(broken, ITEMS)).toThrow(expect.objectContaining({ code: 'pack-corrupt' }));
  });
});
