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
