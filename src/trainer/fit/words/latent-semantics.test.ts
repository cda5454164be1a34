import { expect, test } from 'vitest';
import { latentSemantics } from './latent-semantics.ts';

function vectorsOf(texts: number[][], words: number, width: number): (a: number, b: number) => number {
  const steps = latentSemantics(
    texts.map((own) => ({ words: own, weights: own.map(() => 1) })),
    words,
    width,
    1,
  );
  let step = steps.next();
  while (!step.done) step = steps.next();
  const vectors = step.value;
  return (a, b) => {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += vectors[a * width + k] * vectors[b * width + k];
    return sum;
  };
}

test('words that stand with the same words are alike, though never together; others are not', () => {
  // 0 and 1 stand with 2 and 3; 4 and 5 with 6 and 7.
  const texts = [
    [0, 2, 3],
    [1, 2, 3],
    [4, 6, 7],
    [5, 6, 7],
  ];
  const alike = vectorsOf([...texts, ...texts], 8, 2);
  expect(alike(0, 1)).toBeGreaterThan(0.95);
  expect(alike(4, 5)).toBeGreaterThan(0.95);
  expect(Math.abs(alike(0, 4))).toBeLessThan(0.2);
  expect(alike(0, 0)).toBeCloseTo(1, 5);
});

test('a word that no text has has no vector, and texts of fewer dimensions than the vectors give no error', () => {
  const alike = vectorsOf(
    [
      [0, 1],
      [0, 1],
    ],
    4,
    3,
  );
  expect(alike(3, 3)).toBe(0);
  expect(Number.isFinite(alike(0, 1))).toBe(true);
});
