import { DROPOUT } from '../../compute/dropout-kernel.ts';
import { runOwnKernel } from '../../compute/own-kernels.ts';
import { customGrad, type GradSaveFunc, mul, type Tensor, tensor } from '../../compute/tensors.ts';
import { fillDropoutMask, type Random } from '../../training/random.ts';
import type { Dropout } from '../sequence-encoder.ts';

/**
 * Inverted dropout (Srivastava et al. 2014). A kernel of ours where there is one: it draws by hash while it multiplies,
 * and its gradient draws the same again, so that no mask is made.
 */
export function dropoutOf(rate: number, random: Random): Dropout {
  if (rate === 0) return (x) => x;
  return (x) => {
    const seed = random.next();
    const byKernel = (y: Tensor): Tensor | undefined => runOwnKernel(DROPOUT, { x: y }, { rate, seed })?.[0];
    const operation = customGrad((...inputs) => {
      const [x, save] = inputs as unknown as [Tensor, GradSaveFunc];
      const value = x.size % 4 === 0 ? byKernel(x) : undefined;
      if (value !== undefined) return { value, gradFunc: (dy: Tensor) => [byKernel(dy) as Tensor] };
      const mask = new Float32Array(x.size);
      fillDropoutMask(mask, rate, random);
      const kept = tensor(mask, x.shape);
      save([kept]);
      return { value: mul(x, kept), gradFunc: (dy: Tensor, [kept]: Tensor[]) => [mul(dy, kept)] };
    });
    return operation(x);
  };
}
