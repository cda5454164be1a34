import { runOwnKernel } from '../compute/own-kernels.ts';
import { gbceRow, type RowLoss, SHARED_LOSS, softmaxRow } from '../compute/shared-loss-kernel.ts';
import {
  add,
  customGrad,
  type GradSaveFunc,
  log,
  matMul,
  max,
  mul,
  neg,
  sigmoid,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
  transpose,
} from '../compute/tensors.ts';
import { logitBias, type Predictions } from './predictions.ts';

/** Keeps the logarithm of a vanished chance finite. */
const TINY = 1e-20;

/** Losses of the next item. */
export const LOSSES = ['softmax', 'gbce'] as const;
export type LossName = (typeof LOSSES)[number];

/**
 * Cross-entropy of each prediction's own item against negatives that all share. With every item as a negative it is the
 * full cross-entropy.
 *
 * @param states [predictions, width]
 * @param positives vectors of the items to predict, [predictions, width]
 * @param negatives vectors of the negatives, [negatives, width]
 * @returns scalar, nats per prediction
 */
export function sharedSoftmaxLoss(
  states: Tensor2D,
  positives: Tensor2D,
  negatives: Tensor2D,
  predictions: Predictions,
): Tensor {
  return sharedLoss([states, positives, negatives], predictions, softmaxRow, composedSoftmax);
}

/**
 * Generalised binary cross-entropy of each prediction's own item and the negatives that all share (Petrov & Macdonald,
 * "gSASRec: reducing overconfidence in sequential recommendation trained with negative sampling", 2023): the own item's
 * chance is raised to a power under 1, since few of the items that it competes with are drawn.
 *
 * @param calibration 0 is plain binary cross-entropy; 1 makes up for all that is not drawn; theirs is 0.75
 * @param items of the catalogue, which the negatives are drawn from alike
 * @returns scalar, a mean over the own item and the negatives
 */
export function sharedGbceLoss(
  states: Tensor2D,
  positives: Tensor2D,
  negatives: Tensor2D,
  predictions: Predictions,
  { calibration, items }: { calibration: number; items: number },
): Tensor {
  const drawn = Math.min(1, negatives.shape[0] / Math.max(1, items - 1));
  const power = 1 - calibration * (1 - drawn);
  return sharedLoss([states, positives, negatives], predictions, gbceRow(power), composedGbce(power));
}

type Vectors = [states: Tensor2D, positives: Tensor2D, negatives: Tensor2D];

/** The loss, and its gradients in the order of the vectors. */
type LossAndGradients = [Tensor, Tensor, Tensor, Tensor];

/**
 * One operation with its own gradient: the chained form would keep five [predictions, negatives] arrays. On WASM it is a
 * kernel of ours, which keeps none, for widths of whole vectors; elsewhere it is composed.
 */
function sharedLoss(
  vectors: Vectors,
  predictions: Predictions,
  rowLoss: RowLoss,
  composed: (vectors: Vectors, predictions: Predictions) => LossAndGradients,
): Tensor {
  const operation = customGrad((...inputs) => {
    const [states, positives, negatives, save] = inputs as unknown as [...Vectors, GradSaveFunc];
    const byKernel =
      states.shape[1] % 8 === 0
        ? runOwnKernel(SHARED_LOSS, { states, positives, negatives }, { predictions, rowLoss })
        : undefined;
    const [value, ...gradients] = byKernel ?? composed([states, positives, negatives], predictions);
    save(gradients);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => saved.map((gradient) => mul(gradient, dy)) };
  });
  return operation(...vectors);
}

/**
 * The target's logit is kept apart from the others, since putting them into one array costs as much as a matrix product. The
 * logarithm of the others' sum comes from where their softmax is largest: log Σ exp z = max z − log max softmax(z).
 */
function composedSoftmax([states, positives, negatives]: Vectors, predictions: Predictions): LossAndGradients {
  const weight = tensor(predictions.weight, [predictions.weight.length, 1]);
  const ownLogits = sum(mul(states, positives), 1, true); // [predictions, 1]
  const logits = add(matMul(states, transpose(negatives)), logitBias(predictions)); // [predictions, negatives]
  const shares = softmax(logits); // among the negatives, [predictions, negatives]
  const others = sub(max(logits, 1, true), log(max(shares, 1, true))); // [predictions, 1]
  const own = sigmoid(sub(ownLogits, others)); // chance of the own item, [predictions, 1]
  const missing = mul(sub(1, own), weight); // chance that the negatives took, weighed, [predictions, 1]
  const loss = sum(mul(neg(log(add(own, TINY))), weight));
  return [loss, ...gradientsOf([states, positives, negatives], missing, mul(shares, missing) as Tensor2D)];
}

const composedGbce =
  (power: number) =>
  ([states, positives, negatives]: Vectors, predictions: Predictions): LossAndGradients => {
    const weight = tensor(predictions.weight, [predictions.weight.length, 1]);
    const share = mul(weight, 1 / (predictions.bias.length + 1)); // [predictions, 1]
    const ownLogits = sum(mul(states, positives), 1, true); // [predictions, 1]
    const logits = add(matMul(states, transpose(negatives)), logitBias(predictions)); // [predictions, negatives]
    const ownLoss = mul(neg(log(add(sigmoid(ownLogits), TINY))), power); // [predictions, 1]
    const otherLoss = sum(neg(log(add(sigmoid(neg(logits)), TINY))), 1, true); // [predictions, 1]
    const missing = mul(sigmoid(neg(ownLogits)), mul(share, power)); // [predictions, 1]
    const dOthers = mul(sigmoid(logits), share) as Tensor2D; // [predictions, negatives]
    const loss = sum(mul(add(ownLoss, otherLoss), share));
    return [loss, ...gradientsOf([states, positives, negatives], missing, dOthers)];
  };

/** @param missing slopes along the own logits, turned around; dOthers along the others, [predictions, negatives] */
function gradientsOf(
  [states, positives, negatives]: Vectors,
  missing: Tensor,
  dOthers: Tensor2D,
): [Tensor, Tensor, Tensor] {
  const dOwn = neg(missing); // [predictions, 1]
  return [
    add(matMul(dOthers, negatives), mul(dOwn, positives)), // [predictions, width]
    mul(dOwn, states), // [predictions, width]
    transpose(matMul(transpose(states), dOthers)), // [negatives, width]
  ];
}
