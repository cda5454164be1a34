import { expect, test } from 'vitest';
import { Bitset } from '../../kernels/scoring/bitset.ts';
import type { VisitorContext } from './candidate-source.ts';
import { ScoreBoard } from './score-board.ts';

const ITEMS = 1000;
const POSITIONS = Int32Array.of(0);
const CONTEXT: VisitorContext = {
  items: Int32Array.of(1),
  names: ['view_item'],
  sessionStart: 0,
  allowed: new Bitset(ITEMS + 1),
};
for (let item = 1; item <= ITEMS; item++) CONTEXT.allowed.add(item);

function itemsOf(board: ScoreBoard, added: readonly number[]): number[] {
  const fill = () => {
    for (const [i, item] of added.entries()) board.add(item, added.length - i, 0);
  };
  return [...board.rank(CONTEXT, ITEMS, POSITIONS, fill).items];
}

test('boards share a table and know nothing of each other, however many items one of them had', () => {
  const [one, other] = [new ScoreBoard(ITEMS, 1), new ScoreBoard(ITEMS, 1)];
  const everyItem = Array.from({ length: ITEMS }, (_, i) => i + 1);
  expect(itemsOf(one, everyItem)).toEqual(everyItem);
  expect(itemsOf(other, [7, 3])).toEqual([7, 3]);
  expect(itemsOf(one, [3])).toEqual([3]);
});

test('a board that fails while it is filled leaves nothing to the next one', () => {
  const [one, other] = [new ScoreBoard(ITEMS, 1), new ScoreBoard(ITEMS, 1)];
  const failing = () => {
    one.add(5, 1, 0);
    throw new Error('broken source');
  };
  expect(() => one.rank(CONTEXT, 10, POSITIONS, failing)).toThrow('broken source');
  expect(itemsOf(other, [5, 6])).toEqual([5, 6]);
  expect(itemsOf(one, [6])).toEqual([6]);
});

test('one board at a time is filled, and only while it is ranked', () => {
  const [one, other] = [new ScoreBoard(ITEMS, 1), new ScoreBoard(ITEMS, 1)];
  const nested = () => {
    one.add(1, 1, 0);
    other.rank(CONTEXT, 10, POSITIONS, () => other.add(1, 1, 0));
  };
  expect(() => one.rank(CONTEXT, 10, POSITIONS, nested)).toThrow('another board');
  expect(() => one.add(1, 1, 0)).toThrow('not being filled');
  expect(itemsOf(one, [2])).toEqual([2]);
});
