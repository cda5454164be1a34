import { type Tensor2D, tensor } from '../compute/tensors.ts';

/** What is known of a step's predictions and of the negatives that they share, besides vectors. */
export interface Predictions {
  /** Of each prediction in the mean, 0 for padding. [predictions] */
  readonly weight: Float32Array;
  /** Added to the logit of each negative. [negatives] */
  readonly bias: Float32Array;
  /**
   * Pairs of a prediction and the place of a negative that is left out there, since it is what is to be predicted; in
   * the order of the predictions. [pairs · 2]
   */
  readonly hidden: Int32Array;
}

/** Hides a logit from a softmax. */
const HIDDEN = -1e9;

/** @param targets item of each prediction. @param correctionOf added to the logit of a negative */
export function predictionsOf(
  targets: Int32Array,
  weight: Float32Array,
  negatives: Int32Array,
  correctionOf: (item: number) => number,
): Predictions {
  const places = new Map<number, number[]>();
  negatives.forEach((item, place) => {
    const known = places.get(item);
    if (known === undefined) places.set(item, [place]);
    else known.push(place);
  });
  const hidden: number[] = [];
  targets.forEach((target, prediction) => {
    for (const place of places.get(target) ?? []) hidden.push(prediction, place);
  });
  return { weight, bias: Float32Array.from(negatives, correctionOf), hidden: Int32Array.from(hidden) };
}

/** What is added to all logits, as one tensor. [predictions, negatives] */
export function logitBias({ weight, bias, hidden }: Predictions): Tensor2D {
  const values = new Float32Array(weight.length * bias.length);
  for (let i = 0; i < weight.length; i++) values.set(bias, i * bias.length);
  for (let i = 0; i < hidden.length; i += 2) values[hidden[i] * bias.length + hidden[i + 1]] = HIDDEN;
  return tensor(values, [weight.length, bias.length]) as Tensor2D;
}
