import { expect, test } from 'vitest';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import type { VisitorContext } from './candidate-source.ts';
import { createFriends } from './friends.ts';

function visitor(items: number[], friends?: number[][]): VisitorContext {
  const allowed = new Bitset(9);
  for (let row = 1; row < 9; row++) if (!items.includes(row)) allowed.add(row);
  return {
    items: Int32Array.from(items),
    names: items.map(() => 'view_item'),
    sessionStart: 0,
    allowed,
    ...(friends && { friends: friends.map((friend) => Int32Array.from(friend)) }),
  };
}
const found = (context: VisitorContext, limit = 9) => createFriends().retrieve(context, limit);

test('a friend with the same taste is louder than one who met more', () => {
  // Loudness: (1 + 2) / √3 and (1 + 0) / √5.
  const { items, scores } = found(
    visitor(
      [1, 2],
      [
        [1, 2, 5],
        [3, 4, 5, 6, 6, 0],
      ],
    ),
  );
  expect([...items]).toEqual([5, 3, 4, 6]);
  expect(scores[0]).toBeCloseTo(Math.sqrt(3) + 1 / Math.sqrt(5), 5);
  expect(scores[1]).toBeCloseTo(1 / Math.sqrt(5), 5);
});

test('what is not allowed, or not there, is no candidate', () => {
  expect([...found(visitor([1], [[1, 99, 2, 3]]), 1).items]).toEqual([2]);
  expect([...found(visitor([1], [[99]])).items]).toEqual([]);
});

test('without friends it knows nothing; without a history friends still speak', () => {
  expect(found(visitor([1, 2])).items).toHaveLength(0);
  expect(found(visitor([1, 2], [])).items).toHaveLength(0);
  expect([...found(visitor([], [[7]])).items]).toEqual([7]);
});
