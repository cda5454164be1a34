import * as plain from '../../contract/validation/plain-data.ts';
import { FoldIn } from '../../kernels/encoders/fold-in.ts';
import type { PackSection } from '../../pack/pack.ts';
import { readOptions, readTensor } from '../../pack/section.ts';
import type { CandidateSource } from './candidate-source.ts';
import { readItemVectors, vectorOf } from './item-vectors.ts';
import type { PackedSource } from './source-descriptor.ts';
import { createVectorSource } from './vector-source.ts';

const AlsOptions = plain.fields({
  width: plain.whole(1, 256),
  unobserved: plain.positive(1),
  ridge: plain.positive(1000),
  decay: plain.positive(1),
});

/**
 * What goes with the visitor's products, by matrix factorisation (how it is trained: src/learning/models/als.ts). The visitor's
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

export const als: PackedSource<'als'> = {
  name: 'als',
  personal: true,
  section: 'als',
  read: createAls,
};
