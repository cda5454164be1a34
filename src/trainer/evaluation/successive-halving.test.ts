import { expect, test } from 'vitest';
import { roundsOf, successiveHalving } from './successive-halving.ts';

test('few candidates have one round, many have three', () => {
  expect(roundsOf(2, 60)).toEqual([60]);
  expect(roundsOf(3, 60)).toEqual([20, 60]);
  expect(roundsOf(20, 60)).toEqual([7, 20, 60]);
  expect(roundsOf(500, 60)).toEqual([7, 20, 60]);
  expect(roundsOf(20, 1)).toEqual([1]);
});

test('the best third of each round goes on, and those that came furthest stand first', async () => {
  const asked: [number, number][] = [];
  const candidates = [4, 9, 1, 7, 3, 8, 2, 6, 5];
  const ranked = await successiveHalving(candidates, [1, 3, 9], async (candidate, budget) => {
    asked.push([candidate, budget]);
    return candidate * budget;
  });
  expect(asked.filter(([, budget]) => budget === 1).map(([candidate]) => candidate)).toEqual(candidates);
  expect(asked.filter(([, budget]) => budget === 3).map(([candidate]) => candidate)).toEqual([9, 8, 7]);
  expect(asked.filter(([, budget]) => budget === 9)).toEqual([[9, 9]]);
  expect(ranked.map(({ candidate }) => candidate)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(ranked.map(({ budget }) => budget)).toEqual([9, 3, 3, 1, 1, 1, 1, 1, 1]);
});
