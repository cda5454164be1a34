import {
  add,
  customGrad,
  type GradSaveFunc,
  log,
  matMul,
  mul,
  reshape,
  rsqrt,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  transpose,
} from '../../compute/tensors.ts';
import { columnSums } from '../../models/layers/linear.ts';

const EPSILON = 1e-5;

/** Mean and 1 / deviation of each channel over a batch of pictures. Both [channels] */
export function channelMoments(x: Tensor4D): { mean: Tensor; scale: Tensor } {
  const rows = rowsOf(x);
  const mean = mul(columnSums(rows), 1 / rows.shape[0]);
  const variance = mul(columnSums(square(sub(rows, mean)) as Tensor2D), 1 / rows.shape[0]);
  return { mean, scale: rsqrt(add(variance, EPSILON)) };
}

/**
 * Each channel at mean 0 and deviation 1 over the batch, times `gain`, plus `shift` (Ioffe & Szegedy 2015).
 * x [batch, h, w, channels], gain and shift [channels]
 */
export const normaliseBatch = customGrad((...inputs) => {
  const [x, gain, shift, save] = inputs as unknown as [Tensor4D, Tensor, Tensor, GradSaveFunc];
  const { mean, scale } = channelMoments(x);
  const normal = mul(sub(rowsOf(x), mean), scale);
  save([normal, scale, gain]);
  return {
    value: reshape(add(mul(normal, gain), shift), x.shape),
    gradFunc: (gradient: Tensor, [normal, scale, gain]: Tensor[]) => {
      const dy = reshape(gradient, normal.shape as [number, number]) as Tensor2D;
      const byShift = columnSums(dy);
      const byGain = columnSums(mul(dy, normal) as Tensor2D);
      const part = 1 / normal.shape[0];
      const centred = sub(sub(dy, mul(byShift, part)), mul(normal, mul(byGain, part)));
      return [reshape(mul(centred, mul(gain, scale)), gradient.shape), byGain, byShift];
    },
  };
}) as (x: Tensor4D, gain: Tensor, shift: Tensor) => Tensor4D;

function rowsOf(x: Tensor4D): Tensor2D {
  return reshape(x, [-1, x.shape[3]]) as Tensor2D;
}

/** Cosines of each row with each other one. x [rows, width], of length 1 → [rows, rows] */
export const cosines = customGrad((...inputs) => {
  const [x, save] = inputs as unknown as [Tensor2D, GradSaveFunc];
  save([x]);
  return {
    value: matMul(x, transpose(x)),
    gradFunc: (dy: Tensor, [x]: Tensor[]) => matMul(add(dy, transpose(dy)) as Tensor2D, x as Tensor2D),
  };
}) as (x: Tensor2D) => Tensor2D;

/**
 * Cross-entropy, nats, mean over the batch. A row without a target counts nothing.
 * @param targets shares, which have no gradient; both [batch, classes]
 */
export const crossEntropy = customGrad((...inputs) => {
  const [logits, targets, save] = inputs as unknown as [Tensor2D, Tensor2D, GradSaveFunc];
  const named = softmax(logits);
  save([named, targets]);
  const part = 1 / logits.shape[0];
  return {
    value: mul(sum(mul(targets, log(add(named, EPSILON)))), -part),
    gradFunc: (dy: Tensor, [named, targets]: Tensor[]) => [
      mul(mul(sub(mul(named, sum(targets, 1, true)), targets), part), dy),
      mul(targets, 0), // no gradient
    ],
  };
}) as (logits: Tensor2D, targets: Tensor2D) => Tensor;
