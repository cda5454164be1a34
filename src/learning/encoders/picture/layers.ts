import {
  add,
  customGrad,
  type GradSaveFunc,
  matMul,
  mul,
  reshape,
  rsqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor,
  transpose,
} from '../../compute/tensors.ts';

const EPSILON = 1e-5;

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
