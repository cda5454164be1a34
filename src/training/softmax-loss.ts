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

/** Keeps the logarithm of a vanished chance finite. */
const TINY = 1e-20;

/**
 * Cross-entropy of each prediction's own item against negatives that all share, as one operation with its own gradient:
 * the chained form would keep five [predictions, negatives] arrays and multiply transposed ones, which is slow on WASM.
 * With every item as a negative it is the full cross-entropy.
 *
 * The own logit stands apart from the others, since putting them into one array costs as much as a matrix product. The
 * logarithm of the others' sum comes from where their softmax is largest: log Σ exp z = max z − log max softmax(z).
 *
 * @param states [predictions, width]
 * @param positives vectors of the items to predict, [predictions, width]
 * @param negatives vectors of the negatives, [negatives, width]
 * @param bias see `negativeBias`, [predictions, negatives]; no gradient
 * @param weight of each prediction in the mean, 0 for padding, [predictions, 1]; no gradient
 * @returns scalar, nats per prediction
 */
export const sharedSoftmaxLoss = customGrad((...inputs) => {
  const [states, positives, negatives, bias, weight, save] = inputs as unknown as [
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
    GradSaveFunc,
  ];
  const ownLogits = sum(mul(states, positives), 1, true); // [predictions, 1]
  const logits = add(matMul(states, transpose(negatives)), bias); // [predictions, negatives]
  const shares = softmax(logits); // among the negatives, [predictions, negatives]
  const others = sub(max(logits, 1, true), log(max(shares, 1, true))); // [predictions, 1]
  const own = sigmoid(sub(ownLogits, others)); // chance of the own item, [predictions, 1]
  save([states, positives, negatives, shares, own, weight]);
  return {
    value: sum(mul(neg(log(add(own, TINY))), weight)),
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const [states, positives, negatives, shares, own, weight] = saved as Tensor2D[];
      const missing = mul(sub(1, own), mul(weight, dy)); // chance that the negatives took, weighed, [predictions, 1]
      const dOwn = neg(missing); // [predictions, 1]
      const dOthers = mul(shares, missing) as Tensor2D; // [predictions, negatives]
      const dStates = add(matMul(dOthers, negatives), mul(dOwn, positives)); // [predictions, width]
      const dNegatives = transpose(matMul(transpose(states), dOthers)); // [negatives, width]
      return [dStates, mul(dOwn, states), dNegatives, tensor(0), tensor(0)];
    },
  };
}) as (states: Tensor2D, positives: Tensor2D, negatives: Tensor2D, bias: Tensor2D, weight: Tensor2D) => Tensor;
