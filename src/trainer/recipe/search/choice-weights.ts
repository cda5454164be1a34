import { weighed } from '../../../engine/search/learned-order.ts';
import { factorise, solve } from '../../../kernels/algebra/cholesky.ts';

/** One product that was chosen of several. */
export interface Choice {
  /** [products, signals] */
  signals: Float32Array;
  chosen: number;
}

const RIDGE = 3e-3;
const STEPS = 60;
/** The loss falls by less than this from one step to the next: no further step is worth it. */
const LEVEL = 1e-7;

/**
 * Conditional logistic regression (McFadden 1974), with a ridge: of all weighed sums of signals those by which the chosen
 * products are the likeliest. It is convex; Newton's method finds the least loss in a few steps.
 */
export function fitChoiceWeights(choices: readonly Choice[], width: number): Float64Array {
  let weights = new Float64Array(width);
  let loss = lossOf(choices, weights);
  for (let step = 0; step < STEPS; step++) {
    const { gradient, curvature } = derivatives(choices, weights);
    factorise(curvature, width);
    const change = Float64Array.from(gradient);
    solve(curvature, width, change);
    // Halved until it falls, which far from the least a whole step may not.
    let next = weights;
    let reached = loss;
    for (let length = 1; length > 1e-4; length /= 2) {
      const tried = weights.map((weight, k) => weight - length * change[k]);
      const lossThere = lossOf(choices, tried);
      if (lossThere >= loss) continue;
      [next, reached] = [tried, lossThere];
      break;
    }
    const fallen = loss - reached;
    [weights, loss] = [next, reached];
    if (fallen < LEVEL) break;
  }
  return weights;
}

function lossOf(choices: readonly Choice[], weights: Float64Array): number {
  let sum = 0;
  for (const { signals, chosen } of choices) {
    const sums = weighed(signals, weights);
    const most = Math.max(...sums);
    sum += most - sums[chosen] + Math.log(sums.reduce((total, one) => total + Math.exp(one - most), 0));
  }
  return sum / choices.length + (RIDGE / 2) * weights.reduce((total, weight) => total + weight * weight, 0);
}

/** Of the loss. @returns gradient [width], curvature [width, width] */
function derivatives(choices: readonly Choice[], weights: Float64Array) {
  const width = weights.length;
  const gradient = weights.map((weight) => RIDGE * weight);
  const curvature = new Float64Array(width * width);
  for (let k = 0; k < width; k++) curvature[k * width + k] = RIDGE;
  const share = 1 / choices.length;
  for (const { signals, chosen } of choices) {
    const sums = weighed(signals, weights);
    const most = Math.max(...sums);
    const chances = sums.map((sum) => Math.exp(sum - most));
    const total = chances.reduce((a, b) => a + b, 0);
    const mean = new Float64Array(width);
    chances.forEach((chance, i) => {
      const part = chance / total;
      for (let k = 0; k < width; k++) {
        const value = signals[i * width + k];
        mean[k] += part * value;
        for (let l = 0; l <= k; l++) curvature[k * width + l] += share * part * value * signals[i * width + l];
      }
    });
    for (let k = 0; k < width; k++) {
      gradient[k] += share * (mean[k] - signals[chosen * width + k]);
      for (let l = 0; l <= k; l++) curvature[k * width + l] -= share * mean[k] * mean[l];
    }
  }
  return { gradient, curvature };
}
