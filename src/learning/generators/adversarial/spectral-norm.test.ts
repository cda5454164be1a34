import { expect, test } from 'vitest';
import { Random } from '../../training/random.ts';
import { SpectralNorm } from './spectral-norm.ts';

const SHAPE = [2, 3, 4];
const random = new Random(11);
const weight = Float32Array.from({ length: 24 }, () => random.normal());

function settled(of: Float32Array): { norm: SpectralNorm; normal: Float32Array } {
  const norm = new SpectralNorm(SHAPE, new Random(1));
  let normal = of;
  for (let i = 0; i < 200; i++) normal = norm.normalise(of, true);
  return { norm, normal };
}

/** The largest singular value, from the trace of a high power of WᵀW. */
function sigma(of: Float32Array): number {
  let gram = product(of, of, 6, 4, true);
  let log = 0;
  for (let power = 1; power < 2 ** 12; power *= 2) {
    const largest = Math.max(...gram);
    log = 2 * (log + Math.log(largest));
    gram = gram.map((value) => value / largest);
    gram = product(gram, gram, 4, 4, true);
  }
  const trace = [0, 5, 10, 15].reduce((sum, i) => sum + gram[i], 0);
  return Math.exp((log + Math.log(trace)) / 2 ** 13);
}

/** aᵀ · b of [rows, columns] matrices. */
function product(a: ArrayLike<number>, b: ArrayLike<number>, rows: number, columns: number, _t: true): number[] {
  return Array.from({ length: columns * columns }, (_, at) => {
    let sum = 0;
    for (let row = 0; row < rows; row++)
      sum += a[row * columns + Math.floor(at / columns)] * b[row * columns + (at % columns)];
    return sum;
  });
}

test('a settled weight has the largest singular value 1', () => {
  expect(sigma(settled(weight).normal)).toBeCloseTo(1, 3);
  expect(settled(weight).normal[5]).toBeCloseTo(weight[5] / sigma(weight), 4);
});

test('without an iteration the singular vectors stay, and the result is the same again', () => {
  const { norm } = settled(weight);
  const left = norm.left.slice();
  const once = norm.normalise(weight, false);
  expect(norm.normalise(weight, false)).toEqual(once);
  expect(norm.left).toEqual(left);
});

test('the gradient by the weight is the slope through the normalisation', () => {
  const outer = Float32Array.from({ length: 24 }, (_, i) => Math.sin(i + 1));
  const value = (of: Float32Array): number => settled(of).normal.reduce((sum, x, i) => sum + x * outer[i], 0);
  const { norm } = settled(weight);
  const gradient = outer.slice();
  norm.gradient(gradient, weight);
  for (let i = 0; i < weight.length; i++) {
    const [up, down] = [1e-2, -1e-2].map((change) => {
      const moved = weight.slice();
      moved[i] += change;
      return value(moved);
    });
    expect(gradient[i]).toBeCloseTo((up - down) / 2e-2, 2);
  }
});

test('a weight of zeros stays one', () => {
  const norm = new SpectralNorm(SHAPE, new Random(1));
  expect(norm.normalise(new Float32Array(24), true)).toEqual(new Float32Array(24));
});
