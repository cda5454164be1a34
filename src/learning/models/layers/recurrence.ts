import { hasOwnKernels, runOwnKernel } from '../../compute/own-kernels.ts';
import { RECURRENCE, RECURRENCE_GRADIENT } from '../../compute/recurrence-kernels.ts';
import {
  add,
  concat,
  customGrad,
  type GradSaveFunc,
  matMul,
  mul,
  reshape,
  sigmoid,
  slice,
  sub,
  type Tensor,
  type Tensor2D,
  tanh,
  tensor,
  transpose,
} from '../../compute/tensors.ts';
import { weightGradients } from './linear.ts';

/** What one position of a window left behind for the gradient. All [windows, width], `h` before it. */
const PER_POSITION = 5;

/**
 * Gated recurrent unit (Cho et al. 2014) in the form whose reset gate is applied after the recurrent product, so that
 * one product serves all three gates. The state before the first position is zero.
 *
 *   r, z = σ(a + h·U + b)    n = tanh(a + r ∘ (h·U + b))    h ← n + z ∘ (h − n)
 *
 * As one operation with its own gradient: the chained one would keep some twenty tensors a position. By kernels of ours
 * where there are some; composed, it is some twenty-five small operations a position.
 *
 * @param inputs what the items give to the gates r, z, n, window by window. [windows · length, 3 · width]
 * @param recurrent U. [width, 3 · width]
 * @param bias b. [3 · width]
 * @returns the state after each position. [windows · length, width]
 */
export function recur(inputs: Tensor2D, recurrent: Tensor2D, bias: Tensor, windows: number, length: number): Tensor2D {
  const own = recurrent.shape[0] % 8 === 0 && hasOwnKernels();
  return (own ? byKernel(windows) : composed(windows, length))(inputs, recurrent, bias);
}

type Recurrence = (inputs: Tensor2D, recurrent: Tensor2D, bias: Tensor) => Tensor2D;

function byKernel(windows: number): Recurrence {
  return customGrad((...all) => {
    const [inputs, recurrent, bias, save] = all as unknown as [Tensor2D, Tensor2D, Tensor, GradSaveFunc];
    const [states, kept] = runOwnKernel(RECURRENCE, { inputs, recurrent, bias }, { windows })!;
    save([recurrent, states, kept]);
    return {
      value: states,
      gradFunc: (dy: Tensor, [recurrent, states, kept]: Tensor[]) =>
        runOwnKernel(RECURRENCE_GRADIENT, { dy, recurrent, states, kept }, { windows })!,
    };
  }) as Recurrence;
}

function composed(windows: number, length: number): Recurrence {
  const columns = (x: Tensor, from: number, count: number) => slice(x, [0, from], [windows, count]) as Tensor2D;
  const byPosition = (x: Tensor) => transpose(reshape(x, [windows, length, x.shape[1] as number]), [1, 0, 2]);
  const byWindow = (positions: Tensor[]) => {
    const size = positions[0].shape[1] as number;
    const joined = reshape(concat(positions, 0), [length, windows, size]);
    return reshape(transpose(joined, [1, 0, 2]), [windows * length, size]) as Tensor2D;
  };
  const at = (x: Tensor, position: number) => {
    const size = x.shape[2] as number;
    return reshape(slice(x, [position, 0, 0], [1, windows, size]), [windows, size]) as Tensor2D;
  };

  return customGrad((...all) => {
    const [inputs, recurrent, bias, save] = all as unknown as [Tensor2D, Tensor2D, Tensor, GradSaveFunc];
    const width = recurrent.shape[0];
    const given = byPosition(inputs); // [length, windows, 3 · width]
    let h = tensor(new Float32Array(windows * width), [windows, width]) as Tensor2D;
    const kept: Tensor[] = [];
    const states: Tensor[] = [];
    for (let position = 0; position < length; position++) {
      const a = at(given, position); // [windows, 3 · width]
      const b = add(matMul(h, recurrent), bias); // [windows, 3 · width]
      const open = sigmoid(add(columns(a, 0, 2 * width), columns(b, 0, 2 * width))); // [windows, 2 · width]
      const [r, z] = [columns(open, 0, width), columns(open, width, width)];
      const own = columns(b, 2 * width, width);
      const n = tanh(add(columns(a, 2 * width, width), mul(r, own)));
      kept.push(h, r, z, n, own);
      h = add(n, mul(z, sub(h, n)));
      states.push(h);
    }
    save([recurrent, ...kept]);
    return {
      value: byWindow(states),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [recurrent, ...kept] = saved as Tensor2D[];
        const turned = transpose(recurrent); // [3 · width, width]
        const dStates = byPosition(dy); // [length, windows, width]
        const dInputs: Tensor[] = [];
        const dProducts: Tensor[] = [];
        let dh: Tensor = at(dStates, length - 1);
        for (let position = length - 1; position >= 0; position--) {
          const [h, r, z, n, own] = kept.slice(position * PER_POSITION, (position + 1) * PER_POSITION);
          const dKept = mul(dh, z);
          const dN = mul(sub(dh, dKept), sub(1, mul(n, n)));
          const dZ = mul(mul(dKept, sub(h, n)), sub(1, z));
          const dR = mul(mul(mul(dN, own), r), sub(1, r));
          dInputs[position] = concat([dR, dZ, dN], 1); // [windows, 3 · width]
          dProducts[position] = concat([dR, dZ, mul(dN, r)], 1);
          if (position === 0) break;
          dh = add(add(dKept, matMul(dProducts[position] as Tensor2D, turned)), at(dStates, position - 1));
        }
        const before = concat(
          Array.from({ length }, (_, position) => kept[position * PER_POSITION]),
          0,
        ) as Tensor2D; // [length · windows, width]
        const products = concat(dProducts, 0) as Tensor2D; // [length · windows, 3 · width]
        return [byWindow(dInputs), ...weightGradients(before, products)];
      },
    };
  }) as Recurrence;
}
