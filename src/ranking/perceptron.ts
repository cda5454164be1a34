/** Slope of the leaky rectifier below 0. */
export const LEAK = 0.01;

/** Weights of a multilayer perceptron with two hidden layers of one width and one output without a bias. */
export interface PerceptronWeights {
  readonly inputs: number;
  readonly hidden: number;
  /** [hidden, inputs] */
  readonly weight1: Float32Array;
  /** [hidden] */
  readonly bias1: Float32Array;
  /** [hidden, hidden] */
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

/** @param features [rows, inputs], row-major */
export function forward(weights: PerceptronWeights, features: Float32Array): Activations {
  const rows = features.length / weights.inputs;
  const layer1 = dense(features, weights.weight1, weights.bias1, weights.inputs, weights.hidden);
  const layer2 = dense(layer1, weights.weight2, weights.bias2, weights.hidden, weights.hidden);
  const output = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let unit = 0; unit < weights.hidden; unit++)
      sum += weights.weight3[unit] * layer2[row * weights.hidden + unit];
    output[row] = sum;
  }
  return { layer1, layer2, output };
}

/** A dense layer with a leaky rectifier. */
function dense(input: Float32Array, weight: Float32Array, bias: Float32Array, inputs: number, outputs: number) {
  const rows = input.length / inputs;
  const output = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const start = row * inputs;
    for (let unit = 0; unit < outputs; unit++) {
      let sum = bias[unit];
      for (let i = 0; i < inputs; i++) sum += weight[unit * inputs + i] * input[start + i];
      output[row * outputs + unit] = sum > 0 ? sum : LEAK * sum;
    }
  }
  return output;
}
