import { factorise } from '../../../kernels/algebra/cholesky.ts';
import type { SampleRows } from './quality.ts';

/** Added to a covariance's diagonal, relative to its mean: features that never vary leave it singular. */
const RIDGE = 1e-6;
const MAX_SWEEPS = 60;

/**
 * Squared Fréchet distance between two sets of features, each taken for normally distributed (Heusel et al. 2017, who take
 * Inception's features): |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½). With Σ₁ = L Lᵀ the last trace is the sum of the roots of
 * the eigenvalues of Lᵀ Σ₂ L, which is symmetric.
 */
export function frechetDistance(a: SampleRows, b: SampleRows): number {
  const { width } = a;
  const [first, second] = [moments(a), moments(b)];
  let distance = 0;
  for (let i = 0; i < width; i++) {
    distance += (first.mean[i] - second.mean[i]) ** 2;
    distance += first.covariance[i * width + i] + second.covariance[i * width + i];
  }
  factorise(first.covariance, width);
  for (let row = 0; row < width; row++) first.covariance.fill(0, row * width + row + 1, (row + 1) * width);
  const product = sandwich(first.covariance, second.covariance, width);
  for (const value of eigenvalues(product, width)) distance -= 2 * Math.sqrt(Math.max(0, value));
  return Math.max(0, distance);
}

/** Mean and covariance of the columns. */
function moments({ data, width }: SampleRows): { mean: Float64Array; covariance: Float64Array } {
  const count = data.length / width;
  const mean = new Float64Array(width);
  for (let i = 0; i < data.length; i++) mean[i % width] += data[i] / count;
  const covariance = new Float64Array(width * width);
  for (let start = 0; start < data.length; start += width) {
    for (let i = 0; i < width; i++) {
      const off = (data[start + i] - mean[i]) / Math.max(1, count - 1);
      for (let j = 0; j < width; j++) covariance[i * width + j] += off * (data[start + j] - mean[j]);
    }
  }
  let trace = 0;
  for (let i = 0; i < width; i++) trace += covariance[i * width + i];
  for (let i = 0; i < width; i++) covariance[i * width + i] += RIDGE * (trace / width) + Number.MIN_VALUE;
  return { mean, covariance };
}

/** Lᵀ · m · L. */
function sandwich(lower: Float64Array, middle: Float64Array, size: number): Float64Array {
  const half = multiply(middle, lower, size);
  const transposed = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) transposed[j * size + i] = lower[i * size + j];
  return multiply(transposed, half, size);
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const scale = a[i * size + k];
      if (scale === 0) continue;
      for (let j = 0; j < size; j++) out[i * size + j] += scale * b[k * size + j];
    }
  }
  return out;
}

/** Of a symmetric matrix, in no order, by Jacobi's rotations. */
function eigenvalues(matrix: Float64Array, size: number): Float64Array {
  const a = matrix.slice();
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let off = 0;
    let on = 0;
    for (let i = 0; i < size; i++) {
      on += a[i * size + i] ** 2;
      for (let j = 0; j < i; j++) off += a[i * size + j] ** 2;
    }
    if (off <= 1e-18 * on) break;
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(a, size, p, q);
  }
  return Float64Array.from({ length: size }, (_, i) => a[i * size + i]);
}

/** Turns the plane of two axes so that their common entry becomes 0. */
function rotate(a: Float64Array, size: number, p: number, q: number): void {
  const common = a[p * size + q];
  if (common === 0) return;
  const theta = (a[q * size + q] - a[p * size + p]) / (2 * common);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(t * t + 1);
  const sine = t * cosine;
  for (let k = 0; k < size; k++) {
    const [kp, kq] = [a[k * size + p], a[k * size + q]];
    a[k * size + p] = cosine * kp - sine * kq;
    a[k * size + q] = sine * kp + cosine * kq;
  }
  for (let k = 0; k < size; k++) {
    const [pk, qk] = [a[p * size + k], a[q * size + k]];
    a[p * size + k] = cosine * pk - sine * qk;
    a[q * size + k] = sine * pk + cosine * qk;
  }
}
