import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { forward, type PerceptronWeights } from './perceptron.ts';
import { AdamW, backpropagate, initialWeights, zeros } from './perceptron-training.ts';
import { foldScaling, measureScaling, type Scaling, scaled } from './scaling.ts';

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
  const scaling = measureScaling(
    lists.map(({ features }) => features),
    inputs,
  );
  const weights = initialWeights(inputs, hidden, draw);
  const gradients = zeros(inputs, hidden);
  const optimiser = new AdamW(weights, options.weightDecay);
  const learnable = lists.filter(({ chosen }) => chosen >= 0).map((list) => standardise(list, scaling));
  const order = Int32Array.from(learnable.keys());

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(draw() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    const rate = options.learningRate * (epoch * 3 < options.epochs * 2 ? 1 : 1 / 3);
    for (let start = 0; start < order.length; start += options.batch) {
      const batch = order.subarray(start, start + options.batch);
      for (const index of batch) {
        const { features, chosen } = learnable[index];
        const activations = forward(weights, features);
        backpropagate(weights, features, activations, slopesOf(activations.output, chosen), gradients);
      }
      optimiser.step(gradients, rate, batch.length);
    }
    onEpoch(epoch, foldScaling(weights, scaling));
  }
}

function standardise({ features, chosen }: ChoiceList, scaling: Scaling): ChoiceList {
  return { features: scaled(features, scaling), chosen };
}

/** Slope of one list's loss, −log softmax(output)[chosen], at each output. */
function slopesOf(output: Float32Array, chosen: number): Float32Array {
  const highest = output.reduce((a, b) => Math.max(a, b));
  const exponentials = output.map((value) => Math.exp(value - highest));
  const total = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value, row) => value / total - (row === chosen ? 1 : 0));
}

/** Numbers in [0, 1). */
function uniform(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 0x1_0000_0000;
}
