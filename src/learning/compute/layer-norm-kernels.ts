import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type OwnCall, ownKernel } from './simd-backend.ts';

/** Names of the kernels in the tensor runtime's registry. */
export const LAYER_NORM = 'LayerNorm';
export const LAYER_NORM_GRADIENT = 'LayerNormGradient';

/** @returns the normalised rows with gain and bias [rows, width], without them [rows, width], and what each was scaled by [rows] */
function layerNorm({
  inputs: { x, gain, bias },
  attrs: { epsilon },
  backend,
}: OwnCall<'x' | 'gain' | 'bias', { epsilon: number }>): TensorInfo[] {
  const [rows, width] = x.shape;
  const outputs = [x.shape, x.shape, [rows]].map((shape) => backend.makeOutput(shape, 'float32'));
  const floats = backend.floats();
  const [from, gains, biases, result, normal, scales] = [x, gain, bias, ...outputs].map((t) => backend.placeOf(t));
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    let sum = 0;
    for (let i = start; i < start + width; i++) sum += floats[from + i];
    const mean = sum / width;
    let squares = 0;
    for (let i = start; i < start + width; i++) squares += (floats[from + i] - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / width + epsilon);
    floats[scales + row] = scale;
    for (let k = 0; k < width; k++) {
      const value = (floats[from + start + k] - mean) * scale;
      floats[normal + start + k] = value;
      floats[result + start + k] = value * floats[gains + k] + floats[biases + k];
    }
  }
  return outputs;
}

/** @returns gradients of x [rows, width], gain and bias [width] */
function layerNormGradient({
  inputs: { dy, normal, scale, gain },
  backend,
}: OwnCall<'dy' | 'normal' | 'scale' | 'gain'>): TensorInfo[] {
  const [rows, width] = dy.shape;
  const outputs = [dy.shape, gain.shape, gain.shape].map((shape) => backend.makeOutput(shape, 'float32'));
  const floats = backend.floats();
  const [from, normals, scales, gains, dx, dGain, dBias] = [dy, normal, scale, gain, ...outputs].map((t) =>
    backend.placeOf(t),
  );
  floats.fill(0, dGain, dGain + width);
  floats.fill(0, dBias, dBias + width);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    let sum = 0;
    let along = 0;
    for (let k = 0; k < width; k++) {
      const slope = floats[from + start + k];
      const value = floats[normals + start + k];
      floats[dGain + k] += slope * value;
      floats[dBias + k] += slope;
      sum += slope * floats[gains + k];
      along += slope * floats[gains + k] * value;
    }
    for (let k = 0; k < width; k++) {
      const slope = floats[from + start + k] * floats[gains + k];
      floats[dx + start + k] = (slope - (sum + along * floats[normals + start + k]) / width) * floats[scales + row];
    }
  }
  return outputs;
}

export const layerNormKernels = [ownKernel(LAYER_NORM, layerNorm), ownKernel(LAYER_NORM_GRADIENT, layerNormGradient)];
