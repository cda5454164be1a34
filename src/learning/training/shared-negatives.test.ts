import { expect, test } from 'vitest';
import { Random } from './random.ts';
import { SharedNegatives } from './shared-negatives.ts';

const POPULARITY = Int32Array.of(0, 1, 7, 31, 0, 15);

function shares(power: number): number[] {
  const drawn = new SharedNegatives(POPULARITY, power).draw(60_000, new Random(1));
  const counts = [0, 0, 0, 0, 0, 0];
  for (const item of drawn) counts[item]++;
  return counts.map((count) => count / drawn.length);
}

test('power 0 draws all items alike, padding never', () => {
  const drawn = shares(0);
  expect(drawn[0]).toBe(0);
  for (const share of drawn.slice(1)) expect(share).toBeCloseTo(0.2, 1);
});

test('power 1 draws by popularity, smoothed by one', () => {
  const total = 2 + 8 + 32 + 1 + 16;
  shares(1).forEach((share, item) => {
    expect(share).toBeCloseTo(item === 0 ? 0 : (POPULARITY[item] + 1) / total, 1);
  });
});

test('corrected, the sum over the negatives estimates the sum over the catalogue', () => {
  const values = [0, 0.5, 2, 3, 0.1, 1];
  const expected = values.reduce((sum, value) => sum + value, 0);
  for (const power of [0, 0.5, 1]) {
    const negatives = new SharedNegatives(POPULARITY, power);
    const drawn = negatives.draw(60_000, new Random(2));
    let sum = 0;
    for (const item of drawn) sum += values[item] * Math.exp(negatives.correctionOf(item, drawn.length));
    expect(sum).toBeCloseTo(expected, 0);
  }
});
