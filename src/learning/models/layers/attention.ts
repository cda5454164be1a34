import { ATTENTION, ATTENTION_GRADIENT } from '../../compute/attention-kernels.ts';
import { runOwnKernel } from '../../compute/own-kernels.ts';
import {
  add,
  customGrad,
  type GradSaveFunc,
  matMul,
  mul,
  reshape,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor3D,
  tensor,
  transpose,
} from '../../compute/tensors.ts';

/** 0 where a position may look (itself and before), −1e9 after it. [1, length, length] */
function causalMask(length: number): Tensor3D {
  const values = new Float32Array(length * length);
  for (let row = 0; row < length; row++) values.fill(-1e9, row * length + row + 1, (row + 1) * length);
  return tensor(values, [1, length, length]);
}

/**
 * Causal scaled dot-product attention (Vaswani et al. 2017). Padding stands at the end of a window, so the causal mask
 * alone keeps it out. By kernels of ours where there are some: the tensor runtime's products of many small matrices took
 * a quarter of a training step. query, key, value [windows · heads, length, width per head] → the same shape
 */
export const causalAttention = customGrad((...inputs) => {
  const [query, key, value, save] = inputs as unknown as [Tensor3D, Tensor3D, Tensor3D, GradSaveFunc];
  const whole = query.shape[2] % 8 === 0;
  const [attended, shares] = (whole && runOwnKernel(ATTENTION, { query, key, value })) || attend(query, key, value);
  save([query, key, value, shares]);
  return {
    value: attended, // [windows, length, width]
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const [query, key, value, shares] = saved as Tensor3D[];
      const made = whole && runOwnKernel(ATTENTION_GRADIENT, { dy, query, key, value, shares });
      return made || attendGradient(dy as Tensor3D, query, key, value, shares);
    },
  };
}) as (query: Tensor3D, key: Tensor3D, value: Tensor3D) => Tensor3D;

function attend(query: Tensor3D, key: Tensor3D, value: Tensor3D): Tensor[] {
  const logits = mul(matMul(query, key, false, true), scaleOf(query)); // [windows, length, length]
  const shares = softmax(add(logits, causalMask(query.shape[1]))) as Tensor3D;
  return [matMul(shares, value), shares];
}

function attendGradient(dy: Tensor3D, query: Tensor3D, key: Tensor3D, value: Tensor3D, shares: Tensor3D): Tensor[] {
  const dShares = matMul(dy, value, false, true); // [windows, length, length]
  const along = sum(mul(dShares, shares), 2, true); // [windows, length, 1]
  const dLogits = mul(mul(shares, sub(dShares, along)), scaleOf(query)) as Tensor3D;
  return [matMul(dLogits, key), matMul(dLogits, query, true), matMul(shares, dy, true)];
}

const scaleOf = (query: Tensor3D): number => 1 / Math.sqrt(query.shape[2]);

/** [windows · length, width] → [windows · heads, length, width / heads] */
export function splitHeads(x: Tensor, windows: number, length: number, heads: number): Tensor3D {
  const width = x.shape[1] as number;
  if (heads === 1) return reshape(x, [windows, length, width]);
  const apart = transpose(reshape(x, [windows, length, heads, width / heads]), [0, 2, 1, 3]);
  return reshape(apart, [windows * heads, length, width / heads]);
}

/** The inverse of `splitHeads`. */
export function joinHeads(x: Tensor3D, windows: number, length: number, heads: number): Tensor {
  const width = x.shape[2] * heads;
  if (heads === 1) return reshape(x, [windows * length, width]);
  const apart = transpose(reshape(x, [windows, heads, length, x.shape[2]]), [0, 2, 1, 3]);
  return reshape(apart, [windows * length, width]);
}
