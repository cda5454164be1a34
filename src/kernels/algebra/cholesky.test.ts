import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FoldIn, gramOf } from '../encoders/fold-in.ts';
import { factorise, solve } from './cholesky.ts';

const number = fc.double({ min: -2, max: 2, noNaN: true });

test('solves a x = b for any positive definite a', () => {
  const size = 5;
  fc.assert(
    fc.property(
      fc.array(number, { minLength: size * 8, maxLength: size * 8 }),
      fc.array(number, { minLength: size, maxLength: size }),
      (rows, b) => {
        const matrix = gramOf(Float32Array.from(rows), size);
        for (let i = 0; i < size; i++) matrix[i * size + i] += 1;
        const factor = matrix.slice();
        factorise(factor, size);
        const x = Float64Array.from(b);
        solve(factor, size, x);
        for (let i = 0; i < size; i++) {
          let sum = 0;
          for (let k = 0; k < size; k++) sum += matrix[Math.max(i, k) * size + Math.min(i, k)] * x[k];
          expect(sum).toBeCloseTo(b[i], 6);
        }
      },
    ),
  );
});

test('what is not positive definite is refused', () => {
  expect(() => factorise(Float64Array.of(1, 0, 2, 1), 2)).toThrow(RangeError);
  expect(() => factorise(Float64Array.of(0), 1)).toThrow(RangeError);
});

test('fold-in: near 1 along what was observed, near 0 along what was not', () => {
  const table = Float32Array.of(0, 0, 1, 0, 0, 1); // rows: padding, one axis, the other
  const foldIn = new FoldIn({ width: 2, unobserved: 0.01, ridge: 0.001 }, gramOf(table, 2));
  const [along, across] = foldIn.solve(table, [1], [1]);
  expect(along).toBeCloseTo(1 / 1.011, 5);
  expect(across).toBe(0);
});
