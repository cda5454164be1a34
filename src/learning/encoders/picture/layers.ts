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
  tensor,
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

/** A matrix that stays as it is. */
export interface Matrix {
  shape: readonly [rows: number, columns: number];
  data: Float32Array;
}

/** Which pixels each of `parts` × `parts` parts of a picture is the mean of. [parts², side²] */
export function partsOf(side: number, parts: number): Matrix {
  const data = new Float32Array(parts * parts * side * side);
  for (let part = 0; part < parts * parts; part++) {
    const pixels: number[] = [];
    for (let pixel = 0; pixel < side * side; pixel++) {
      if (
        covers(Math.floor(part / parts), parts, Math.floor(pixel / side), side) &&
        covers(part % parts, parts, pixel % side, side)
      ) {
        pixels.push(pixel);
      }
    }
    for (const pixel of pixels) data[part * side * side + pixel] = 1 / pixels.length;
  }
  return { shape: [parts * parts, side * side], data };
}

/** The middle line of an odd number belongs to both parts. */
const covers = (part: number, parts: number, at: number, side: number): boolean =>
  at >= Math.floor((part * side) / parts) && at < Math.ceil(((part + 1) * side) / parts);

/** The means over a picture's parts, side by side. x [batch, h, w, channels] → [batch, parts · channels] */
export function means(x: Tensor4D, parts: Matrix): Tensor2D {
  const apply = customGrad((...inputs) => {
    const [x] = inputs as unknown as [Tensor4D];
    return {
      value: multiply(x, parts, x.shape[1] * x.shape[2]),
      gradFunc: (dy: Tensor) => {
        const [, pixels] = parts.shape;
        const spread: Matrix = { shape: [pixels, parts.shape[0]], data: turned(parts) };
        return reshape(multiply(dy, spread, parts.shape[0]), x.shape);
      },
    };
  });
  return apply(x) as Tensor2D;
}

/** Each row's `count` groups of channels under a matrix. x [batch, count · channels] → [batch, rows · channels] */
function multiply(x: Tensor, { shape: [rows, columns], data }: Matrix, count: number): Tensor {
  const batch = x.shape[0];
  const channels = x.size / (batch * count);
  const groups = reshape(transpose(reshape(x, [batch, count, channels]), [1, 0, 2]), [count, batch * channels]);
  const made = matMul(tensor(data, [rows, columns]) as Tensor2D, groups as Tensor2D);
  return reshape(transpose(reshape(made, [rows, batch, channels]), [1, 0, 2]), [batch, rows * channels]);
}

function turned({ shape: [rows, columns], data }: Matrix): Float32Array {
  return Float32Array.from(data, (_, at) => data[(at % rows) * columns + Math.floor(at / rows)]);
}

/** Rows at length 1. [batch, width] */
export const unit = customGrad((...inputs) => {
  const [x, save] = inputs as unknown as [Tensor2D, GradSaveFunc];
  const scale = rsqrt(add(sum(square(x), 1, true), EPSILON)); // [batch, 1]
  const y = mul(x, scale);
  save([y, scale]);
  return {
    value: y,
    gradFunc: (dy: Tensor, [y, scale]: Tensor[]) => mul(sub(dy, mul(y, sum(mul(dy, y), 1, true))), scale),
  };
}) as (x: Tensor2D) => Tensor2D;

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
