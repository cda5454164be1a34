import { readSection } from '../../../pack/layout.ts';
import type { PackSection } from '../../../pack/pack.ts';
import { SVD } from '../../../pack/sections/svd.ts';
import type { CandidateSource } from '../candidate-source.ts';
import { itemVectors } from '../item-vectors.ts';
import { createVectorSource, foldByReading } from './vector-source.ts';

/**
 * What lies in the direction of the visitor's products among the leading singular vectors (how they are found:
 * src/learning/models/pure-svd.ts). The visitor's vector is the sum of their products', each as much as its popularity lets it
 * count, the latest most.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createSvd(section: PackSection, items: number): CandidateSource {
  const [{ width, decay }, { reading }] = readSection(SVD, section, items);
  return createVectorSource('svd', itemVectors(section, width), decay, foldByReading(reading));
}
