import { matMul, type Tensor2D, tensor, tidy, transpose } from '../compute/tensors.ts';

/** States scored together, at most. */
const MOST_STATES = 128;
/** … and scores: 32 MiB of them. */
const MOST_SCORES = 1 << 23;

/** Scores of states: the product of each with vectors that stay the same, by the tensor runtime. */
export class StateScores {
  /** So many states are best scored together. */
  readonly together: number;
  readonly #width: number;
  readonly #turned: Tensor2D; // [width, candidates]

  /** @param vectors of the candidates, [candidates, width] */
  constructor(vectors: Float32Array, width: number) {
    const candidates = vectors.length / width;
    this.together = Math.max(1, Math.min(MOST_STATES, Math.floor(MOST_SCORES / candidates)));
    this.#width = width;
    this.#turned = tidy(() => transpose(tensor(vectors, [candidates, width]) as Tensor2D));
  }

  /** @param states [states, width]; @returns [states, candidates] */
  async of(states: Float32Array): Promise<Float32Array> {
    const rows = states.length / this.#width;
    const scores = tidy(() => matMul(tensor(states, [rows, this.#width]) as Tensor2D, this.#turned));
    try {
      return (await scores.data()) as Float32Array;
    } finally {
      scores.dispose();
    }
  }

  dispose(): void {
    this.#turned.dispose();
  }
}
