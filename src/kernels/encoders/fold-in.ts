import { factorise, solve } from '../algebra/cholesky.ts';

/** What the least squares of implicit feedback are solved with (src/learning/models/als.ts). */
export interface FoldInSizes {
  readonly width: number;
  /** Weight of what was not observed, against 1 for what was. */
  readonly unobserved: number;
  /** Ridge on the vector that is solved for. */
  readonly ridge: number;
}

/**
 * Solves for the vector x that is 1 in the direction of the observed vectors and 0 in that of all others:
 * (unobserved · G + Σ w v vᵀ + ridge) x = Σ w v. One visitor costs a system of `width` equations, not a training.
 */
export class FoldIn {
  readonly #base: Float64Array;
  readonly #system: Float64Array;
  readonly #solution: Float64Array;

  /** @param gram sum of v vᵀ over all vectors of the other side; its lower triangle is read. [width, width] */
  constructor(
    readonly sizes: FoldInSizes,
    gram: ArrayLike<number>,
  ) {
    const { width, unobserved } = sizes;
    this.#base = Float64Array.from(gram, (value) => value * unobserved);
    this.#system = new Float64Array(width * width);
    this.#solution = new Float64Array(width);
  }

  /**
   * @param table vectors by row, [rows, width]; @param rows of the observed ones; @param weights of each, parallel
   * @param ridge default: that of the sizes
   * @returns x, overwritten by the next call. [width]
   */
  solve(table: Float32Array, rows: ArrayLike<number>, weights: ArrayLike<number>, ridge?: number): Float64Array {
    const { width } = this.sizes;
    const system = this.#system;
    const solution = this.#solution.fill(0);
    system.set(this.#base);
    for (let i = 0; i < rows.length; i++) {
      const start = rows[i] * width;
      const weight = weights[i];
      for (let row = 0; row < width; row++) {
        const value = weight * table[start + row];
        solution[row] += value;
        for (let column = 0, at = row * width; column <= row; column++) system[at++] += value * table[start + column];
      }
    }
    for (let row = 0; row < width; row++) system[row * width + row] += ridge ?? this.sizes.ridge;
    factorise(system, width);
    solve(system, width, solution);
    return solution;
  }
}

/** Sum of v vᵀ over the rows of a table, lower triangle. @returns [width, width] */
export function gramOf(table: Float32Array, width: number): Float64Array {
  const gram = new Float64Array(width * width);
  for (let start = 0; start < table.length; start += width) {
    for (let row = 0; row < width; row++) {
      const value = table[start + row];
      if (value === 0) continue;
      for (let column = 0, at = row * width; column <= row; column++) gram[at++] += value * table[start + column];
    }
  }
  return gram;
}
