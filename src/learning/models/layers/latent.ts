import {
  add,
  customGrad,
  exp,
  type GradSaveFunc,
  matMul,
  mul,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tanh,
  tensor,
  transpose,
} from '../../compute/tensors.ts';
import { columnSums } from './linear.ts';

/** tanh(x + bias). x [rows, width], bias [width] → [rows, width] */
export const squash = customGrad((...inputs) => {
  const [x, bias, save] = inputs as unknown as [Tensor2D, Tensor, GradSaveFunc];
  const y = tanh(add(x, bias));
  save([y]);
  return {
    value: y,
    gradFunc: (dy: Tensor, [y]: Tensor[]) => {
      const dx = mul(dy, sub(1, mul(y, y))) as Tensor2D;
      return [dx, columnSums(dx)];
    },
  };
}) as (x: Tensor2D, bias: Tensor) => Tensor2D;

/**
 * A draw from the normal distributions of these means and logarithms of variance (Kingma & Welling 2014).
 * @param noise standard normal, no gradient; all [rows, width]
 */
export const sample = customGrad((...inputs) => {
  const [mean, spread, noise, save] = inputs as unknown as [Tensor2D, Tensor2D, Tensor2D, GradSaveFunc];
  const moved = mul(exp(mul(spread, 0.5)), noise); // what the draw lies off the mean
  save([moved]);
  return {
    value: add(mean, moved),
    gradFunc: (dy: Tensor, [moved]: Tensor[]) => [dy, mul(mul(dy, moved), 0.5), tensor(0)],
  };
}) as (mean: Tensor2D, spread: Tensor2D, noise: Tensor2D) => Tensor2D;

/** Kullback–Leibler divergence of these normal distributions from the standard one, summed. [rows, width] → scalar */
export const divergence = customGrad((...inputs) => {
  const [mean, spread, save] = inputs as unknown as [Tensor2D, Tensor2D, GradSaveFunc];
  const variance = exp(spread);
  save([mean, variance]);
  return {
    value: mul(sum(sub(add(mul(mean, mean), variance), add(spread, 1))), 0.5),
    gradFunc: (dy: Tensor, [mean, variance]: Tensor[]) => [mul(mean, dy), mul(mul(sub(variance, 1), 0.5), dy)],
  };
}) as (mean: Tensor2D, spread: Tensor2D) => Tensor;

/** Rows of x, each as often as chosen. @param choice one 1 a row, no gradient, [chosen, rows]; x [rows, width] → [chosen, width] */
export const chooseRows = customGrad((...inputs) => {
  const [choice, x, save] = inputs as unknown as [Tensor2D, Tensor2D, GradSaveFunc];
  save([choice]);
  return {
    value: matMul(choice, x),
    gradFunc: (dy: Tensor, [choice]: Tensor[]) => [tensor(0), matMul(transpose(choice as Tensor2D), dy as Tensor2D)],
  };
}) as (choice: Tensor2D, x: Tensor2D) => Tensor2D;
