import {
  CONVOLUTION,
  CONVOLUTION_INPUT_GRADIENT,
  CONVOLUTION_KERNEL_GRADIENT,
} from '../../compute/convolution-kernels.ts';
import { runOwnKernel } from '../../compute/own-kernels.ts';
import {
  add,
  conv2d,
  customGrad,
  type GradSaveFunc,
  pad,
  reshape,
  reverse,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  transpose,
} from '../../compute/tensors.ts';
import { columnSums } from './linear.ts';

/**
 * A 3 × 3 convolution that keeps the picture's size. x [batch, h, w, in], kernel [3, 3, in, out], bias [out] →
 * [batch, h, w, out]. On WASM by kernels of ours. Elsewhere all three gradients are convolutions too, since only WebGPU has
 * the runtime's own: that of the input by the kernel turned about, that of the kernel by the output's gradient, over the
 * batch as channels.
 */
export const convolution = customGrad((...inputs) => {
  const [x, kernel, bias, save] = inputs as unknown as [Tensor4D, Tensor4D, Tensor, GradSaveFunc];
  save([x, kernel]);
  return {
    value: runOwnKernel(CONVOLUTION, { x, kernel, bias })?.[0] ?? add(conv2d(x, kernel, 1, 'same'), bias),
    gradFunc: (gradient: Tensor, saved: Tensor[]) => {
      const [dy, x, kernel] = [gradient, ...saved] as Tensor4D[];
      return [
        runOwnKernel(CONVOLUTION_INPUT_GRADIENT, { dy, kernel })?.[0] ?? composedInputGradient(dy, kernel),
        ...(runOwnKernel(CONVOLUTION_KERNEL_GRADIENT, { x, dy }) ?? composedKernelGradient(x, dy)),
      ];
    },
  };
}) as (x: Tensor, kernel: Tensor, bias: Tensor) => Tensor4D;

function composedInputGradient(dy: Tensor4D, kernel: Tensor4D): Tensor {
  const turned = transpose(reverse(kernel, [0, 1]), [0, 1, 3, 2]); // [3, 3, out, in]
  return conv2d(dy, turned, 1, 'same');
}

function composedKernelGradient(x: Tensor4D, dy: Tensor4D): [Tensor, Tensor] {
  const framed = pad(x, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  const byKernel = conv2d(transpose(framed, [3, 1, 2, 0]), transpose(dy, [1, 2, 0, 3]), 1, 'valid');
  return [
    transpose(byKernel, [1, 2, 0, 3]), // [in, 3, 3, out] → [3, 3, in, out]
    columnSums(reshape(dy, [-1, dy.shape[3]]) as Tensor2D),
  ];
}
