import { expect, test } from 'vitest';
import { evidence } from './vector-evidence.ts';

test.each([
  ['preferences above 0', [3, 2, 1], [3, 2]],
  ['a preference of which float32 leaves nothing', [3, 1e-12], [3]],
  ['numbers that are none', [Number.NaN, 1], []],
])('%s', (_, scores, kept) => {
  const items = Int32Array.from(scores, (_, i) => i + 1);
  const found = evidence({ items, scores: Float32Array.from(scores, (score) => (score === 1 ? -1 : score)) });
  expect([...found.items]).toEqual(kept.map((_, i) => i + 1));
  expect([...found.scores]).toEqual(kept.map((score) => score ** 4));
});
