import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { forward, LEAK, type PerceptronWeights } from './perceptron.ts';

/** One list to learn from: the features of its candidates and which of them was chosen. */
export interface ChoiceList {
  /** [candidates, inputs], row-major */
  features: Float32Array;
  /** Row of the chosen candidate, or −1 where it was not among them: then the list only counts in measuring. */
  chosen: number;
}

export interface PerceptronOptions {
  hidden: number;
  epochs: number;
  /** Of Adam; a third of it in the last third of the epochs. */
  learningRate: number;
  /** Decoupled (AdamW). */
  weightDecay: number;
  /** Lists a step. */
  batch: number;
  seed: number;
}

const TENSORS = ['weight1', 'bias1', 'weight2', 'bias2', 'weight3'] as const;
/** A gradient of a candidate's score below this is not worth its backward pass. */
const NEGLIGIBLE = 1e-4;

/**
 * Learns to put the chosen candidate of each list first: softmax cross-entropy over the list (ListNet's top-one loss,
 * Cao et al. 2007), by AdamW. Inputs are standardised; the scaling is folded into the first layer in the end.
 * @param onEpoch called with the weights after each epoch
 */
export function fitPerceptron(
  lists: readonly ChoiceList[],
  inputs: number,
  options: PerceptronOptions,
  onEpoch: (epoch: number, weights: PerceptronWeights) => void,
): void {
  const { hidden } = options;
  const draw = uniform(options.seed);
  const scaling = measureScaling(lists, inputs);
  const weights = initialWeights(inputs, hidden, draw);
  const gradients = zeros(inputs, hidden);
  const means = zeros(inputs, hidden);
  const squares = zeros(inputs, hidden);
  const learnable = lists.filter(({ chosen }) => chosen >= 0).map((list) => standardise(list, scaling));
  const order = Int32Array.from(learnable.keys());
  let step = 0;

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(draw() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    const rate = options.learningRate * (epoch * 3 < options.epochs * 2 ? 1 : 1 / 3);
    for (let start = 0; start < order.length; start += options.batch) {
      const batch = order.subarray(start, start + options.batch);
      for (const index of batch) backward(weights, learnable[index], gradients);
      step++;
      for (const name of TENSORS) {
        const correction1 = 1 - 0.9 ** step;
        const correction2 = 1 - 0.999 ** step;
        const [weight, gradient, mean, square] = [weights[name], gradients[name], means[name], squares[name]];
        for (let i = 0; i < weight.length; i++) {
          const slope = gradient[i] / batch.length;
          mean[i] = 0.9 * mean[i] + 0.1 * slope;
          square[i] = 0.999 * square[i] + 0.001 * slope * slope;
          const move = mean[i] / correction1 / (Math.sqrt(square[i] / correction2) + 1e-8);
          weight[i] -= rate * (move + options.weightDecay * weight[i]);
          gradient[i] = 0;
        }
      }
    }
    onEpoch(epoch, foldScaling(weights, scaling));
  }
}

interface Scaling {
  mean: Float64Array;
  deviation: Float64Array;
}

function measureScaling(lists: readonly ChoiceList[], inputs: number): Scaling {
  const sum = new Float64Array(inputs);
  const squares = new Float64Array(inputs);
  let rows = 0;
  for (const { features } of lists) {
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

function standardise({ features, chosen }: ChoiceList, { mean, deviation }: Scaling): ChoiceList {
  const inputs = mean.length;
  return { features: features.map((value, i) => (value - mean[i % inputs]) / deviation[i % inputs]), chosen };
}

/** Weights that take features as they are. */
function foldScaling(weights: PerceptronWeights, { mean, deviation }: Scaling): PerceptronWeights {
  const { inputs, hidden } = weights;
  const weight1 = weights.weight1.map((weight, i) => weight / deviation[i % inputs]);
  const bias1 = weights.bias1.slice();
  for (let unit = 0; unit < hidden; unit++) {
    for (let i = 0; i < inputs; i++) bias1[unit] -= weight1[unit * inputs + i] * mean[i];
  }
  const { weight2, bias2, weight3 } = weights;
  return { inputs, hidden, weight1, bias1, weight2: weight2.slice(), bias2: bias2.slice(), weight3: weight3.slice() };
}

/** Adds the gradient of one list's loss, −log softmax(output)[chosen]. */
function backward(weights: PerceptronWeights, { features, chosen }: ChoiceList, gradients: PerceptronWeights): void {
  const { inputs, hidden } = weights;
  const { layer1, layer2, output } = forward(weights, features);
  const highest = output.reduce((a, b) => Math.max(a, b));
  const exponentials = output.map((value) => Math.exp(value - highest));
  const total = exponentials.reduce((a, b) => a + b);
  const slope1 = new Float32Array(hidden);
  for (let row = 0; row < output.length; row++) {
    const slope = exponentials[row] / total - (row === chosen ? 1 : 0);
    if (Math.abs(slope) < NEGLIGIBLE) continue;
    slope1.fill(0);
    for (let unit = 0; unit < hidden; unit++) {
      const active = layer2[row * hidden + unit];
      gradients.weight3[unit] += slope * active;
      const slope2 = slope * weights.weight3[unit] * (active > 0 ? 1 : LEAK);
      gradients.bias2[unit] += slope2;
      for (let i = 0; i < hidden; i++) {
        gradients.weight2[unit * hidden + i] += slope2 * layer1[row * hidden + i];
        slope1[i] += slope2 * weights.weight2[unit * hidden + i];
      }
    }
    for (let unit = 0; unit < hidden; unit++) {
      const back = slope1[unit] * (layer1[row * hidden + unit] > 0 ? 1 : LEAK);
      gradients.bias1[unit] += back;
      for (let i = 0; i < inputs; i++) gradients.weight1[unit * inputs + i] += back * features[row * inputs + i];
    }
  }
}

function zeros(inputs: number, hidden: number): PerceptronWeights {
  return {
    inputs,
    hidden,
    weight1: new Float32Array(hidden * inputs),
    bias1: new Float32Array(hidden),
    weight2: new Float32Array(hidden * hidden),
    bias2: new Float32Array(hidden),
    weight3: new Float32Array(hidden),
  };
}

/** He et al. (2015); the output small, so that all candidates start alike. */
function initialWeights(inputs: number, hidden: number, draw: () => number): PerceptronWeights {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const weights = zeros(inputs, hidden);
  for (let i = 0; i < weights.weight1.length; i++) weights.weight1[i] = normal() * Math.sqrt(2 / inputs);
  for (let i = 0; i < weights.weight2.length; i++) weights.weight2[i] = normal() * Math.sqrt(2 / hidden);
  for (let i = 0; i < hidden; i++) weights.weight3[i] = normal() * 0.1;
  return weights;
}

/** Numbers in [0, 1). */
function uniform(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 0x1_0000_0000;
}
