import * as v from 'valibot';
import { FoldIn } from '../kernels/fold-in.ts';
import type { DotScorer } from '../kernels/item-matrix.ts';
import { weighByRecency } from '../kernels/recency.ts';
import { createScorer } from '../kernels/scorer.ts';
import { TypeScriptScorer } from '../kernels/typescript-scorer.ts';
import type { PackSection } from '../pack/pack.ts';
import { readOptions, readTensor } from '../pack/section.ts';
import { type CandidateSource, NO_CANDIDATES } from './candidate-source.ts';
import { nearestOwn, positionsWithVector, readItemVectors, vectorOf } from './item-vectors.ts';
import { evidence } from './vector-evidence.ts';

const AlsOptions = v.object({
  width: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256)),
  unobserved: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
  ridge: v.pipe(v.number(), v.gtValue(0), v.maxValue(1000)),
  decay: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
});

/**
 * What goes with the visitor's products, by matrix factorisation (how it is trained: src/models/als.ts). The visitor's
 * vector is folded in from their history: a system of `width` equations.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createAls(section: PackSection, items: number): CandidateSource {
  const { width, unobserved, ridge, decay } = readOptions(section, AlsOptions);
  const foldIn = new FoldIn({ width, unobserved, ridge }, readTensor(section, 'gram', [Float32Array], [width, width]));
  let scorer: DotScorer = new TypeScriptScorer(readItemVectors(section, items, width), 'not accelerated');

  return {
    name: 'als',
    async accelerate() {
      scorer = await createScorer(scorer.matrix);
      return { kind: scorer.kind, reason: scorer.reason };
    },
    extend: (first, rows) => scorer.write(first, rows),
    retrieve(context, limit) {
      const { matrix } = scorer;
      const positions = positionsWithVector(context, matrix);
      if (positions.length === 0) return NO_CANDIDATES;
      const known = weighByRecency(
        positions.map((position) => context.items[position]),
        decay,
      );
      const table = new Float32Array(known.items.length * width);
      known.items.forEach((item, i) => {
        table.set(vectorOf(matrix, item), i * width);
      });
      const ridgeOfVisitor = ridge * (known.items.length + unobserved * items);
      const vector = foldIn.solve(table, Int32Array.from(known.items.keys()), known.weights, ridgeOfVisitor);
      const best = evidence(scorer.topK(Float32Array.from(vector), context.allowed, limit));
      return { ...best, because: nearestOwn(matrix, best.items, context.items, positions) };
    },
  };
}
