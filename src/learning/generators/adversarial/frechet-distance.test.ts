import { expect, test } from 'vitest';
import { Random } from '../../training/random.ts';
import { frechetDistance } from './frechet-distance.ts';

const WIDTH = 3;

function rows(count: number, seed: number, scales: number[], shift: number): { data: Float32Array; width: number } {
  const random = new Random(seed);
  const data = Float32Array.from({ length: count * WIDTH }, (_, i) => shift + scales[i % WIDTH] * random.normal());
  return { data, width: WIDTH };
}

test('of the same samples is nothing', () => {
  const same = rows(200, 1, [1, 2, 0], 0);
  expect(frechetDistance(same, same)).toBeCloseTo(0, 4);
});

test('is the squared difference of the means, and of the deviations, where features are independent', () => {
  const a = rows(20_000, 1, [1, 1, 1], 0);
  const b = rows(20_000, 2, [3, 1, 1], 0.5);
  expect(frechetDistance(a, b)).toBeCloseTo(3 * 0.25 + (3 - 1) ** 2, 0);
  expect(frechetDistance(a, b)).toBeCloseTo(frechetDistance(b, a), 3);
});

test('sees that features go together, where each alone is the same', () => {
  const random = new Random(4);
  const together = new Float32Array(6000);
  for (let i = 0; i < together.length; i += 3) together.fill(random.normal(), i, i + 3);
  // Σ₁ = I and Σ₂ all ones: tr Σ₁ + tr Σ₂ − 2 √3.
  const apart = rows(2000, 5, [1, 1, 1], 0);
  expect(frechetDistance(apart, { data: together, width: WIDTH })).toBeCloseTo(6 - 2 * Math.sqrt(3), 0);
});
