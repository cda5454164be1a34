/**
 * Replaces the lower triangle of a symmetric positive definite matrix by its Cholesky factor L (a = L · Lᵀ).
 *
 * @param a [size, size], row-major; what is above the diagonal is neither read nor written
 * @throws RangeError where the matrix is not positive definite
 */
export function factorise(a: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    const own = row * size;
    for (let column = 0; column <= row; column++) {
      const other = column * size;
      let sum = a[own + column];
      for (let k = 0; k < column; k++) sum -= a[own + k] * a[other + k];
      if (column < row) a[own + column] = sum / a[other + column];
      else if (sum > 0) a[own + row] = Math.sqrt(sum);
      else throw new RangeError('the matrix is not positive definite');
    }
  }
}

/** Replaces b by the x that solves L · Lᵀ · x = b. @param factor of `factorise`; @param b [size] */
export function solve(factor: Float64Array, size: number, b: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = b[row];
    for (let k = 0; k < row; k++) sum -= factor[row * size + k] * b[k];
    b[row] = sum / factor[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    const value = b[row] / factor[row * size + row];
    b[row] = value;
    for (let k = 0; k < row; k++) b[k] -= factor[row * size + k] * value;
  }
}
