import { expect, test, vi } from 'vitest';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import type { VisitorContext } from './candidate-source.ts';
import { provenOwn } from './proven-own.ts';

/** Products 1 to 4 point along one axis each; 5 has none of them. */
const width = 4;
const data = new Int8Array(6 * width);
for (let item = 1; item <= 4; item++) data[item * width + item - 1] = 100;
const matrix = { rows: 6, width, data, scales: new Float32Array(6).fill(0.01) };
/** Sums up what it reads. */
const stateAfter = (items: Int32Array): Float32Array => {
  const state = new Float32Array(width);
  for (const item of items) for (let i = 0; i < width; i++) state[i] += data[item * width + i] / 100;
  return state;
};
function causeOf(items: readonly number[], candidates: readonly number[], read = stateAfter) {
  const context: VisitorContext = {
    items: Int32Array.from(items),
    names: items.map(() => 'view_item' as const),
    sessionStart: 0,
    allowed: new Bitset(6),
  };
  const because = provenOwn(matrix, Int32Array.from(candidates), context, Int32Array.from(items.keys()), read);
  return candidates.map((_, place) => because(place));
}

test('the product without which the candidate would lose most is named, by its latest interaction', () => {
  expect(causeOf([1, 2, 1], [1, 2])).toEqual([2, 1]);
  expect(causeOf([2, 3, 4], [2, 3, 4])).toEqual([0, 1, 2]);
});

test('a candidate that would lose by none has no reason', () => {
  expect(causeOf([1, 2], [1, 5])[1]).toBe(-1);
});

test('of the only product of a history everything depends', () => {
  expect(causeOf([3, 3], [3, 1])).toEqual([1, 1]);
});

test('few of the latest products are tried, once a list, and the encoder ends with the whole history', () => {
  const read = vi.fn((items: Int32Array) => stateAfter(items));
  const history = [1, 2, 3, 4, 1, 2, 3, 4, 5];
  causeOf(history, [1, 2, 3, 4], read);
  expect(read).toHaveBeenCalledTimes(6);
  expect([...read.mock.lastCall![0]]).toEqual(history);
});
