import { LAYER_NORM_EPSILON } from '../../../kernels/encoders/layer-norm.ts';
import { LAYER_NORM, LAYER_NORM_GRADIENT } from '../../compute/layer-norm-kernels.ts';
import { runOwnKernel } from '../../compute/own-kernels.ts';
import {
  add,
  customGrad,
  type GradSaveFunc,
  mean,
  mul,
  rsqrt,
  square,
  sub,
  type Tensor,
  type Tensor2D,
} from '../../compute/tensors.ts';
import { columnSums } from './linear.ts';

/**
 * Layer normalisation (Ba et al. 2016) over the last axis; by kernels of ours where there are some.
 * x [tokens, width], gain and bias [width] → [tokens, width]
 */
export const layerNorm = customGrad((...inputs) => {
  const [x, gain, bias, save] = inputs as unknown as [Tensor2D, Tensor, Tensor, GradSaveFunc];
  const [value, normal, scale] =
    runOwnKernel(LAYER_NORM, { x, gain, bias }, { epsilon: LAYER_NORM_EPSILON }) ?? normalise(x, gain, bias);
  save([normal, scale, gain]);
  return {
    value,
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const [normal, scale, gain] = saved;
      return (
        runOwnKernel(LAYER_NORM_GRADIENT, { dy, normal, scale, gain }) ?? normaliseGradient(dy, normal, scale, gain)
      );
    },
  };
}) as (x: Tensor2D, gain: Tensor, bias: Tensor) => Tensor2D;

function normalise(x: Tensor2D, gain: Tensor, bias: Tensor): Tensor[] {
  const centred = sub(x, mean(x, 1, true)); // [tokens, width]
  const scale = rsqrt(add(mean(square(centred), 1, true), LAYER_NORM_EPSILON)); // [tokens, 1]
  const normal = mul(centred, scale); // [tokens, width]
  return [add(mul(normal, gain), bias), normal, scale];
}

function normaliseGradient(dy: Tensor, normal: Tensor, scale: Tensor, gain: Tensor): Tensor[] {
  const dNormal = mul(dy, gain); // [tokens, width]
  const along = mean(mul(dNormal, normal), 1, true); // [tokens, 1]
  const dx = mul(sub(sub(dNormal, mean(dNormal, 1, true)), mul(normal, along)), scale);
  return [dx, columnSums(mul(dy, normal) as Tensor2D), columnSums(dy as Tensor2D)];
}
