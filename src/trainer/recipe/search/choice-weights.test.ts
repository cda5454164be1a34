import { expect, test } from 'vitest';
import { Random } from '../../../learning/training/random.ts';
import { type Choice, fitChoiceWeights } from './choice-weights.ts';

test('the weights by which products were chosen are found again', () => {
  const random = new Random(3);
  const own = [2, -1, 0];
  const choices = Array.from({ length: 4_000 }, (): Choice => {
    const signals = Float32Array.from({ length: 5 * own.length }, () => random.unit());
    const chances = Array.from({ length: 5 }, (_, i) =>
      Math.exp(own.reduce((sum, weight, k) => sum + weight * signals[i * own.length + k], 0)),
    );
    let left = random.unit() * chances.reduce((a, b) => a + b, 0);
    const chosen = chances.findIndex((chance) => {
      left -= chance;
      return left < 0;
    });
    return { signals, chosen: Math.max(0, chosen) };
  });
  const weights = fitChoiceWeights(choices, own.length);
  weights.forEach((weight, k) => {
    expect(Math.abs(weight - own[k])).toBeLessThan(0.25);
  });
});

test('a signal that is the same for all products has no weight, and one that tells all stays finite', () => {
  const choices = Array.from({ length: 50 }, (_, i): Choice => {
    const chosen = i % 2;
    return { signals: Float32Array.of(7, chosen === 0 ? 1 : 0, 7, chosen), chosen };
  });
  const weights = fitChoiceWeights(choices, 2);
  expect(weights[0]).toBeCloseTo(0, 6);
  expect(weights[1]).toBeGreaterThan(2);
  expect(weights[1]).toBeLessThan(100);
});
