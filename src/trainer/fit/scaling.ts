import type { PerceptronWeights } from '../../engine/ranking/perceptron.ts';

/** Means and standard deviations of features. [inputs] */
export interface Scaling {
  mean: Float64Array;
  deviation: Float64Array;
}

/** @param matrices each [rows, inputs] */
export function measureScaling(matrices: readonly Float32Array[], inputs: number): Scaling {
  const sum = new Float64Array(inputs);
  const squares = new Float64Array(inputs);
  let rows = 0;
  for (const features of matrices) {
    rows += features.length / inputs;
    for (let i = 0; i < features.length; i++) {
      sum[i % inputs] += features[i];
      squares[i % inputs] += features[i] ** 2;
    }
  }
  const mean = sum.map((total) => total / Math.max(1, rows));
  // A feature that never varies is left as it is.
  const deviation = squares.map((total, i) => Math.sqrt(Math.max(0, total / Math.max(1, rows) - mean[i] ** 2)) || 1);
  return { mean, deviation };
}

/** Features of mean 0 and deviation 1. */
export function scaled(features: Float32Array, { mean, deviation }: Scaling): Float32Array {
  const inputs = mean.length;
  return features.map((value, i) => (value - mean[i % inputs]) / deviation[i % inputs]);
}

/** Weights that take features as they are, from weights that take them scaled. */
export function foldScaling(weights: PerceptronWeights, { mean, deviation }: Scaling): PerceptronWeights {
  const { inputs, hidden } = weights;
  const weight1 = new Float32Array(inputs * hidden);
  const bias1 = weights.bias1.slice();
  for (let input = 0; input < inputs; input++) {
    for (let unit = 0, at = input * hidden; unit < hidden; unit++, at++) {
      weight1[at] = weights.weight1[at] / deviation[input];
      bias1[unit] -= weight1[at] * mean[input];
    }
  }
  const { weight2, bias2, weight3 } = weights;
  return { inputs, hidden, weight1, bias1, weight2: weight2.slice(), bias2: bias2.slice(), weight3: weight3.slice() };
}

/** Gradients of the weights that take features scaled, in place, from those of the folded ones. */
export function unfoldGradients(
  { inputs, hidden, weight1, bias1 }: PerceptronWeights,
  { mean, deviation }: Scaling,
): void {
  for (let input = 0; input < inputs; input++) {
    for (let unit = 0, at = input * hidden; unit < hidden; unit++, at++) {
      weight1[at] = (weight1[at] - mean[input] * bias1[unit]) / deviation[input];
    }
  }
}
