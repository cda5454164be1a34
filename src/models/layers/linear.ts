import {
  add,
  customGrad,
  type GradSaveFunc,
  matMul,
  reshape,
  type Tensor,
  type Tensor2D,
  tensor,
  transpose,
} from '../../compute/tensors.ts';

/**
 * aᵀ · b with the narrower side transposed first: the WASM backend multiplies plain matrices 10 to 25 times as fast as
 * transposed ones (measured: [2048, 64] and [2048, 512], 126 ms against 5).
 */
export function matMulTransposedA(a: Tensor2D, b: Tensor2D): Tensor2D {
  if (a.shape[1] <= b.shape[1]) return matMul(transpose(a), b); // [m, n]
  return transpose(matMul(transpose(b), a) as Tensor2D);
}

/** Sums over rows as a product with ones: four times as fast on WASM as its own reduction over the first axis. [n] */
export function columnSums(x: Tensor2D): Tensor {
  const [rows, columns] = x.shape;
  return reshape(matMul(tensor(new Float32Array(rows).fill(1), [1, rows]) as Tensor2D, x), [columns]);
}

/** x · weights + bias. x [tokens, in], weights [in, out], bias [out] → [tokens, out] */
export const linear = customGrad((...inputs) => {
  const [x, weights, bias, save] = inputs as unknown as [Tensor2D, Tensor2D, Tensor, GradSaveFunc];
  save([x, weights]);
  return {
    value: add(matMul(x, weights), bias),
    gradFunc: (dy: Tensor, saved: Tensor[]) => [
      matMul(dy as Tensor2D, transpose(saved[1] as Tensor2D)), // [tokens, in]
      matMulTransposedA(saved[0] as Tensor2D, dy as Tensor2D), // [in, out]
      columnSums(dy as Tensor2D), // [out]
    ],
  };
}) as (x: Tensor2D, weights: Tensor2D, bias: Tensor) => Tensor2D;
