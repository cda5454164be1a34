import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guaranteeOf, renyiDivergence, type SampledGaussian } from './renyi-accountant.ts';

const WHOLE_ORDERS = Array.from({ length: 126 }, (_, i) => i + 2);

describe('for any mechanism', () => {
  const mechanism: fc.Arbitrary<SampledGaussian> = fc.record({
    sampling: fc.double({ min: 1e-5, max: 1, noNaN: true }),
    noise: fc.double({ min: 0.3, max: 30, noNaN: true }),
    steps: fc.integer({ min: 1, max: 100_000 }),
  });
  const order = fc.oneof(fc.integer({ min: 2, max: 300 }), fc.double({ min: 1.1, max: 11, noNaN: true }));
  const factor = fc.double({ min: 1.01, max: 3, noNaN: true });
  /** Rounding of sums of a few hundred terms, and of what nearly cancels. */
  const atMost = (smaller: number, larger: number): void =>
    expect(smaller).toBeLessThanOrEqual(larger * (1 + 1e-6) + 1e-9);

  test('more noise, less sampling, fewer steps and a lower order never tell more', () => {
    fc.assert(
      fc.property(mechanism, order, factor, (given, order, by) => {
        const divergence = renyiDivergence(given, order);
        expect(Number.isFinite(divergence) && divergence >= 0).toBe(true);
        const { sampling, noise, steps } = given;
        const perStep = divergence / steps;
        const one = (changed: Partial<SampledGaussian>, at = order) =>
          renyiDivergence({ sampling, noise, ...changed, steps: 1 }, at);
        atMost(one({ noise: noise * by }), perStep);
        atMost(one({ sampling: sampling / by }), perStep);
        atMost(perStep, one({}, order * by));
        atMost(divergence, renyiDivergence({ ...given, steps: steps + 1 }, order));
        // Sampling helps, and never harms.
        atMost(perStep, one({ sampling: 1 }));
      }),
      { numRuns: 200 },
    );
  });

  test('ε falls as δ grows, adds up over mechanisms, and the improved conversion is never worse', () => {
    const delta = fc.double({ min: 1e-9, max: 1e-2, noNaN: true });
    fc.assert(
      fc.property(mechanism, mechanism, delta, factor, (one, other, delta, by) => {
        const orders = WHOLE_ORDERS;
        const epsilon = (mechanisms: SampledGaussian[], at = delta, conversion: 'improved' | 'classic' = 'improved') =>
          guaranteeOf(mechanisms, at, { conversion, orders }).epsilon;
        atMost(epsilon([one], delta * by), epsilon([one]));
        atMost(epsilon([one]), epsilon([one], delta, 'classic'));
        atMost(epsilon([one]), epsilon([one, other]));
        const twice = { ...one, steps: 2 * one.steps };
        expect(epsilon([one, one])).toBeCloseTo(epsilon([twice]), 6);
      }),
      { numRuns: 100 },
    );
  });

  test('more orders find no worse ε', () => {
    const conversions = ['improved', 'classic'] as const;
    fc.assert(
      fc.property(mechanism, fc.constantFrom(...conversions), (given, conversion) => {
        const { epsilon } = guaranteeOf([given], 1e-5, { conversion });
        atMost(epsilon, guaranteeOf([given], 1e-5, { conversion, orders: WHOLE_ORDERS }).epsilon);
      }),
      { numRuns: 5 },
    );
  });

  test('whole and fractional orders meet', () => {
    fc.assert(
      fc.property(mechanism, fc.integer({ min: 2, max: 10 }), (given, order) => {
        const at = renyiDivergence({ ...given, steps: 1 }, order);
        atMost(renyiDivergence({ ...given, steps: 1 }, order - 1e-6), at);
        atMost(at, renyiDivergence({ ...given, steps: 1 }, order + 1e-6));
      }),
      { numRuns: 300 },
    );
  });
});
