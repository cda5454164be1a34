import {
  add,
  customGrad,
  type GradSaveFunc,
  matMul,
  mul,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
  transpose,
} from '../compute/tensors.ts';

/**
 * Draws a row of `candidates` for each state, by the softmax of their products, such that the gradient passes: the draw is
 * the largest of the logits and Gumbel noise; the gradient is that of the softmax in its place (Jang, Gu & Poole,
 * "Categorical reparameterization with Gumbel-softmax", 2017, straight-through).
 *
 * @param states [states, width]; @param candidates vectors, no gradient, [candidates, width]
 * @param noise Gumbel noise, and what corrects for how the candidates were chosen; no gradient, [states, candidates]
 * @param temperature of the softmax of the gradient
 * @returns the vectors drawn. [states, width]
 */
export function gumbelChoice(states: Tensor2D, candidates: Tensor2D, noise: Tensor2D, temperature: number): Tensor2D {
  const operation = customGrad((...inputs) => {
    const [states, save] = inputs as unknown as [Tensor2D, GradSaveFunc];
    const logits = add(matMul(states, transpose(candidates)), noise); // [states, candidates]
    const soft = softmax(mul(logits, 1 / temperature)) as Tensor2D; // [states, candidates]
    save([soft, candidates]); // what is not saved is gone by then
    return {
      value: matMul(hardest(soft), candidates), // [states, width]
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [soft, candidates] = saved as Tensor2D[];
        const along = matMul(dy as Tensor2D, transpose(candidates)); // [states, candidates]
        const dLogits = mul(soft, sub(along, sum(mul(along, soft), 1, true))); // [states, candidates]
        return mul(matMul(dLogits as Tensor2D, candidates), 1 / temperature);
      },
    };
  }) as (states: Tensor2D) => Tensor2D;
  return operation(states);
}

/** 1 where a row is largest, 0 elsewhere. */
function hardest(soft: Tensor2D): Tensor2D {
  const [rows, columns] = soft.shape;
  const shares = soft.dataSync();
  const chosen = new Float32Array(shares.length);
  for (let row = 0; row < rows; row++) {
    let best = row * columns;
    for (let at = best + 1; at < (row + 1) * columns; at++) if (shares[at] > shares[best]) best = at;
    chosen[best] = 1;
  }
  return tensor(chosen, [rows, columns]) as Tensor2D;
}
