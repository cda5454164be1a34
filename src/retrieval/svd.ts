import type { PackSection } from '../pack/pack.ts';
import * as plain from '../pack/plain-data.ts';
import { readOptions } from '../pack/section.ts';
import type { CandidateSource } from './candidate-source.ts';
import { readItemVectors } from './item-vectors.ts';
import { createVectorSource, sumOfVectors } from './vector-source.ts';

const SvdOptions = plain.fields({
  width: plain.whole(1, 512),
  decay: plain.positive(1),
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
  return createVectorSource('svd', readItemVectors(section, items, width), decay, sumOfVectors);
}
