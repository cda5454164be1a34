import { expect, test, vi } from 'vitest';
import type { VitrineError } from '../../contract/errors.ts';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import type { CandidateSource, Candidates, VisitorContext } from '../sources/candidate-source.ts';
import { createRetrieval } from './retrieval.ts';

const allowed = new Bitset(9);
for (let row = 1; row < 9; row++) allowed.add(row);
const context: VisitorContext = { items: Int32Array.of(1), names: ['view_item'], sessionStart: 0, allowed };
const two: Candidates = { items: Int32Array.of(2), scores: Float32Array.of(1), because: () => -1 };
const local: CandidateSource = { name: 'knn', retrieve: () => two };
const itemsOf = (found: readonly { source: string; candidates: Candidates }[]) =>
  found.map(({ source, candidates }) => [source, ...candidates.items]);

test('sources of this engine answer at once: there is no promise', () => {
  const found = createRetrieval(false, () => undefined).askAll([local, local], context, 5, 1);
  expect(found).not.toBeInstanceOf(Promise);
  expect(itemsOf(found as Awaited<typeof found>)).toEqual([
    ['knn', 2],
    ['knn', 2],
  ]);
});

test('one that throws is left out and told', () => {
  const told = vi.fn((_: VitrineError) => undefined);
  const broken: CandidateSource = {
    name: 'als',
    retrieve() {
      throw new TypeError('no vectors');
    },
  };
  const found = createRetrieval(false, told).askAll([broken, local], context, 5, 1);
  expect(itemsOf(found as Awaited<typeof found>)).toEqual([['als'], ['knn', 2]]);
  expect(told.mock.calls[0][0]).toMatchObject({ code: 'source-failed', message: 'The candidate source als failed.' });
});

test.each<[string, () => Promise<void>]>([
  ['never comes to an end', () => new Promise(() => undefined)],
  ['rejects', () => Promise.reject(new Error('the GPU was lost'))],
  [
    'throws',
    () => {
      throw new Error('the GPU was lost');
    },
  ],
])('what a source prepares may fail: it answers all the same. Preparing %s', async (_, prepare) => {
  const told = vi.fn();
  const prepared = vi.fn(prepare);
  const source = { ...local, prepare: prepared };
  expect(itemsOf(await createRetrieval(true, told).askAll([source], context, 5, 1))).toEqual([['knn', 2]]);
  expect(prepared).toHaveBeenCalledExactlyOnceWith(context, 5);
  createRetrieval(false, told).askAll([source], context, 5, 1);
  expect(prepared).toHaveBeenCalledOnce();
  expect(told).not.toHaveBeenCalled();
});
