import { runOwnKernel } from '../compute/own-kernels.ts';
import { SHARED_SOFTMAX } from '../compute/shared-softmax-kernel.ts';
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

/**
 * Cross-entropy of each prediction's own item against negatives that all share, as one operation with its own gradient:
 * the chained form would keep five [predictions, negatives] arrays. With every item as a negative it is the full
 * cross-entropy.
 *
 * On WASM it is a kernel of ours, which keeps none of them and gives the gradients at once; elsewhere it is composed.
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
  const operation = customGrad((...inputs) => {
    const [states, positives, negatives, save] = inputs as unknown as [Tensor2D, Tensor2D, Tensor2D, GradSaveFunc];
    const [value, ...gradients] =
      byKernel(states, positives, negatives, predictions) ?? composed(states, positives, negatives, predictions);
    save(gradients);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => saved.map((gradient) => mul(gradient, dy)) };
  }) as (states: Tensor2D, positives: Tensor2D, negatives: Tensor2D) => Tensor;
  return operation(states, positives, negatives);
}

/** @returns the loss and its gradients */
type LossAndGradients = [Tensor, Tensor, Tensor, Tensor];

/** The kernel takes widths of whole vectors. */
function byKernel(
  states: Tensor2D,
  positives: Tensor2D,
  negatives: Tensor2D,
  predictions: Predictions,
): LossAndGradients | undefined {
  if (states.shape[1] % 8 !== 0) return undefined;
  return runOwnKernel(SHARED_SOFTMAX, { states, positives, negatives }, predictions) as LossAndGradients | undefined;
}

/**
 * The own logit stands apart from the others, since putting them into one array costs as much as a matrix product. The
 * logarithm of the others' sum comes from where their softmax is largest: log Σ exp z = max z − log max softmax(z).
 */
function composed(
  states: Tensor2D,
  positives: Tensor2D,
  negatives: Tensor2D,
  predictions: Predictions,
): LossAndGradients {
  const weight = tensor(predictions.weight, [predictions.weight.length, 1]);
  const ownLogits = sum(mul(states, positives), 1, true); // [predictions, 1]
  const logits = add(matMul(states, transpose(negatives)), logitBias(predictions)); // [predictions, negatives]
  const shares = softmax(logits); // among the negatives, [predictions, negatives]
  const others = sub(max(logits, 1, true), log(max(shares, 1, true))); // [predictions, 1]
  const own = sigmoid(sub(ownLogits, others)); // chance of the own item, [predictions, 1]
  const missing = mul(sub(1, own), weight); // chance that the negatives took, weighed, [predictions, 1]
  const dOwn = neg(missing); // [predictions, 1]
  const dOthers = mul(shares, missing) as Tensor2D; // [predictions, negatives]
  return [
    sum(mul(neg(log(add(own, TINY))), weight)),
    add(matMul(dOthers, negatives), mul(dOwn, positives)), // [predictions, width]
    mul(dOwn, states), // [predictions, width]
    transpose(matMul(transpose(states), dOthers)), // [negatives, width]
  ];
}
