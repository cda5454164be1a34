import { forward } from '../../../engine/ranking/perceptron.ts';
import { LATEST } from '../../../engine/ranking/response/activity.ts';
import { FEATURE_COUNT } from '../../../engine/ranking/response/features.ts';
import {
  type Embeddings,
  type ResponseWeights,
  sigmoid,
  writeVectors,
} from '../../../engine/ranking/response/network.ts';
import { Random } from '../../../learning/training/random.ts';
import { responseInputs } from '../../../pack/sections/response.ts';
import { backpropagate, descend, initialWeights, optimiserOf, zeros } from '../perceptron-training.ts';
import { foldScaling, measureScaling, type Scaling, scaled } from '../scaling.ts';
import type { ResponseExamples } from './examples.ts';

export interface ResponseFitOptions {
  /** Numbers of a product's vector. */
  width: number;
  hidden: number;
  epochs: number;
  /** Of the perceptrons (AdamW). */
  learningRate: number;
  /** Of the vectors (Adagrad: rare products take longer steps). */
  vectorRate: number;
  weightDecay: number;
  /** Looks a step. */
  batch: number;
  seed: number;
}

export const RESPONSE_DEFAULTS: ResponseFitOptions = {
  width: 8,
  hidden: 24,
  epochs: 6,
  learningRate: 2e-3,
  vectorRate: 0.03,
  weightDecay: 0.01,
  batch: 32,
  seed: 1,
};

/** First vectors lie between this and its negative. */
const INITIAL = 0.087;

/**
 * Learns whether a visitor turns to a product, and whether a look at it ends in a purchase: perceptrons over features
 * and learned vectors (Cheng et al., "Wide & deep learning for recommender systems", 2016), with the product of the
 * visitor's vector and the product's as inputs of their own (Guo et al., "DeepFM", 2017). The vectors are shared between
 * the two tasks, since looks are many and purchases few (Ma et al., "Entire space multi-task model", 2018). Binary
 * cross-entropy.
 *
 * Our deviations: the visitor's vector is the mean of the latest products', so that a new visitor has one; looks are
 * told from products drawn evenly, and calibration puts the chances right afterwards (see `calibrate`).
 * @param onEpoch called after each epoch with the weights as they are then
 */
export async function fitResponse(
  examples: ResponseExamples,
  items: number,
  options: ResponseFitOptions,
  onEpoch: (epoch: number, weights: ResponseWeights) => void | Promise<void>,
): Promise<void> {
  const { width, hidden, batch } = options;
  const inputs = responseInputs(width);
  const random = new Random(options.seed);
  const scaling = withoutVectors(measureScaling([examples.features], inputs));
  const features = scaled(examples.features, scaling);
  const embeddings: Embeddings = {
    width,
    vectors: Float32Array.from({ length: (items + 1) * width }, (_, i) =>
      i < width ? 0 : INITIAL * (2 * random.unit() - 1),
    ),
  };
  const slopesSquared = new Float32Array(embeddings.vectors.length);
  const towers = [0, 1].map(() => {
    const weights = initialWeights(inputs, hidden, random);
    return { weights, optimiser: optimiserOf(weights, options.weightDecay), gradients: zeros(inputs, hidden) };
  });
  const [click, purchase] = towers;
  const { perGroup, bought } = examples;
  const order = Int32Array.from(bought.keys());
  const taste = new Float32Array(width);

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    random.shuffle(order);
    const rate = options.learningRate * (epoch * 3 < options.epochs * 2 ? 1 : 1 / 3);
    for (let start = 0; start < order.length; start += batch) {
      const groups = order.subarray(start, start + batch);
      for (const group of groups) {
        const from = group * perGroup * inputs;
        const rows = features.subarray(from, from + perGroup * inputs);
        const latest = examples.latest.subarray(group * LATEST, (group + 1) * LATEST);
        const own = examples.items.subarray(group * perGroup, (group + 1) * perGroup);
        own.forEach((item, i) => {
          writeVectors(embeddings, item, latest, taste, rows, i * inputs);
        });
        const inputSlopes = new Float32Array(rows.length);
        const looks = forward(click.weights, rows);
        const clickSlopes = looks.output.map((logit, i) => sigmoid(logit) - (i === 0 ? 1 : 0));
        backpropagate(click.weights, rows, looks, clickSlopes, click.gradients, inputSlopes);
        const first = rows.subarray(0, inputs);
        const bargains = forward(purchase.weights, first);
        const purchaseSlopes = bargains.output.map((logit) => sigmoid(logit) - bought[group]);
        backpropagate(purchase.weights, first, bargains, purchaseSlopes, purchase.gradients, inputSlopes);
        moveVectors(embeddings, own, latest, taste, inputSlopes, slopesSquared, options.vectorRate);
      }
      for (const { optimiser, gradients } of towers) descend(optimiser, gradients, rate, groups.length);
    }
    await onEpoch(epoch, {
      embeddings: { width, vectors: embeddings.vectors.slice() },
      click: foldScaling(click.weights, scaling),
      purchase: foldScaling(purchase.weights, scaling),
    });
  }
}

/** Vectors are inputs as they are. */
function withoutVectors({ mean, deviation }: Scaling): Scaling {
  return {
    mean: mean.map((value, i) => (i < FEATURE_COUNT ? value : 0)),
    deviation: deviation.map((value, i) => (i < FEATURE_COUNT ? value : 1)),
  };
}

/** One step of Adagrad (Duchi, Hazan & Singer 2011) for the vectors of one group. */
function moveVectors(
  { width, vectors }: Embeddings,
  items: Int32Array,
  latest: Int32Array,
  taste: Float32Array,
  slopes: Float32Array,
  squared: Float32Array,
  rate: number,
): void {
  const inputs = slopes.length / items.length;
  const known = latest.filter((item) => item > 0);
  const tasteSlopes = new Float32Array(width);
  const move = (item: number, j: number, slope: number): void => {
    const at = item * width + j;
    squared[at] += slope * slope;
    vectors[at] -= (rate * slope) / (Math.sqrt(squared[at]) + 1e-6);
  };
  items.forEach((item, row) => {
    const start = row * inputs + FEATURE_COUNT;
    for (let j = 0; j < width; j++) {
      const cross = slopes[start + 2 * width + j];
      tasteSlopes[j] += slopes[start + width + j] + cross * vectors[item * width + j];
      const slope = slopes[start + j] + cross * taste[j];
      if (slope !== 0) move(item, j, slope);
    }
  });
  for (const item of known) for (let j = 0; j < width; j++) move(item, j, tasteSlopes[j] / known.length);
}
