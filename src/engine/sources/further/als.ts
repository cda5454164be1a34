import { FoldIn } from '../../../kernels/encoders/fold-in.ts';
import { readSection } from '../../../pack/layout.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { ALS } from '../../../pack/sections/als.ts';
import type { CandidateSource } from '../candidate-source.ts';
import { itemVectors, vectorOf } from '../item-vectors.ts';
import { createVectorSource } from './vector-source.ts';

/**
 * What goes with the visitor's products, by matrix factorisation (how it is trained: src/learning/models/als.ts). The visitor's
 * vector is folded in from their history: a system of `width` equations.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createAls(section: PackSection, items: number): CandidateSource {
  const [options, { gram }] = readSection(ALS, section, items);
  const { width, unobserved, ridge, decay } = options;
  const foldIn = new FoldIn(options, gram);
  return createVectorSource('als', itemVectors(section, width), decay, (known, matrix) => {
    const table = new Float32Array(known.items.length * width);
    known.items.forEach((item, i) => {
      table.set(vectorOf(matrix, item), i * width);
    });
    const ridgeOfVisitor = ridge * (known.items.length + unobserved * items);
    return Float32Array.from(foldIn.solve(table, Int32Array.from(known.items.keys()), known.weights, ridgeOfVisitor));
  });
}
