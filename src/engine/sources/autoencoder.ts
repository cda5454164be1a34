import * as plain from '../../contract/validation/plain-data.ts';
import { weighByRecency } from '../../kernels/encoders/recency.ts';
import { TasteEncoder } from '../../kernels/encoders/taste-encoder.ts';
import type { DotScorer } from '../../kernels/scoring/item-matrix.ts';
import { createScorer } from '../../kernels/scoring/scorer.ts';
import { TypeScriptScorer } from '../../kernels/scoring/typescript-scorer.ts';
import type { PackSection } from '../../pack/pack.ts';
import { readOptions, readTensor } from '../../pack/section.ts';
import { autoencoderShapes } from '../../pack/sections/autoencoder.ts';
import { type CandidateSource, NO_CANDIDATES, type VisitorContext } from './candidate-source.ts';
import { nearestOwn, positionsWithVector, readItemVectors, vectorOf } from './item-vectors.ts';
import type { PackedSource } from './source-descriptor.ts';

const size = plain.whole(1, 512);
const AutoencoderOptions = plain.fields({
  width: size,
  hidden: size,
  decay: plain.positive(1),
});

/**
 * What a visitor with this history would be reconstructed with, by an autoencoder (how it is trained:
 * src/learning/models/autoencoder.ts). Scores are the model's probabilities up to a constant.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createAutoencoder(section: PackSection, items: number): CandidateSource {
  const { width, hidden, decay } = readOptions(section, AutoencoderOptions);
  const weights = Object.fromEntries(
    Object.entries(autoencoderShapes(width, hidden)).map(([name, shape]) => [
      name,
      readTensor(section, name, [Float32Array], shape),
    ]),
  );
  const encoder = new TasteEncoder({ width, hidden }, weights);
  const { read, readScales } = section.tensors;
  const readWith = readItemVectors({ options: {}, tensors: { items: read, scales: readScales } }, items, hidden);
  let scorer: DotScorer = new TypeScriptScorer(readItemVectors(section, items, width), 'not accelerated');

  const tasteOf = ({ items }: VisitorContext, positions: Int32Array): Float32Array => {
    const history = positions.map((position) => items[position]);
    const known = weighByRecency(history, decay);
    return encoder.encode(known.weights, (i) => vectorOf(readWith, known.items[i]));
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

export const autoencoder: PackedSource<'autoencoder'> = {
  name: 'autoencoder',
  personal: true,
  section: 'autoencoder',
  read: createAutoencoder,
};
