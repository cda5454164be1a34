import type { SourceName } from '../../../contract/recommendation.ts';
import { type WeighedItems, weighByRecency } from '../../../kernels/encoders/recency.ts';
import type { DotScorer, ItemMatrix } from '../../../kernels/scoring/item-matrix.ts';
import { createScorer } from '../../../kernels/scoring/scorer.ts';
import { TypeScriptScorer } from '../../../kernels/scoring/typescript-scorer.ts';
import { type CandidateSource, NO_CANDIDATES, type VisitorContext } from '../candidate-source.ts';
import { nearestOwn, positionsWithVector, vectorOf } from '../item-vectors.ts';
import { evidence } from './vector-evidence.ts';

/** The visitor's vector, from the items that have one: each once, the latest first. [width] */
export type FoldVisitor = (known: WeighedItems, matrix: ItemMatrix) => Float32Array;

/**
 * A source that ranks by the product of the visitor's vector with each item's, where the visitor's is folded in from the
 * items of their history.
 * @param matrix its arrays are the source's from now on
 * @param decay how much an item of the history counts against the next one
 */
export function createVectorSource(
  name: SourceName,
  matrix: ItemMatrix,
  decay: number,
  fold: FoldVisitor,
): CandidateSource {
  let scorer: DotScorer = new TypeScriptScorer(matrix, 'not accelerated');
  const vectorAfter = ({ items }: VisitorContext, positions: Int32Array): Float32Array => {
    const history = positions.map((position) => items[position]);
    return fold(weighByRecency(history, decay), scorer.matrix);
  };

  return {
    name,
    taste(context) {
      const positions = positionsWithVector(context, scorer.matrix);
      return positions.length > 0 ? vectorAfter(context, positions) : undefined;
    },
    async accelerate(choose) {
      scorer = await createScorer(scorer.matrix, choose);
      return scorer;
    },
    extend: (first, rows) => scorer.write(first, rows),
    async prepare(context, limit) {
      const positions = positionsWithVector(context, scorer.matrix);
      if (positions.length > 0) await scorer.ahead?.(vectorAfter(context, positions), context.allowed, limit);
    },
    retrieve(context, limit) {
      const { matrix } = scorer;
      const positions = positionsWithVector(context, matrix);
      if (positions.length === 0) return NO_CANDIDATES;
      const best = evidence(scorer.topK(vectorAfter(context, positions), context.allowed, limit));
      return { ...best, because: nearestOwn(matrix, best.items, context.items, positions) };
    },
  };
}

/**
 * Sums the vectors of the visitor's items, each times what it counts in a visitor's vector.
 * @param reading by item row; a product that the pack does not have counts 1
 */
export function foldByReading(reading: Float32Array): FoldVisitor {
  return ({ items, weights }, matrix) =>
    sumOfVectors({ items, weights: weights.map((weight, i) => weight * (reading[items[i]] ?? 1)) }, matrix);
}

/** Sum of the vectors of items, each times its weight. [width] */
function sumOfVectors({ items, weights }: WeighedItems, matrix: ItemMatrix): Float32Array {
  const sum = new Float32Array(matrix.width);
  items.forEach((item, i) => {
    const vector = vectorOf(matrix, item);
    for (let k = 0; k < sum.length; k++) sum[k] += weights[i] * vector[k];
  });
  return sum;
}
