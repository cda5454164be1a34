import { matMul, softmax, type Tensor2D, tensor, tidy, transpose } from './tensors.ts';

const SIZE = 24;

/**
 * Computes something whose answer is known, and compares. A broken driver, or a GPU process that was restarted, gives
 * wrong numbers without any error: this is the only way to see it.
 * @throws Error
 */
export async function checkArithmetic(): Promise<void> {
  const values = Float32Array.from({ length: SIZE * SIZE }, (_, i) => ((i * 7) % 13) / 13 - 0.5);
  const result = tidy(() => {
    const a = tensor(values, [SIZE, SIZE]) as Tensor2D;
    return softmax(matMul(a, transpose(a)));
  });
  const computed = await result.data();
  result.dispose();
  const expected = softmaxOfSquares(values);
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(computed[i] - expected[i]) < 1e-4)) throw new Error('it computes wrong numbers');
  }
}

/** softmax(a · aᵀ) over rows, plainly. */
function softmaxOfSquares(a: Float32Array): Float32Array {
  const out = new Float32Array(SIZE * SIZE);
  for (let row = 0; row < SIZE; row++) {
    let total = 0;
    for (let column = 0; column < SIZE; column++) {
      let dot = 0;
      for (let i = 0; i < SIZE; i++) dot += a[row * SIZE + i] * a[column * SIZE + i];
      out[row * SIZE + column] = Math.exp(dot);
      total += Math.exp(dot);
    }
    for (let column = 0; column < SIZE; column++) out[row * SIZE + column] /= total;
  }
  return out;
}
