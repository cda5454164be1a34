import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coarsen, uniform } from './coarse-vector.ts';

test('without noise the direction is left, in sixteenths', () => {
  expect(coarsen(Float32Array.of(3, 0, -4), 0, () => 0.5)).toEqual([0.625, 0, -0.8125]);
});

test('length says nothing: a vector and its double are told alike', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 64 }), (numbers) => {
      const [once, twice] = [1, 2].map((factor) => Float32Array.from(numbers, (number) => number * factor));
      expect(coarsen(once, 0, () => 0.5)).toEqual(coarsen(twice, 0, () => 0.5));
    }),
  );
});

test('noise has the deviation that was asked for', () => {
  const vector = new Float32Array(20_000);
  vector[0] = 1;
  const told = coarsen(vector, 0.25, uniform)!.slice(1);
  const variance = told.reduce((sum, number) => sum + number * number, 0) / told.length;
  // Rounding adds a twelfth of a step's square.
  expect(Math.sqrt(variance - (1 / 16) ** 2 / 12)).toBeCloseTo(0.25, 1);
  expect(told.every((number) => Number.isInteger(number * 16))).toBe(true);
});

test.each([[[0, 0]], [[Number.NaN, 1]], [[Number.POSITIVE_INFINITY, 1]]])('nothing is left of %j', (numbers) => {
  expect(coarsen(Float32Array.from(numbers), 0.1, uniform)).toBeUndefined();
});
