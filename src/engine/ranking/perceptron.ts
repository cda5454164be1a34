import { type LinearLayers, type LinearWeights, TypeScriptLayers } from '../../kernels/encoders/linear-layers.ts';
import type { PerceptronTensors } from '../../pack/sections/perceptron.ts';

/** Slope of the leaky rectifier below 0. */
export const LEAK = 0.01;

/** Weights of a multilayer perceptron with two hidden layers of one width and one output without a bias. */
export interface PerceptronWeights extends PerceptronTensors {
  readonly inputs: number;
  readonly hidden: number;
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

/**
 * @param features [rows, inputs], row-major
 * @param layers of `layersOf(weights)`
 */
export function forward(
  weights: PerceptronWeights,
  features: Float32Array,
  layers: LinearLayers = new TypeScriptLayers(layersOf(weights)),
): Activations {
  const { inputs, hidden, weight3 } = weights;
  const rows = features.length / inputs;
  const layer1 = new Float32Array(rows * hidden);
  const layer2 = new Float32Array(rows * hidden);
  const output = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const first = layer1.subarray(row * hidden, (row + 1) * hidden);
    const second = layer2.subarray(row * hidden, (row + 1) * hidden);
    layers.apply('1', features.subarray(row * inputs, (row + 1) * inputs), first);
    rectify(first);
    layers.apply('2', first, second);
    rectify(second);
    let sum = 0;
    for (let unit = 0; unit < hidden; unit++) sum += weight3[unit] * second[unit];
    output[row] = sum;
  }
  return { layer1, layer2, output };
}

/** The two hidden layers as the kernels take them. */
export function layersOf({ weight1, bias1, weight2, bias2 }: PerceptronWeights): LinearWeights {
  return { '1.weights': weight1, '1.bias': bias1, '2.weights': weight2, '2.bias': bias2 };
}

function rectify(layer: Float32Array): void {
  for (let unit = 0; unit < layer.length; unit++) if (layer[unit] < 0) layer[unit] *= LEAK;
}
