import { expect, test } from 'vitest';
import { dot } from './dot.ts';

test.each([0, 1, 2, 3, 4, 5, 8, 11])('the sum of %i products, from anywhere in the lists', (width) => {
  const a = Float32Array.from({ length: 20 }, (_, i) => i - 7);
  const b = Float32Array.from({ length: 30 }, (_, i) => (i % 5) - 2);
  let sum = 0;
  for (let k = 0; k < width; k++) sum += a[3 + k] * b[6 + k];
  expect(dot(a, 3, b, 6, width)).toBe(sum);
});
