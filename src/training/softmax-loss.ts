import {
  add,
  concat,
  customGrad,
  type GradSaveFunc,
  log,
  matMul,
  mul,
  neg,
  slice,
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
 * Cross-entropy of each prediction's own item against negatives that all share, as one operation with its own gradient
 * (the chained form would keep five [predictions, negatives] arrays and multiply transposed ones, which is slow on WASM).
 * With every item as a negative it is the full cross-entropy.
 *
 * @param states [predictions, width]
 * @param positives vectors of the items to predict, [predictions, width]
 * @param negatives vectors of the negatives, [negatives, width]
 * @param bias see `negativeBias`, [predictions, 1 + negatives]; no gradient
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
  const [predictions] = states.shape;
  const ownLogits = sum(mul(states, positives), 1, true); // [predictions, 1]
  const otherLogits = matMul(states, transpose(negatives)); // [predictions, negatives]
  const chances = softmax(add(concat([ownLogits, otherLogits], 1), bias)) as Tensor2D; // [predictions, 1 + negatives]
  const own = slice(chances, [0, 0], [predictions, 1]); // [predictions, 1]
  save([states, positives, negatives, chances, own, weight]);
  return {
    value: sum(mul(neg(log(add(own, TINY))), weight)),
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const [states, positives, negatives, chances, own, weight] = saved as Tensor2D[];
      const share = mul(weight, dy); // [predictions, 1]
      const dOwn = mul(sub(own, 1), share); // [predictions, 1]
      const others = slice(chances, [0, 1], [states.shape[0], negatives.shape[0]]);
      const dOthers = mul(others, share) as Tensor2D; // [predictions, negatives]
      const dStates = add(matMul(dOthers, negatives), mul(dOwn, positives)); // [predictions, width]
      const dNegatives = transpose(matMul(transpose(states), dOthers)); // [negatives, width]
      return [dStates, mul(dOwn, states), dNegatives, tensor(0), tensor(0)];
    },
  };
}) as (states: Tensor2D, positives: Tensor2D, negatives: Tensor2D, bias: Tensor2D, weight: Tensor2D) => Tensor;
