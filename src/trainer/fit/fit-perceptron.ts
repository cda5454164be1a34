import { forward, layersOf, type PerceptronWeights } from '../../engine/ranking/perceptron.ts';
import { type LinearLayers, type LinearWeights, TypeScriptLayers } from '../../kernels/encoders/linear-layers.ts';
import { Random } from '../../learning/training/random.ts';
import { backpropagate, descend, initialWeights, optimiserOf, zeros } from './perceptron-training.ts';
import { foldScaling, measureScaling, unfoldGradients } from './scaling.ts';

/** One list to learn from: the features of its candidates and which of them was chosen. */
export interface ChoiceList {
  /** [candidates, inputs], row-major */
  features: Float32Array;
  /** Row of the chosen candidate. */
  chosen: number;
  /** How many candidates of the list each of the others represents: 1 where all are here. */
  standsFor: number;
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
 * Cao et al. 2007), by AdamW; of a list that is a sample, each candidate counts as many times as it represents candidates. What learns are
 * weights of standardised inputs; they are folded for each batch, so that features that are 0 stay so and cost nothing.
 * @param onEpoch called with the weights after each epoch
 * @param open opens the layers' kernels; default: plain TypeScript, of which the results are the same
 */
export async function fitPerceptron(
  lists: readonly ChoiceList[],
  inputs: number,
  options: PerceptronOptions,
  onEpoch: (epoch: number, weights: PerceptronWeights) => void | Promise<void>,
  open: (weights: LinearWeights) => LinearLayers = (weights) => new TypeScriptLayers(weights),
): Promise<void> {
  const { hidden } = options;
  const random = new Random(options.seed);
  const scaling = measureScaling(
    lists.map(({ features }) => features),
    inputs,
  );
  const weights = initialWeights(inputs, hidden, random);
  const gradients = zeros(inputs, hidden);
  const optimiser = optimiserOf(weights, options.weightDecay);
  const layers = open(layersOf(weights));
  const order = Int32Array.from(lists.keys());

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    random.shuffle(order);
    const rate = options.learningRate * (epoch * 3 < options.epochs * 2 ? 1 : 1 / 3);
    for (let start = 0; start < order.length; start += options.batch) {
      const batch = order.subarray(start, start + options.batch);
      const folded = foldScaling(weights, scaling);
      layers.rewrite(layersOf(folded));
      for (const index of batch) {
        const { features } = lists[index];
        const activations = forward(folded, features, layers);
        backpropagate(folded, features, activations, slopesOf(activations.output, lists[index]), gradients);
      }
      unfoldGradients(gradients, scaling);
      descend(optimiser, gradients, rate, batch.length);
    }
    await onEpoch(epoch, foldScaling(weights, scaling));
  }
}

/** Slope of one list's loss, −log softmax(output)[chosen], at each output. */
function slopesOf(output: Float32Array, { chosen, standsFor }: ChoiceList): Float32Array {
  const highest = output.reduce((a, b) => Math.max(a, b));
  const masses = output.map((value, row) => Math.exp(value - highest) * (row === chosen ? 1 : standsFor));
  const total = masses.reduce((a, b) => a + b);
  return masses.map((mass, row) => mass / total - (row === chosen ? 1 : 0));
}
