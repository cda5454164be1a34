import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectOnAxes } from './principal-axes.ts';

test('a flat ellipse in five dimensions comes back, its long axis first', () => {
  const [a, b] = [
    [0.5, 0.5, 0.5, 0.5, 0],
    [0.5, -0.5, 0.5, -0.5, 0],
  ];
  const angles = Array.from({ length: 40 }, (_, i) => (i * Math.PI) / 20);
  const vectors = angles.map((angle) =>
    Float32Array.from(a, (value, i) => 7 + 5 * Math.cos(angle) * value + 2 * Math.sin(angle) * b[i]),
  );
  const { x, y, explained } = projectOnAxes(vectors);
  expect(explained).toBeCloseTo(1, 5);
  angles.forEach((angle, i) => {
    expect(Math.abs(x[i])).toBeCloseTo(Math.abs(5 * Math.cos(angle)), 3);
    expect(Math.abs(y[i])).toBeCloseTo(Math.abs(2 * Math.sin(angle)), 3);
  });
});

test('whatever the vectors are, the places are finite and hold no more than there is', () => {
  const vectors = fc.integer({ min: 1, max: 6 }).chain((width) =>
    fc.array(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: width, maxLength: width }), {
      maxLength: 12,
    }),
  );
  fc.assert(
    fc.property(vectors, (lists) => {
      const { x, y, explained } = projectOnAxes(lists.map((list) => Float32Array.from(list)));
      expect([...x, ...y].every(Number.isFinite)).toBe(true);
      expect(explained).toBeGreaterThanOrEqual(0);
      expect(explained).toBeLessThanOrEqual(1 + 1e-6);
    }),
  );
});
