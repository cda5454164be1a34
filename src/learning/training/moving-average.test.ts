import { expect, test } from 'vitest';
import { MovingAverage } from './moving-average.ts';

/** The mean after each of so many steps of a weight that goes up by one a step. */
function meansOf(decay: number, steps: number): number[] {
  const weights = { w: { shape: [1], data: Float32Array.of(0) } };
  const average = new MovingAverage(weights, decay);
  return Array.from({ length: steps }, (_, i) => {
    weights.w.data[0] = i + 1;
    average.update(i + 1);
    return average.copy().w.data[0];
  });
}

test('with no decay the mean is the last weights', () => {
  expect(meansOf(0, 150)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));
});

test('it lags behind by what the decay remembers, also where it takes every fourth step only', () => {
  // A mean with decay d over a line lags d / (1 − d) behind it; between two looks up to three steps more.
  const means = meansOf(0.9, 400);
  expect(means[99]).toBeCloseTo(100 - 9, 0);
  expect(400 - means[399]).toBeGreaterThan(9 - 3);
  expect(400 - means[399]).toBeLessThan(9 + 3);
});

test('while it measures, the weights are the means; afterwards they move on', async () => {
  const weights = { w: { shape: [1], data: Float32Array.of(4) } };
  const average = new MovingAverage(weights, 0.9);
  weights.w.data[0] = 8;
  average.update(1);
  expect(await average.during(async () => weights.w.data[0])).toBeCloseTo(4 + 4 * (1 - 2 / 11), 5);
  expect(weights.w.data[0]).toBe(8);
});
