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

export const LAYER_NORM_EPSILON = 1e-5;

/** Layer normalisation (Ba et al. 2016) over the last axis. x [tokens, width], gain and bias [width] → [tokens, width] */
export const layerNorm = customGrad((...inputs) => {
  const [x, gain, bias, save] = inputs as unknown as [Tensor2D, Tensor, Tensor, GradSaveFunc];
  const centred = sub(x, mean(x, 1, true)); // [tokens, width]
  const scale = rsqrt(add(mean(square(centred), 1, true), LAYER_NORM_EPSILON)); // [tokens, 1]
  const normal = mul(centred, scale); // [tokens, width]
  save([normal, scale, gain]);
  return {
    value: add(mul(normal, gain), bias),
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const [normal, scale, gain] = saved;
      const dNormal = mul(dy, gain); // [tokens, width]
      const along = mean(mul(dNormal, normal), 1, true); // [tokens, 1]
      const dx = mul(sub(sub(dNormal, mean(dNormal, 1, true)), mul(normal, along)), scale);
      return [dx, columnSums(mul(dy, normal) as Tensor2D), columnSums(dy as Tensor2D)];
    },
  };
}) as (x: Tensor2D, gain: Tensor, bias: Tensor) => Tensor2D;
