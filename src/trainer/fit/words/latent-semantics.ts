import { factorise } from '../../../kernels/algebra/cholesky.ts';
import { gramOf } from '../../../kernels/encoders/fold-in.ts';
import { orthonormalise } from '../../../learning/models/orthonormalise.ts';
import { Random } from '../../../learning/training/random.ts';

/** Words of texts, by number, and how much each counts. */
export interface Bag {
  words: readonly number[];
  weights: readonly number[];
}

const SWEEPS = 10;
/** Keeps a matrix positive definite whose texts have fewer dimensions, relative to its largest number. */
const APART = 1e-7;

/**
 * Latent semantic analysis (Deerwester et al. 1990): the leading singular vectors of the matrix of texts and words, by subspace
 * iteration from a random start. Words have near vectors that stand in the same texts, or in texts with the same words.
 * @param bags each counts as much as the others, however long it is
 * @returns a row of length 1 for each word; of one that no bag has, zeros. [words, width]
 */
export function* latentSemantics(
  bags: readonly Bag[],
  words: number,
  width: number,
  seed: number,
): Generator<number, Float32Array, void> {
  const random = new Random(seed);
  let table: Float32Array = Float32Array.from({ length: words * width }, () => random.unit() - 0.5);
  const lengths = bags.map(({ weights }) => Math.hypot(...weights) || 1);
  orthonormalise(table, width);
  const projected = new Float32Array(bags.length * width);
  const project = (): void => {
    projected.fill(0);
    bags.forEach(({ words: own, weights }, bag) => {
      own.forEach((word, i) => {
        const weight = weights[i] / lengths[bag];
        for (let k = 0; k < width; k++) projected[bag * width + k] += weight * table[word * width + k];
      });
    });
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    project();
    const next = new Float32Array(table.length);
    bags.forEach(({ words: own, weights }, bag) => {
      own.forEach((word, i) => {
        const weight = weights[i] / lengths[bag];
        for (let k = 0; k < width; k++) next[word * width + k] += weight * projected[bag * width + k];
      });
    });
    table = next;
    orthonormalise(table, width);
    yield (sweep + 1) / SWEEPS;
  }
  project();
  // With the Gram matrix G = LLᵀ of the projected texts, the rows of V L have the products that the words themselves have.
  const factor = gramOf(projected, width);
  const largest = factor.reduce((most, value) => Math.max(most, value), 0);
  for (let k = 0; k < width; k++) factor[k * width + k] += APART * largest + Number.MIN_VALUE;
  factorise(factor, width);
  const vectors = new Float32Array(table.length);
  for (let start = 0; start < table.length; start += width) {
    let length = 0;
    for (let k = 0; k < width; k++) {
      let sum = 0;
      for (let l = k; l < width; l++) sum += table[start + l] * factor[l * width + k];
      vectors[start + k] = sum;
      length += sum * sum;
    }
    if (length > 0) for (let k = 0; k < width; k++) vectors[start + k] /= Math.sqrt(length);
  }
  return vectors;
}
