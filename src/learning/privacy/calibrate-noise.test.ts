import { expect, test } from 'vitest';
import { noiseFor, thresholdFor } from './calibrate-noise.ts';
import { guaranteeOf } from './renyi-accountant.ts';

test.each([
  [0.5, 1e-6],
  [2, 1e-6],
  [8, 1e-5],
])('the noise for ε %d is the least that keeps to it', (epsilon, delta) => {
  const mechanism = { sampling: 1, steps: 2 };
  const noise = noiseFor(mechanism, epsilon, delta);
  const told = (factor: number) => guaranteeOf([{ ...mechanism, noise: noise * factor }], delta).epsilon;
  expect(told(1)).toBeLessThanOrEqual(epsilon);
  expect(told(0.999)).toBeGreaterThan(epsilon);
});

test('for one release of ε 4.7527 it is the deviation that other accountants give', () => {
  expect(noiseFor({ sampling: 1, steps: 1 }, 4.7527, 1e-5)).toBeCloseTo(1, 2);
});

test('a threshold is as many deviations away as the normal distribution has it', () => {
  // Φ(3.0902) = 0.999, Φ(4.7534) = 1 − 10⁻⁶
  expect(thresholdFor(100, 1e-3)).toBe(2 + 310);
  expect(thresholdFor(100, 1e-6)).toBe(2 + 476);
});

test.each([[0], [-1], [Number.NaN]])('ε %d is refused', (epsilon) => {
  expect(() => noiseFor({ sampling: 1, steps: 1 }, epsilon, 1e-6)).toThrow(new RangeError('`epsilon` is not above 0.'));
});

test('a δ that is none is refused', () => {
  expect(() => noiseFor({ sampling: 1, steps: 1 }, 1, 0)).toThrow(/`delta`/);
});

test('what no noise keeps to is refused', () => {
  expect(() => noiseFor({ sampling: 1, steps: 1_000_000 }, 1e-9, 1e-6)).toThrow(/No noise is enough/);
});
