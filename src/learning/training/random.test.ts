import { expect, test } from 'vitest';
import { fillDropoutMask, Random } from './random.ts';

const take = (random: Random): number[] => Array.from({ length: 8 }, () => random.next());

test('a seed names a stream; a second number another one', () => {
  expect(take(new Random(7))).toEqual(take(new Random(7)));
  const streams = [new Random(7), new Random(8), new Random(7, 1), new Random(7, 2)].map((random) =>
    take(random).join(),
  );
  expect(new Set(streams).size).toBe(4);
});

test('numbers are spread evenly', () => {
  const random = new Random(1);
  const counts = new Int32Array(10);
  for (let i = 0; i < 50_000; i++) counts[random.below(10)]++;
  for (const count of counts) expect(Math.abs(count - 5000)).toBeLessThan(300);
});

test('normal draws have mean 0 and variance 1', () => {
  const random = new Random(2);
  const draws = Array.from({ length: 50_000 }, () => random.normal());
  const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length).toBeCloseTo(1, 1);
});

test('dropout leaves out its share and scales the rest, so that the mean stays', () => {
  const mask = new Float32Array(40_001);
  fillDropoutMask(mask, 0.3, new Random(3));
  expect(mask.filter((value) => value === 0).length / mask.length).toBeCloseTo(0.3, 1);
  expect(mask.reduce((a, b) => a + b, 0) / mask.length).toBeCloseTo(1, 1);
  expect(new Set(mask).size).toBe(2);
});
