import { expect, test } from 'vitest';
import { logErfc } from './log-erfc.ts';
import { guaranteeOf, renyiDivergence, type SampledGaussian } from './renyi-accountant.ts';

const WHOLE_ORDERS = Array.from({ length: 63 }, (_, i) => i + 2);
/** Those that Opacus tries by default. */
const OPACUS_ORDERS = [
  ...Array.from({ length: 99 }, (_, i) => 1 + (i + 1) / 10),
  ...WHOLE_ORDERS.filter((order) => order > 11),
];
const WITHIN = 1e-3;

test.each([
  [1.5, 6.70579741e-4],
  [2.5, 1.0854871e-3],
  [5, 2.18075656e-3],
  [50, 2.38460375e-2],
  [100, 167.416308],
])('the divergence of order %d as dp_accounting gives it', (order, golden) => {
  const divergence = renyiDivergence({ sampling: 0.01, noise: 2.5, steps: 50 }, order);
  expect(Math.abs(divergence - golden)).toBeLessThan(WITHIN);
});

/** By quadrature of the defining integral, with 40 digits. */
test.each([
  [0.01, 2.5, 1.5, 1.30014179437608e-5],
  [0.01, 2.5, 2.5, 2.17083611383625e-5],
  [0.01, 2.5, 5, 4.36151312461576e-5],
  [0.04, 1.5, 3.3, 0.00152647440410243],
  [0.3, 0.7, 1.1, 0.150666277510491],
  [0.001, 0.8, 10.9, 0.910340275291524],
  [0.9, 3, 7.5, 0.356934781458713],
  [0.5, 1, 20, 9.27037139478195],
])('the divergence of sampling %d, noise %d, order %d is that of the integral', (sampling, noise, order, exact) => {
  const divergence = renyiDivergence({ sampling, noise, steps: 1 }, order);
  expect(Math.abs(divergence / exact - 1)).toBeLessThan(1e-8);
});

test.each([
  [-7, Math.LN2],
  [-2, 0.690805573646588],
  [-0.3, 0.284145897141408],
  [0, 0],
  [0.5, -0.735011129837084],
  [1.99, -5.32085201513998],
  [2, -5.36494126461664],
  [3, -10.7203630419811],
  [10, -102.879889024845],
  [40, -1604.26155665327],
])('log erfc(%d)', (x, exact) => {
  expect(Math.abs(logErfc(x) - exact)).toBeLessThan(3e-14 * Math.max(1, Math.abs(exact)));
});

test('nothing sampled, or no step, tells nothing', () => {
  expect(guaranteeOf([{ sampling: 0, noise: 1, steps: 10 }], 1e-5)).toMatchObject({ epsilon: 0 });
  expect(renyiDivergence({ sampling: 0.5, noise: 1, steps: 0 }, 2)).toBe(0);
});

test.each<[Partial<SampledGaussian>, number, string]>([
  [{ sampling: -0.1 }, 2, '`sampling` is not a probability.'],
  [{ sampling: 1.1 }, 2, '`sampling` is not a probability.'],
  [{ sampling: Number.NaN }, 2, '`sampling` is not a probability.'],
  [{ noise: 0 }, 2, '`noise` is not above 0.'],
  [{ noise: Number.NaN }, 2, '`noise` is not above 0.'],
  [{ steps: 1.5 }, 2, '`steps` is not a whole number.'],
  [{ steps: -1 }, 2, '`steps` is not a whole number.'],
  [{}, 1, '`order` is not above 1.'],
  [{}, Number.POSITIVE_INFINITY, '`order` is not above 1.'],
])('%o of order %d is refused: %s', (wrong, order, said) => {
  const mechanism = { sampling: 0.1, noise: 1, steps: 1, ...wrong };
  expect(() => renyiDivergence(mechanism, order)).toThrow(new RangeError(said));
});

test('everybody taking part in every step is the Gaussian mechanism itself: order / (2 σ²) a step', () => {
  expect(renyiDivergence({ sampling: 1, noise: 2, steps: 3 }, 5)).toBe(1.875);
  // As the probability nears 1, the sampled mechanism comes to the same.
  expect(renyiDivergence({ sampling: 1 - 1e-12, noise: 2, steps: 3 }, 5)).toBeCloseTo(1.875, 9);
});

test('mechanisms on the same shoppers add up, and a guarantee says the order that it is from', () => {
  const one = { sampling: 0.01, noise: 1, steps: 500 };
  expect(guaranteeOf([one, one], 1e-5)).toEqual(guaranteeOf([{ ...one, steps: 1_000 }], 1e-5));
  expect(guaranteeOf([one], 1e-5, { orders: [8] })).toMatchObject({ delta: 1e-5, order: 8 });
  expect(guaranteeOf([one], 1e-5, { orders: [] })).toEqual({
    epsilon: Number.POSITIVE_INFINITY,
    delta: 1e-5,
    order: Number.NaN,
  });
});

test.each([0, 1, -1, Number.NaN])('a δ of %d is refused', (delta) => {
  expect(() => guaranteeOf([], delta)).toThrow(new RangeError('`delta` is not above 0 and below 1.'));
});

test.each([
  { sampling: 256 / 60_000, noise: 1.1, steps: 14_062, delta: 1e-5, improved: 2.597, classic: 3.0091 },
  { sampling: 0.01, noise: 1, steps: 1_000, delta: 1e-5, improved: 2.1078, classic: 2.5383 },
  { sampling: 0.01, noise: 4, steps: 10_000, delta: 1e-5, improved: 1.0355, classic: 1.2586 },
  { sampling: 1, noise: 1, steps: 1, delta: 1e-5, improved: 4.7527, classic: 5.3026 },
  { sampling: 0.001, noise: 0.8, steps: 5_000, delta: 1e-6, improved: 1.6316, classic: 2.0622 },
])('ε as other accountants give it, with whole orders: %o', ({ delta, improved, classic, ...mechanism }) => {
  for (const [conversion, golden] of Object.entries({ improved, classic })) {
    const options = { conversion: conversion as 'improved' | 'classic', orders: WHOLE_ORDERS };
    const { epsilon } = guaranteeOf([mechanism], delta, options);
    expect(Math.abs(epsilon - golden)).toBeLessThan(WITHIN);
  }
});

test('ε as Opacus gives it', () => {
  const { epsilon } = guaranteeOf([{ sampling: 0.04, noise: 1.5, steps: 2_250 }], 1e-5, { orders: OPACUS_ORDERS });
  expect(Math.abs(epsilon - 7.32911)).toBeLessThan(WITHIN);
});
