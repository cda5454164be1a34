import { factorise, solve } from '../../kernels/algebra/cholesky.ts';

/** Weight of each input, and what is added to their sum. */
export interface LogisticWeights {
  readonly weights: Float64Array;
  readonly bias: number;
}

/** Newton's steps; a dozen are enough where the ridge bounds the weights. */
const STEPS = 25;

/**
 * Logistic regression by Newton's method (iteratively reweighted least squares), over standardised inputs with a ridge.
 * @param inputs one row each, all as long; @param labels 0 or 1
 * @param ridge on the weights of standardised inputs
 */
export function fitLogistic(
  inputs: readonly (readonly number[])[],
  labels: ArrayLike<number>,
  ridge = 1,
): LogisticWeights {
  const width = inputs[0].length;
  const means = Array.from({ length: width }, (_, k) => mean(inputs.map((row) => row[k])));
  const deviations = means.map((of, k) => Math.sqrt(mean(inputs.map((row) => (row[k] - of) ** 2))) || 1);
  const rows = inputs.map((row) => [...row.map((value, k) => (value - means[k]) / deviations[k]), 1]);
  const size = width + 1;
  const found = new Float64Array(size);
  for (let step = 0; step < STEPS; step++) {
    const curvature = new Float64Array(size * size);
    const slope = new Float64Array(size);
    for (let k = 0; k < size; k++) {
      const pull = k < width ? ridge : 1e-9;
      curvature[k * size + k] = pull;
      slope[k] = -pull * found[k];
    }
    rows.forEach((row, i) => {
      const chance = chanceOf(row.reduce((sum, value, k) => sum + value * found[k], 0));
      const spread = Math.max(1e-9, chance * (1 - chance));
      for (let a = 0; a < size; a++) {
        slope[a] += (labels[i] - chance) * row[a];
        for (let b = 0; b <= a; b++) curvature[a * size + b] += spread * row[a] * row[b];
      }
    });
    factorise(curvature, size);
    solve(curvature, size, slope);
    for (let k = 0; k < size; k++) found[k] += slope[k];
  }
  const weights = Float64Array.from(deviations, (deviation, k) => found[k] / deviation);
  return { weights, bias: found[width] - means.reduce((sum, of, k) => sum + of * weights[k], 0) };
}

/** Chance of label 1. */
export function applyLogistic({ weights, bias }: LogisticWeights, input: readonly number[]): number {
  return chanceOf(input.reduce((sum, value, k) => sum + value * weights[k], bias));
}

const chanceOf = (logit: number): number => 1 / (1 + Math.exp(-logit));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
