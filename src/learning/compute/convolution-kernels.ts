import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sumColumns } from './linear-kernels.ts';
import { type OwnCall, ownKernel, type SimdBackend } from './simd-backend.ts';

/** Names of the kernels in the tensor runtime's registry. */
export const CONVOLUTION = 'Convolution';
export const CONVOLUTION_INPUT_GRADIENT = 'ConvolutionInputGradient';
export const CONVOLUTION_KERNEL_GRADIENT = 'ConvolutionKernelGradient';

const SIDE = 3;
/** Columns that `multiply` makes at a time. */
const PANEL = 8;

/*
 * 3 × 3 convolutions that keep the picture's size, as products of matrices, one picture at a time. A picture is laid out in
 * a frame of zeros: a row above, a row below, and one column that is the right rim of a row and the left one of the next. A
 * pixel's three neighbours of one row then lie side by side, and the matrix of all pixels' neighbourhoods is that frame
 * itself, read in steps of one pixel: nothing is copied out. Each row of products has one of the rim that is left out.
 */

/** Sizes of a batch of pictures. */
interface Pictures {
  batch: number;
  height: number;
  width: number;
  channels: number;
}

const picturesOf = ({ shape: [batch, height, width, channels] }: TensorInfo): Pictures => ({
  batch,
  height,
  width,
  channels,
});

/** Pixels of a frame: those of its rows, the rim's first and what a last neighbourhood reaches over. */
const framed = ({ height, width }: Pictures): number => (height + 2) * (width + 1) + 2;
/** Pixels that products are made for. */
const spanned = ({ height, width }: Pictures): number => height * (width + 1);
const inPanels = (columns: number): number => PANEL * Math.ceil(columns / PANEL);

/** Weight of input `from` for output `to` at a place of the kernel. */
type WeightPlace = (row: number, column: number, from: number, to: number) => number;

/** Packs a kernel as `multiply` reads it: a matrix [3 · from, to] for each of its rows, filled up with zeros. */
function packKernel(floats: Float32Array, place: WeightPlace, from: number, to: number, packed: number): void {
  let at = packed;
  for (let row = 0; row < SIDE; row++) {
    for (let first = 0; first < to; first += PANEL) {
      for (let column = 0; column < SIDE; column++) {
        for (let input = 0; input < from; input++) {
          for (let output = first; output < first + PANEL; output++) {
            floats[at++] = output < to ? floats[place(row, column, input, output)] : 0;
          }
        }
      }
    }
  }
}

/** Lays a picture into its frame, whose rim is zeros already. Places among `floats` */
function frame(floats: Float32Array, { height, width, channels }: Pictures, picture: number, to: number): void {
  for (let row = 0; row < height; row++) {
    const from = picture + row * width * channels;
    floats.copyWithin(to + ((row + 1) * (width + 1) + 1) * channels, from, from + width * channels);
  }
}

/** Copies the numbers of `count` pixels that lie `fromStep` apart to where they lie `toStep` apart. */
function copyPixels(
  floats: Float32Array,
  [from, fromStep]: readonly [number, number],
  [to, toStep]: readonly [number, number],
  count: number,
): void {
  if (fromStep === toStep) {
    floats.copyWithin(to, from, from + count * fromStep);
    return;
  }
  const width = Math.min(fromStep, toStep);
  for (let at = 0; at < count; at++) {
    const start = from + at * fromStep;
    floats.copyWithin(to + at * toStep, start, start + width);
  }
}

/** Pictures under a kernel. @param bias added to each pixel, where there is one; its place among `floats` */
function convolve(
  backend: SimdBackend,
  pictures: Pictures,
  x: TensorInfo,
  out: TensorInfo,
  place: WeightPlace,
  bias?: number,
): void {
  const { products } = backend;
  const { batch, height, width, channels } = pictures;
  const outputs = out.shape[3];
  const columns = inPanels(outputs);
  const [rim, rows] = [width + 1, spanned(pictures)];
  const [packed, padded, empty, made] = backend.scratch(
    SIDE * SIDE * channels * columns,
    framed(pictures) * channels,
    rows * columns,
    rows * columns,
  );
  const floats = backend.floats();
  packKernel(floats, place, channels, outputs, packed >> 2);
  floats.fill(0, padded >> 2, (padded >> 2) + framed(pictures) * channels);
  floats.fill(0, empty >> 2, (empty >> 2) + rows * columns);
  if (bias !== undefined) {
    for (let row = 0; row < rows; row++) floats.copyWithin((empty >> 2) + row * columns, bias, bias + outputs);
  }
  const [from, to] = [backend.placeOf(x), backend.placeOf(out)];
  for (let picture = 0; picture < batch; picture++) {
    frame(floats, pictures, from + picture * height * width * channels, padded >> 2);
    floats.copyWithin(made >> 2, empty >> 2, (empty >> 2) + rows * columns);
    for (let row = 0; row < SIDE; row++) {
      products.multiply(
        padded + 4 * row * rim * channels,
        4 * channels,
        4,
        packed + 4 * row * SIDE * channels * columns,
        made,
        4 * columns,
        rows,
        SIDE * channels,
        columns,
        1,
      );
    }
    for (let row = 0; row < height; row++) {
      const start = to + (picture * height + row) * width * outputs;
      copyPixels(floats, [(made >> 2) + row * rim * columns, columns], [start, outputs], width);
    }
  }
}

/** x [batch, h, w, in], kernel [3, 3, in, out], bias [out] → [batch, h, w, out] */
function convolution({ inputs: { x, kernel, bias }, backend }: OwnCall<'x' | 'kernel' | 'bias'>): TensorInfo {
  const pictures = picturesOf(x);
  const { batch, height, width, channels } = pictures;
  const outputs = kernel.shape[3];
  const out = backend.makeOutput([batch, height, width, outputs], 'float32');
  const start = backend.placeOf(kernel);
  const place: WeightPlace = (row, column, from, to) =>
    start + ((row * SIDE + column) * channels + from) * outputs + to;
  convolve(backend, pictures, x, out, place, backend.placeOf(bias));
  return out;
}

/** The output's gradient under the kernel turned about. dy [batch, h, w, out], kernel [3, 3, in, out] → [batch, h, w, in] */
function inputGradient({ inputs: { dy, kernel }, backend }: OwnCall<'dy' | 'kernel'>): TensorInfo {
  const pictures = picturesOf(dy);
  const { batch, height, width, channels } = pictures;
  const inputs = kernel.shape[2];
  const out = backend.makeOutput([batch, height, width, inputs], 'float32');
  const start = backend.placeOf(kernel);
  const last = SIDE - 1;
  const place: WeightPlace = (row, column, from, to) =>
    start + (((last - row) * SIDE + last - column) * inputs + to) * channels + from;
  convolve(backend, pictures, dy, out, place);
  return out;
}

/** x [batch, h, w, in], dy [batch, h, w, out] → kernel's [3, 3, in, out], bias's [out] */
function kernelGradient({ inputs: { x, dy }, backend }: OwnCall<'x' | 'dy'>): TensorInfo[] {
  const { products } = backend;
  const pictures = picturesOf(x);
  const { batch, height, width, channels } = pictures;
  const outputs = dy.shape[3];
  const columns = inPanels(outputs);
  const [rim, rows, inner] = [width + 1, spanned(pictures), SIDE * channels];
  const byKernel = backend.makeOutput([SIDE, SIDE, channels, outputs], 'float32');
  const byBias = backend.makeOutput([outputs], 'float32');
  const [padded, line, packed, sums] = backend.scratch(
    framed(pictures) * channels,
    rows * columns,
    rows * columns,
    SIDE * inner * columns,
  );
  const floats = backend.floats();
  floats.fill(0, padded >> 2, (padded >> 2) + framed(pictures) * channels);
  floats.fill(0, line >> 2, (line >> 2) + rows * columns);
  floats.fill(0, sums >> 2, (sums >> 2) + SIDE * inner * columns);
  const [from, above] = [backend.placeOf(x), backend.placeOf(dy)];
  for (let picture = 0; picture < batch; picture++) {
    frame(floats, pictures, from + picture * height * width * channels, padded >> 2);
    for (let row = 0; row < height; row++) {
      const start = above + (picture * height + row) * width * outputs;
      copyPixels(floats, [start, outputs], [(line >> 2) + row * rim * columns, columns], width);
    }
    products.pack(line, 4 * columns, 4, rows, columns, packed);
    for (let row = 0; row < SIDE; row++) {
      products.multiply(
        padded + 4 * row * rim * channels,
        4,
        4 * channels,
        packed,
        sums + 4 * row * inner * columns,
        4 * columns,
        inner,
        rows,
        columns,
        1,
      );
    }
  }
  copyPixels(floats, [sums >> 2, columns], [backend.placeOf(byKernel), outputs], SIDE * inner);
  sumColumns(floats, above, batch * height * width, outputs, backend.placeOf(byBias));
  return [byKernel, byBias];
}

export const convolutionKernels = [
  ownKernel(CONVOLUTION, convolution),
  ownKernel(CONVOLUTION_INPUT_GRADIENT, inputGradient),
  ownKernel(CONVOLUTION_KERNEL_GRADIENT, kernelGradient),
];
