import type { LinearLayers, LinearWeights } from '../kernels/linear-layers.ts';

/** Slope of the leaky rectifier below 0. */
export const LEAK = 0.01;

/** Weights of a multilayer perceptron with two hidden layers of one width and one output without a bias. */
export interface PerceptronWeights {
  readonly inputs: number;
  readonly hidden: number;
  /** [inputs, hidden] */
  readonly weight1: Float32Array;
  /** [hidden] */
  readonly bias1: Float32Array;
  /** [hidden, hidden], in × out */
  readonly weight2: Float32Array;
  /** [hidden] */
  readonly bias2: Float32Array;
  /** [hidden] */
  readonly weight3: Float32Array;
}

/** What the layers gave for a batch of rows. */
export interface Activations {
  /** [rows, hidden] */
  readonly layer1: Float32Array;
  /** [rows, hidden] */
  readonly layer2: Float32Array;
  /** [rows] */
  readonly output: Float32Array;
}

/** @param features [rows, inputs], row-major; zeros cost nothing */
export function forward(weights: PerceptronWeights, features: Float32Array): Activations {
  const { hidden, weight3 } = weights;
  const layer1 = dense(features, weights.weight1, weights.bias1);
  const layer2 = dense(layer1, weights.weight2, weights.bias2);
  const output = new Float32Array(layer2.length / hidden);
  for (let row = 0; row < output.length; row++) {
    let sum = 0;
    for (let unit = 0; unit < hidden; unit++) sum += weight3[unit] * layer2[row * hidden + unit];
    output[row] = sum;
  }
  return { layer1, layer2, output };
}

/** The two hidden layers as the kernels take them. */
export function layersOf({ weight1, bias1, weight2, bias2 }: PerceptronWeights): LinearWeights {
  return { '1.weights': weight1, '1.bias': bias1, '2.weights': weight2, '2.bias': bias2 };
}

/**
 * The output alone, by kernels: what serving needs.
 * @param layers of `layersOf(weights)`; @param features [rows, inputs], row-major; @returns [rows]
 */
export function applyPerceptron(
  weights: PerceptronWeights,
  layers: LinearLayers,
  features: Float32Array,
): Float32Array {
  const { inputs, hidden, weight3 } = weights;
  const layer1 = new Float32Array(hidden);
  const layer2 = new Float32Array(hidden);
  const output = new Float32Array(features.length / inputs);
  for (let row = 0; row < output.length; row++) {
    layers.apply('1', features.subarray(row * inputs, (row + 1) * inputs), layer1);
    rectify(layer1);
    layers.apply('2', layer1, layer2);
    rectify(layer2);
    let sum = 0;
    for (let unit = 0; unit < hidden; unit++) sum += weight3[unit] * layer2[unit];
    output[row] = sum;
  }
  return output;
}

function rectify(layer: Float32Array): void {
  for (let unit = 0; unit < layer.length; unit++) if (layer[unit] < 0) layer[unit] *= LEAK;
}

/** A dense layer with a leaky rectifier. @param weight [inputs, outputs] */
function dense(input: Float32Array, weight: Float32Array, bias: Float32Array): Float32Array {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const rows = input.length / inputs;
  const output = new Float32Array(rows * outputs);
  const sums = new Float64Array(outputs);
  for (let row = 0; row < rows; row++) {
    sums.set(bias);
    for (let i = 0; i < inputs; i++) {
      const value = input[row * inputs + i];
      if (value === 0) continue;
      for (let unit = 0, at = i * outputs; unit < outputs; unit++, at++) sums[unit] += value * weight[at];
    }
    for (let unit = 0; unit < outputs; unit++) {
      const sum = sums[unit];
      output[row * outputs + unit] = sum > 0 ? sum : LEAK * sum;
    }
  }
  return output;
}
