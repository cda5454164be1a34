import type { PackSection } from '../../../pack/pack.ts';
import { readLightGcn } from '../../../pack/sections/lightgcn.ts';
import type { CandidateSource } from '../candidate-source.ts';
import { itemVectors } from '../item-vectors.ts';
import { createVectorSource, foldByReading } from './vector-source.ts';

/**
 * What lies near the visitor's products in the graph of visitors and products (how its vectors are learned:
 * src/learning/models/lightgcn.ts). The visitor's vector is one more layer: the sum of their products', each over the root of how
 * many visitors met it. The last number of a product's vector is its bias; a visitor's is the length of the others.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`, `pack-version`
 */
export function createLightGcn(section: PackSection, items: number): CandidateSource {
  const [{ width, decay }, { reading }] = readLightGcn(section, items);
  const sum = foldByReading(reading);
  return createVectorSource('lightgcn', itemVectors(section, width), decay, (known, matrix) => {
    const vector = sum(known, matrix);
    vector[width - 1] = Math.hypot(...vector.subarray(0, width - 1));
    return vector;
  });
}
