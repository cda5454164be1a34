// The tensor operations that models are written in: the one place that names the tensor runtime's package.

export type { GradSaveFunc } from '@tensorflow/tfjs-core';
export {
  add,
  customGrad,
  log,
  matMul,
  max,
  mean,
  mul,
  neg,
  relu,
  reshape,
  rsqrt,
  sigmoid,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
  transpose,
  valueAndGrads,
} from '@tensorflow/tfjs-core';
