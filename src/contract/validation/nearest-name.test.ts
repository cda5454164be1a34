import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test.each([
  ['limt', ['filter', 'limit', 'like'], 'limit'],
  ['limitt', ['limited', 'limit'], 'limit'],
  ['brnads', ['price', 'brands', 'categories'], 'brands'],
  // The same letters, more of them: the length tells.
  ['aab', ['aaabbb', 'aabb', 'bbbbbbbb'], 'aabb'],
  // As much shorter is as far as as much longer.
  ['aabbab', ['ab', 'aabba'], 'aabba'],
  // Letters that it has and the other lacks count as much as the reverse.
  ['abcd', ['abxy', 'abcx'], 'abcx'],
  ['ab', ['abcdef', 'xy'], 'xy'],
])('%s is taken for the one of %j', (name, known, meant) => {
  expect(nearestName(name, known)).toBe(meant);
  expect(nearestName(name, [...known].reverse())).toBe(meant);
});
