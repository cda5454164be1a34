import * as tf from '@tensorflow/tfjs-core';
import ortWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { NamedTensors } from '../../src/contract/tensors.ts';
import type { EncoderSizes } from '../../src/kernels/encoders/attention-encoder.ts';
import { AttentionEncoder, type EncoderWeights } from '../../src/kernels/encoders/attention-encoder.ts';
import { LAYER_NORM_EPSILON } from '../../src/kernels/encoders/layer-norm.ts';
import { chooseLayers } from '../../src/kernels/encoders/layers.ts';
import { type LinearLayers, TypeScriptLayers } from '../../src/kernels/encoders/linear-layers.ts';
import { encode } from '../../src/learning/models/attention-encoder.ts';
import { encoderShapes } from '../../src/pack/sections/attention.ts';
import { inTurn } from '../harness/measure.ts';
import { rounded, type Timing } from '../harness/order-statistics.mjs';
import { randomOf } from '../harness/random.ts';
import { randomWeights } from '../harness/random-weights.ts';
import { openTfjsWasm } from '../harness/tfjs-wasm.ts';
import { onnxEncoder } from './onnx-encoder.ts';

const SEED = 1;

export interface EncoderResult {
  shape: EncoderSizes;
  timings: Record<string, Timing>;
  /** One more click as a part of a visit: every position from half the window to its end, and the window read anew once. */
  slidingMs: number;
  /** Largest difference between any two of the states. */
  difference: number;
}

export async function run(shape: EncoderSizes): Promise<EncoderResult> {
  const { width, longest } = shape;
  const weights = randomWeights(encoderShapes(shape), SEED);
  const { normal } = randomOf(SEED + 1);
  const items = Array.from({ length: longest }, () => Float32Array.from({ length: width }, () => normal() / 8));
  // What the tensor model takes: item vectors already scaled, as src/learning/models/attention.ts scales them.
  const x = Float32Array.from(items.flatMap((vector) => Array.from(vector, (value) => value * Math.sqrt(width))));

  const plainWeights = Object.fromEntries(Object.entries(weights).map(([name, { data }]) => [name, data]));
  const cached = openCached(shape, plainWeights, (await chooseLayers())(plainWeights), items);
  const plain = openCached(shape, plainWeights, new TypeScriptLayers(plainWeights), items);
  const wholes = {
    'tfjs-wasm, whole window': await openTfjs(shape, weights, x),
    'onnxruntime-web, whole window': await openOnnx(shape, weights, x),
  };
  const states = [cached.whole(), plain.whole(), ...(await Promise.all(Object.values(wholes).map((whole) => whole())))];
  const difference = Math.max(
    ...states.map((state) => state.reduce((most, value, i) => Math.max(most, Math.abs(value - states[0][i])), 0)),
  );
  if (!(difference < 1e-3)) throw new Error(`the encoders differ by ${difference}`);

  const timings = await inTurn(
    {
      'vitrine, one more click': cached.one,
      'vitrine, one more click, no WebAssembly': plain.one,
      'vitrine, whole window': cached.whole,
      'vitrine, half a window of clicks and one slide': cached.stride,
      ...wholes,
    },
    { warmUp: 50, counted: 300 },
  );
  const { 'vitrine, half a window of clicks and one slide': stride, ...shown } = timings;
  return { shape, timings: shown, slidingMs: rounded(stride.median / (longest >> 1)), difference: rounded(difference) };
}

function openCached(
  shape: EncoderSizes,
  weights: EncoderWeights,
  layers: LinearLayers,
  items: readonly Float32Array[],
) {
  const { longest } = shape;
  const encoder = new AttentionEncoder({ ...shape, epsilon: LAYER_NORM_EPSILON }, weights, layers);
  const readFrom = (start: number, end: number): Float32Array => {
    encoder.truncate(start);
    for (const item of items.slice(start, end - 1)) encoder.append(item);
    return encoder.append(items[end - 1]);
  };
  const whole = (): Float32Array => readFrom(0, longest).slice();
  return {
    whole,
    /** The last position of the window: the dearest. */
    one: () => readFrom(longest - 1, longest),
    stride: () => {
      readFrom(0, longest >> 1);
      for (let length = longest >> 1; length < longest; length++) readFrom(length, length + 1);
    },
  };
}

async function openTfjs(shape: EncoderSizes, weights: NamedTensors, x: Float32Array) {
  await openTfjsWasm();
  const { width, longest } = shape;
  const given = Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );
  return async (): Promise<Float32Array> => {
    const last = tf.tidy(() => {
      const states = encode(tf.tensor2d(x, [longest, width]), 1, longest, given, shape, (tensor) => tensor);
      return tf.slice(states, [longest - 1, 0], [1, width]);
    });
    const state = (await last.data()) as Float32Array;
    last.dispose();
    return state;
  };
}

async function openOnnx(shape: EncoderSizes, weights: NamedTensors, x: Float32Array) {
  const { width, longest } = shape;
  env.wasm.wasmPaths = { wasm: ortWasm };
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(onnxEncoder(weights, shape, longest));
  return async (): Promise<Float32Array> => {
    const { states } = await session.run({ x: new Tensor('float32', x, [longest, width]) });
    return (states.data as Float32Array).slice((longest - 1) * width);
  };
}
