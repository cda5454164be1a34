import { customGrad, type GradSaveFunc, mul, square, sub, sum, type Tensor, tensor } from '../../compute/tensors.ts';

/** Mean of (a − b)² over all numbers. @param b no gradient */
export const meanSquaredDistance = customGrad((...inputs) => {
  const [a, b, save] = inputs as unknown as [Tensor, Tensor, GradSaveFunc];
  const apart = sub(a, b);
  save([apart]);
  return {
    value: mul(sum(square(apart)), 1 / apart.size),
    gradFunc: (dy: Tensor, [apart]: Tensor[]) => [mul(mul(apart, 2 / apart.size), dy), tensor(0)],
  };
}) as (a: Tensor, b: Tensor) => Tensor;
