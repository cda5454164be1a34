import * as v from 'valibot';
import type { PackSection } from '../pack/pack.ts';
import { readOptions } from '../pack/section.ts';
import type { CandidateSource } from './candidate-source.ts';
import { readItemVectors } from './item-vectors.ts';
import { createVectorSource, sumOfVectors } from './vector-source.ts';

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
  return createVectorSource('svd', readItemVectors(section, items, width), decay, sumOfVectors);
}
