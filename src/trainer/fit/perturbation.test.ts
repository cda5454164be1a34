import { expect, test } from 'vitest';
import { Random } from '../../learning/training/random.ts';
import { Perturbation, perturbationFor } from './perturbation.ts';

const seeded = (least: number): Perturbation => {
  const random = new Random(3);
  return new Perturbation(least, () => random.next());
};

test('nothing is told below the least number, all far above it, and between them a key has one threshold', () => {
  const perturbation = seeded(5);
  const thresholds = new Set<number>();
  for (let key = 0; key < 500; key++) {
    const told = Array.from({ length: 20 }, (_, shoppers) => perturbation.tells(String(key), shoppers));
    const threshold = told.indexOf(true);
    expect(told.slice(threshold)).not.toContain(false);
    expect(Array.from({ length: 20 }, (_, shoppers) => perturbation.tells(String(key), shoppers))).toEqual(told);
    thresholds.add(threshold);
  }
  expect([...thresholds].sort((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
});

test('products have thresholds nearer to the least number', () => {
  const perturbation = seeded(5);
  const told = (shoppers: number) => Array.from({ length: 300 }, () => perturbation.tellsProduct(shoppers));
  expect(told(4)).not.toContain(true);
  expect(told(5)).toContain(true);
  expect(told(5)).toContain(false);
  expect(told(7)).not.toContain(false);
});

test('counts are changed where they are above 0, around what they are', () => {
  const counts = new Float64Array(4000).fill(1000);
  counts[0] = 0;
  seeded(5).perturb(counts);
  expect(counts[0]).toBe(0);
  const rest = counts.subarray(1);
  const mean = rest.reduce((a, b) => a + b, 0) / rest.length;
  expect(Math.abs(mean - 1000)).toBeLessThan(4);
  expect(new Set(rest).size).toBeGreaterThan(50);
});

test('a private pack is not changed', () => {
  expect(perturbationFor(1)).toBeUndefined();
  expect(perturbationFor(2)).toBeDefined();
});
