import * as v from 'valibot';
import { FoldIn } from '../kernels/fold-in.ts';
import type { PackSection } from '../pack/pack.ts';
import { readOptions, readTensor } from '../pack/section.ts';
import type { CandidateSource } from './candidate-source.ts';
import { readItemVectors, vectorOf } from './item-vectors.ts';
import { createVectorSource } from './vector-source.ts';

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
  return createVectorSource('als', readItemVectors(section, items, width), decay, (known, matrix) => {
    const table = new Float32Array(known.items.length * width);
    known.items.forEach((item, i) => {
      table.set(vectorOf(matrix, item), i * width);
    });
    const ridgeOfVisitor = ridge * (known.items.length + unobserved * items);
    return Float32Array.from(foldIn.solve(table, Int32Array.from(known.items.keys()), known.weights, ridgeOfVisitor));
  });
}
