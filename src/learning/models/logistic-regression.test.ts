import { expect, test } from 'vitest';
import { Random } from '../training/random.ts';
import { applyLogistic, fitLogistic } from './logistic-regression.ts';

test('finds the weights that labels were drawn by, whatever the scale of the inputs', () => {
  const random = new Random(4);
  const inputs = Array.from({ length: 4000 }, () => [random.normal() * 100 + 30, random.normal(), random.normal()]);
  const labels = inputs.map(([a, b]) => (random.unit() < 1 / (1 + Math.exp(-(0.01 * a - 2 * b + 0.5))) ? 1 : 0));
  const found = fitLogistic(inputs, labels);
  expect(found.weights[0]).toBeCloseTo(0.01, 2);
  expect(Math.abs(found.weights[1] + 2)).toBeLessThan(0.2);
  expect(Math.abs(found.weights[2])).toBeLessThan(0.1);
  expect(Math.abs(found.bias - 0.5)).toBeLessThan(0.2);
});

test('labels that are told apart for certain, and an input that never changes, leave it finite', () => {
  const found = fitLogistic(
    [
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 1],
    ],
    [0, 0, 1, 1],
  );
  expect([...found.weights, found.bias].every(Number.isFinite)).toBe(true);
  expect(applyLogistic(found, [0, 1])).toBeLessThan(0.5);
  expect(applyLogistic(found, [3, 1])).toBeGreaterThan(0.5);
});
