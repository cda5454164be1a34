import * as v from 'valibot';
import type { DotScorer } from '../kernels/item-matrix.ts';
import { weighByRecency } from '../kernels/recency.ts';
import { createScorer } from '../kernels/scorer.ts';
import { TypeScriptScorer } from '../kernels/typescript-scorer.ts';
import type { PackSection } from '../pack/pack.ts';
import { readOptions } from '../pack/section.ts';
import { type CandidateSource, NO_CANDIDATES } from './candidate-source.ts';
import { nearestOwn, positionsWithVector, readItemVectors, vectorOf } from './item-vectors.ts';
import { evidence } from './vector-evidence.ts';

const SvdOptions = v.object({
  width: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(512)),
  decay: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
});

/**
 * What lies in the direction of the visitor's products among the leading singular vectors (how they are found:
 * src/models/pure-svd.ts). The visitor's vector is the sum of their products', the latest counting most.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createSvd(section: PackSection, items: number): CandidateSource {
  const { width, decay } = readOptions(section, SvdOptions);
  let scorer: DotScorer = new TypeScriptScorer(readItemVectors(section, items, width), 'not accelerated');

  return {
    name: 'svd',
    async accelerate() {
      scorer = await createScorer(scorer.matrix);
      return { kind: scorer.kind, reason: scorer.reason };
    },
    extend: (first, rows) => scorer.write(first, rows),
    retrieve(context, limit) {
      const { matrix } = scorer;
      const positions = positionsWithVector(context, matrix);
      if (positions.length === 0) return NO_CANDIDATES;
      const history = positions.map((position) => context.items[position]);
      const known = weighByRecency(history, decay);
      const query = new Float32Array(width);
      known.items.forEach((item, i) => {
        const vector = vectorOf(matrix, item);
        for (let k = 0; k < width; k++) query[k] += known.weights[i] * vector[k];
      });
      const best = evidence(scorer.topK(query, context.allowed, limit));
      return { ...best, because: nearestOwn(matrix, best.items, context.items, positions) };
    },
  };
}
