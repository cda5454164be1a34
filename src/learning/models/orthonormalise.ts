import { factorise } from '../../kernels/algebra/cholesky.ts';
import { gramOf } from '../../kernels/encoders/fold-in.ts';

/** A column that is nearly made of the others is kept apart from them by this much, relative to the longest. */
const APART = 1e-7;

/**
 * Replaces the columns of a table by an orthonormal basis of what they span, first columns first: by the Cholesky factor
 * of their Gram matrix, twice, since once leaves them a little slanted.
 * @param table [rows, width], row-major
 */
export function orthonormalise(table: Float32Array, width: number): void {
  for (let pass = 0; pass < 2; pass++) {
    const factor = gramOf(table, width);
    let longest = 0;
    for (let i = 0; i < width; i++) longest = Math.max(longest, factor[i * width + i]);
    for (let i = 0; i < width; i++) factor[i * width + i] += APART * longest;
    factorise(factor, width);
    for (let start = 0; start < table.length; start += width) {
      // Row · L⁻ᵀ, by forward substitution.
      for (let column = 0; column < width; column++) {
        let sum = table[start + column];
        for (let k = 0; k < column; k++) sum -= table[start + k] * factor[column * width + k];
        table[start + column] = sum / factor[column * width + column];
      }
    }
  }
}
