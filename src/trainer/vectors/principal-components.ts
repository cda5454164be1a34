import { gramOf } from '../../kernels/encoders/fold-in.ts';
import { orthonormalise } from '../../learning/models/orthonormalise.ts';
import { Random } from '../../learning/training/random.ts';
import type { Matrix } from './read-npy.ts';

const SWEEPS = 30;

/**
 * The rows about their mean, in fewer numbers where they have more than `most`: their leading principal components, by subspace
 * iteration from a random start.
 */
export function principalComponents({ rows, width, data }: Matrix, most: number, seed: number): Matrix {
  const mean = new Float64Array(width);
  for (let at = 0; at < data.length; at++) mean[at % width] += data[at] / rows;
  const centred = data.map((value, at) => value - mean[at % width]);
  if (width <= most) return { rows, width, data: centred };
  const lower = gramOf(centred, width);
  const spread = (row: number, column: number) =>
    row < column ? lower[column * width + row] : lower[row * width + column];
  const random = new Random(seed);
  let basis: Float32Array = Float32Array.from({ length: width * most }, () => random.unit() - 0.5);
  orthonormalise(basis, most);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const next = new Float32Array(basis.length);
    for (let row = 0; row < width; row++) {
      for (let column = 0; column < width; column++) {
        const value = spread(row, column);
        for (let k = 0; k < most; k++) next[row * most + k] += value * basis[column * most + k];
      }
    }
    basis = next;
    orthonormalise(basis, most);
  }
  const reduced = new Float32Array(rows * most);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) {
      const value = centred[row * width + i];
      for (let k = 0; k < most; k++) reduced[row * most + k] += value * basis[i * most + k];
    }
  }
  return { rows, width: most, data: reduced };
}
