import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sequences } from '../../contract/sequences.ts';
import { itemGroups } from './item-groups.ts';
import { copiesIn, distance, logDistances, sessionsOf } from './synthetic-log.ts';

function sequencesOf(...lists: number[][]): Sequences {
  const ends = lists.map((_, i) => lists.slice(0, i + 1).flat().length);
  return { items: Int32Array.from(lists.flat()), offsets: Int32Array.from([0, ...ends]) };
}

test('distance: 0 for the same shares, 1 for nothing in common, and that of Lin 1991 between', () => {
  const of = (...counts: [number, number][]) => new Map(counts);
  expect(distance(of([1, 2], [2, 4]), of([1, 1], [2, 2]))).toBeCloseTo(0, 6);
  expect(distance(of([1, 5]), of([2, 5]))).toBeCloseTo(1, 6);
  // ½ KL(p‖m) + ½ KL(q‖m) with p = (1, 0), q = (½, ½), m = (¾, ¼).
  const divergence = (Math.log2(4 / 3) + 0.5 * Math.log2(2 / 3) + 0.5 * Math.log2(2)) / 2;
  expect(distance(of([1, 3]), of([1, 2], [2, 2]))).toBeCloseTo(Math.sqrt(divergence), 6);
  expect(distance(of(), of([1, 1]))).toBe(1);
});

test('distance: within 0 and 1, and the same both ways', () => {
  const tallies = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 9 })), { minLength: 1 });
  fc.assert(
    fc.property(tallies, tallies, (a, b) => {
      const [p, q] = [new Map(a), new Map(b)];
      expect(distance(p, q)).toBeGreaterThanOrEqual(0);
      expect(distance(p, q)).toBeLessThanOrEqual(1 + 1e-9);
      expect(distance(p, q)).toBeCloseTo(distance(q, p), 9);
    }),
  );
});

test('what is compared: lengths, items, and groups that follow each other within a session', () => {
  const groups = Int32Array.of(0, 0, 0, 1, 1);
  const log = sequencesOf([1, 3], [2, 4]);
  expect(logDistances(log, sequencesOf([2, 4], [1, 3]), groups)).toEqual({ lengths: 0, popularity: 0, transitions: 0 });
  // Other items of the same groups, one long session for two short ones.
  const other = logDistances(log, sequencesOf([1, 3, 2, 4]), groups);
  expect(other).toMatchObject({ lengths: 1, popularity: 0 });
  expect(other.transitions).toBeGreaterThan(0);
  expect(logDistances(log, sequencesOf([1, 4], [1, 4]), groups)).toMatchObject({ lengths: 0, transitions: 0 });
});

test('sessions end at pauses of over half an hour', () => {
  const minutes = [0, 10, 45, 50, 0];
  const times = Float64Array.from(minutes, (minute) => minute * 60_000);
  const { offsets } = sessionsOf({ sequences: sequencesOf([1, 2, 3, 4], [5]), times });
  expect([...offsets]).toEqual([0, 2, 4, 5]);
  expect([...sessionsOf({ sequences: sequencesOf([1, 2], [3]), times: null }).offsets]).toEqual([0, 2, 3]);
});

test('a copy is a whole session of five or more that stands in one sequence of the training log', () => {
  const training = sequencesOf([9, 1, 2, 3, 4, 5, 6], [7, 8, 9, 1, 2]);
  const sessions = sequencesOf([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7], [7, 8, 9, 1], [1, 3, 2, 4, 5]);
  expect(copiesIn(training, sessions)).toEqual({ sessions: 4, copies: 2 });
});

test('items that point the same way are one group', () => {
  const vectors = Float32Array.of(0, 0, 1, 0.1, 2, 0, 0, 1, 0.1, 3, 5, 0.2);
  let calls = 0;
  const groups = itemGroups(vectors, 2, 2, () => [0, 0.5][calls++]);
  expect(groups[1]).toBe(groups[2]);
  expect(groups[3]).toBe(groups[4]);
  expect(groups[1]).toBe(groups[5]);
  expect(groups[1]).not.toBe(groups[3]);
});
