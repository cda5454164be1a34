import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gramOf } from '../encoders/fold-in.ts';
import { inverseOf } from './inverse.ts';

test('a matrix times its inverse is the identity', () => {
  const size = 6;
  const number = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(fc.array(number, { minLength: size * 9, maxLength: size * 9 }), (rows) => {
      const lower = gramOf(Float32Array.from(rows), size);
      for (let i = 0; i < size; i++) lower[i * size + i] += 1;
      const at = (i: number, k: number) => lower[Math.max(i, k) * size + Math.min(i, k)];
      const inverse = inverseOf(lower.slice(), size);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          let sum = 0;
          for (let k = 0; k < size; k++) sum += at(i, k) * inverse[k * size + j];
          expect(sum).toBeCloseTo(i === j ? 1 : 0, 6);
        }
      }
    }),
  );
});
