import type { Random } from '../../training/random.ts';

const TINY = 1e-12;

/**
 * Spectral normalisation of one weight (Miyato, Kataoka, Koyama & Yoshida 2018): the layer computes with W / σ(W), σ the
 * largest singular value, so that it stretches nothing by more than 1, and a discriminator of such layers cannot become so
 * steep that the generator learns nothing from it. σ is followed by one power iteration a step. Over plain arrays, as the
 * optimiser is; a convolution's kernel [height, width, in, out] is a matrix [height · width · in, out].
 */
export class SpectralNorm {
  /** Left singular vector as far as it is known. [rows] */
  readonly left: Float32Array;
  /** [columns] */
  readonly #right: Float32Array;
  readonly #rows: number;
  readonly #columns: number;
  #sigma = 1;

  constructor(shape: readonly number[], random: Random) {
    this.#columns = shape.at(-1)!;
    this.#rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
    this.left = Float32Array.from({ length: this.#rows }, () => random.normal());
    this.#right = new Float32Array(this.#columns);
    unit(this.left);
  }

  /** W / σ(W). @param iterate one power iteration; without it the singular vectors stay where they are */
  normalise(weight: Float32Array, iterate: boolean): Float32Array {
    this.#sigma = this.#measure(weight, iterate);
    const scale = 1 / Math.max(this.#sigma, TINY);
    return weight.map((value) => value * scale);
  }

  /**
   * The gradient by W from the one by W / σ, in place: (G − ⟨G, W/σ⟩ · u vᵀ) / σ. Singular vectors count as constants, which
   * they are to first order.
   * @param weight as it was last normalised
   */
  gradient(gradient: Float32Array, weight: Float32Array): void {
    const scale = 1 / Math.max(this.#sigma, TINY);
    let along = 0;
    for (let i = 0; i < gradient.length; i++) along += gradient[i] * weight[i];
    along *= scale;
    for (let row = 0, i = 0; row < this.#rows; row++) {
      const left = along * this.left[row];
      for (let column = 0; column < this.#columns; column++, i++) {
        gradient[i] = (gradient[i] - left * this.#right[column]) * scale;
      }
    }
  }

  #measure(weight: Float32Array, iterate: boolean): number {
    const right = this.#right.fill(0);
    for (let row = 0, i = 0; row < this.#rows; row++) {
      const left = this.left[row];
      for (let column = 0; column < this.#columns; column++, i++) right[column] += left * weight[i];
    }
    const length = unit(right);
    if (!iterate) return length;
    for (let row = 0, i = 0; row < this.#rows; row++) {
      let sum = 0;
      for (let column = 0; column < this.#columns; column++, i++) sum += weight[i] * right[column];
      this.left[row] = sum;
    }
    return unit(this.left);
  }
}

/** Scales to length 1. @returns the length before */
function unit(vector: Float32Array): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (length > TINY) for (let i = 0; i < vector.length; i++) vector[i] /= length;
  return length;
}
