import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GapLists } from './gap-lists.ts';

const LARGEST = 2 ** 28 - 1;
const lists = fc.array(fc.array(fc.nat(LARGEST), { maxLength: 20 }).map((list) => list.sort((a, b) => a - b)));

function listsOf(rows: readonly (readonly number[])[]): GapLists {
  const offsets = Uint32Array.of(0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length));
  return new GapLists(Uint32Array.from(rows.flat()), offsets);
}

test('lists come back as they were given', () => {
  fc.assert(
    fc.property(lists, (rows) => {
      const held = listsOf(rows);
      rows.forEach((row, list) => {
        expect([...held.at(list)]).toEqual(row);
      });
    }),
  );
});

test('the same number may stand twice, and the largest fits', () => {
  const held = listsOf([[0, 0, 5, 5], [], [127, 128, 16_383, 16_384, LARGEST, LARGEST]]);
  expect([...held.at(0)]).toEqual([0, 0, 5, 5]);
  expect([...held.at(1)]).toEqual([]);
  expect([...held.at(2)]).toEqual([127, 128, 16_383, 16_384, LARGEST, LARGEST]);
});

test('a list longer than all before it is read whole', () => {
  const long = Array.from({ length: 5000 }, (_, i) => 3 * i);
  expect([...listsOf([[1, 2], long]).at(1)]).toEqual(long);
});
