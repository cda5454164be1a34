import {
  add,
  concat,
  customGrad,
  type GradSaveFunc,
  log,
  mean,
  mul,
  relu,
  reshape,
  reverse,
  rsqrt,
  slice,
  softmax,
  square,
  step,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tanh,
  transpose,
} from '../../compute/tensors.ts';

const LEAK = 0.2;
const EPSILON = 1e-6;
/** What adding and subtracting may leave of nothing. */
const ROUNDING = 1e-5;

/** x where it is positive, a fifth of it elsewhere. */
export const leakyRelu = customGrad((...inputs) => {
  const [x, save] = inputs as unknown as [Tensor, GradSaveFunc];
  const slope = step(x, LEAK);
  save([slope]);
  return { value: mul(x, slope), gradFunc: (dy: Tensor, [slope]: Tensor[]) => mul(dy, slope) };
}) as <TTensor extends Tensor>(x: TTensor) => TTensor;

/** Each pixel's channels scaled to mean square 1 (Karras et al. 2018): a generator's numbers cannot run away. */
export const pixelNorm = customGrad((...inputs) => {
  const [x, save] = inputs as unknown as [Tensor, GradSaveFunc];
  const scale = rsqrt(add(mean(square(x), -1, true), EPSILON)); // [batch, h, w, 1]
  const y = mul(x, scale);
  save([y, scale]);
  return {
    value: y,
    gradFunc: (dy: Tensor, [y, scale]: Tensor[]) => mul(sub(dy, mul(y, mean(mul(dy, y), -1, true))), scale),
  };
}) as (x: Tensor4D) => Tensor4D;

/** tanh(x), which has the range of pixels: −1 black, 1 white. */
export const toPixels = customGrad((...inputs) => {
  const [x, save] = inputs as unknown as [Tensor, GradSaveFunc];
  const y = tanh(x);
  save([y]);
  return { value: y, gradFunc: (dy: Tensor, [y]: Tensor[]) => mul(dy, sub(1, square(y))) };
}) as (x: Tensor4D) => Tensor4D;

/** [batch, h, w, 4 · c] → [batch, 2h, 2w, c]: channels become pixels (Shi et al. 2016). In rank 4, which is fast on WASM. */
export function unfold(x: Tensor4D): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = transpose(reshape(x, [batch * height, width, 2, channels / 2]), [0, 2, 1, 3]);
  return reshape(rows, [batch, 2 * height, 2 * width, channels / 4]) as Tensor4D;
}

/** [batch, 2h, 2w, c] → [batch, h, w, 4 · c]: pixels become channels, and none is lost. */
export function fold(x: Tensor4D): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = transpose(reshape(x, [(batch * height) / 2, 2, width / 2, 2 * channels]), [0, 2, 1, 3]);
  return reshape(rows, [batch, height / 2, width / 2, 4 * channels]) as Tensor4D;
}

/** Two tables side by side. [batch, a] and [batch, b] → [batch, a + b] */
export const join = customGrad((...inputs) => {
  const [a, b] = inputs as unknown as [Tensor2D, Tensor2D];
  const [rows, width] = a.shape;
  return {
    value: concat([a, b], 1),
    gradFunc: (dy: Tensor) => [slice(dy, [0, 0], [rows, width]), slice(dy, [0, width], [rows, b.shape[1]])],
  };
}) as (a: Tensor2D, b: Tensor2D) => Tensor2D;

/** Σ over features of a · b. Both [batch, width] → [batch, 1] */
export const along = customGrad((...inputs) => {
  const [a, b, save] = inputs as unknown as [Tensor2D, Tensor2D, GradSaveFunc];
  save([a, b]);
  return {
    value: sum(mul(a, b), 1, true),
    gradFunc: (dy: Tensor, [a, b]: Tensor[]) => [mul(dy, b), mul(dy, a)],
  };
}) as (a: Tensor2D, b: Tensor2D) => Tensor2D;

/** Cross-entropy of the kind named, mean over the batch, nats. @param kinds one 1 a row, no gradient; both [batch, kinds] */
export const namingLoss = customGrad((...inputs) => {
  const [logits, kinds, save] = inputs as unknown as [Tensor2D, Tensor2D, GradSaveFunc];
  const named = softmax(logits);
  save([named, kinds]);
  const [batch] = logits.shape;
  return {
    value: mul(sum(mul(kinds, log(add(named, EPSILON)))), -1 / batch),
    gradFunc: (dy: Tensor, [named, kinds]: Tensor[]) => [
      mul(mul(sub(named, kinds), 1 / batch), dy),
      mul(kinds, 0), // no gradient
    ],
  };
}) as (logits: Tensor2D, kinds: Tensor2D) => Tensor;

/** Pictures mirrored left to right. [batch, h, w, channels] */
export const mirror = customGrad((...inputs) => {
  const [x] = inputs as unknown as [Tensor4D];
  return { value: reverse(x, 2), gradFunc: (dy: Tensor) => reverse(dy as Tensor4D, 2) };
}) as (x: Tensor4D) => Tensor4D;

/** Pictures moved by whole pixels; what leaves at one side comes in at the other. [batch, h, w, channels] */
export function move(x: Tensor4D, right: number, down: number): Tensor4D {
  const moved = customGrad((...inputs) => {
    const [x] = inputs as unknown as [Tensor4D];
    return {
      value: rolled(rolled(x, 2, right), 1, down),
      gradFunc: (dy: Tensor) => rolled(rolled(dy as Tensor4D, 2, -right), 1, -down),
    };
  });
  return moved(x) as Tensor4D;
}

/** In rank 2, whose slices are fast on WASM. */
function rolled(x: Tensor4D, axis: 1 | 2, by: number): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const [rows, length, each] = axis === 1 ? [batch, height, width * channels] : [batch * height, width, channels];
  const cut = (((length - by) % length) + length) % length;
  if (cut === 0) return x;
  const flat = reshape(x, [rows, length * each]);
  const [before, after] = [cut * each, (length - cut) * each];
  return reshape(concat([slice(flat, [0, before], [rows, after]), slice(flat, [0, 0], [rows, before])], 1), x.shape);
}

/** The largest of each square of four pixels. [batch, 2h, 2w, channels] → [batch, h, w, channels] */
export const maxPool = customGrad((...inputs) => {
  const [x, save] = inputs as unknown as [Tensor4D, GradSaveFunc];
  const folded = fold(x); // [batch, h, w, 4 · channels]
  const [batch, height, width, channels] = x.shape;
  const parts = [0, 1, 2, 3].map((part) =>
    slice(folded, [0, 0, 0, part * channels], [batch, height / 2, width / 2, channels]),
  );
  const largest = parts.reduce((most, part) => add(most, relu(sub(part, most))));
  save([
    concat(
      parts.map((part) => sub(1, step(sub(sub(largest, part), ROUNDING)))),
      3,
    ),
  ]); // 1 where it is the largest
  return {
    value: largest,
    gradFunc: (dy: Tensor, [chosen]: Tensor[]) => unfold(mul(concat([dy, dy, dy, dy], 3), chosen) as Tensor4D),
  };
}) as (x: Tensor4D) => Tensor4D;
