import { weighByRecency } from '../../../kernels/encoders/recency.ts';
import { TasteEncoder } from '../../../kernels/encoders/taste-encoder.ts';
import type { DotScorer } from '../../../kernels/scoring/item-matrix.ts';
import { createScorer } from '../../../kernels/scoring/scorer.ts';
import { TypeScriptScorer } from '../../../kernels/scoring/typescript-scorer.ts';
import { readSection } from '../../../pack/layout.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { AUTOENCODER } from '../../../pack/sections/autoencoder.ts';
import { type CandidateSource, NO_CANDIDATES, type VisitorContext } from '../candidate-source.ts';
import { itemVectors, matrixOf, nearestOwn, positionsWithVector, vectorOf } from '../item-vectors.ts';

/**
 * What a visitor with this history would be reconstructed with, by an autoencoder (how it is trained:
 * src/learning/models/autoencoder.ts). Scores are the model's probabilities up to a constant.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createAutoencoder(section: PackSection, items: number): CandidateSource {
  const [options, { read, readScales, ...layers }] = readSection(AUTOENCODER, section, items);
  const encoder = new TasteEncoder(options, layers);
  const inputs = matrixOf({ data: read, scales: readScales }, options.hidden);
  let scorer: DotScorer = new TypeScriptScorer(itemVectors(section, options.width), 'not accelerated');

  const tasteOf = ({ items }: VisitorContext, positions: Int32Array): Float32Array => {
    const history = positions.map((position) => items[position]);
    const known = weighByRecency(history, options.decay);
    return encoder.encode(known.weights, (i) => vectorOf(inputs, known.items[i]));
  };

  return {
    name: 'autoencoder',
    async accelerate(choose) {
      scorer = await createScorer(scorer.matrix, choose);
      return scorer;
    },
    async prepare(context, limit) {
      const positions = positionsWithVector(context, scorer.matrix);
      if (positions.length > 0) await scorer.ahead?.(tasteOf(context, positions), context.allowed, limit);
    },
    retrieve(context, limit) {
      const { matrix } = scorer;
      const positions = positionsWithVector(context, matrix);
      if (positions.length === 0) return NO_CANDIDATES;
      const best = scorer.topK(tasteOf(context, positions), context.allowed, limit);
      return {
        items: best.items,
        scores: best.scores.map((score) => Math.exp(score - best.scores[0])),
        because: nearestOwn(matrix, best.items, context.items, positions),
      };
    },
  };
}
