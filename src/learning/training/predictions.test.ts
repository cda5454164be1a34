import { expect, test } from 'vitest';
import { predictionsOf } from './predictions.ts';

test('a prediction’s own positive is hidden among its negatives, in every place', () => {
  const weight = Float32Array.of(0.5, 0.5, 0);
  const made = predictionsOf(Int32Array.of(3, 4, 2), weight, Int32Array.of(3, 1, 3, 2), (item) => item / 2);
  expect(made.weight).toBe(weight);
  expect([...made.bias]).toEqual([1.5, 0.5, 1.5, 1]);
  expect([...made.hidden]).toEqual([0, 0, 0, 2, 2, 3]);
});
