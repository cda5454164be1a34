import * as plain from '../../contract/validation/plain-data.ts';
import type { PackSection } from '../../pack/pack.ts';
import { checkNotNegative, readOptions, readTensor } from '../../pack/section.ts';
import type { CandidateSource } from './candidate-source.ts';
import { readItemVectors } from './item-vectors.ts';
import type { PackedSource } from './source-descriptor.ts';
import { createVectorSource, foldByReading } from './vector-source.ts';

const SvdOptions = plain.fields({
  width: plain.whole(1, 512),
  decay: plain.positive(1),
});

/**
 * What lies in the direction of the visitor's products among the leading singular vectors (how they are found:
 * src/learning/models/pure-svd.ts). The visitor's vector is the sum of their products', each as much as its popularity lets it
 * count, the latest most.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createSvd(section: PackSection, items: number): CandidateSource {
  const { width, decay } = readOptions(section, SvdOptions);
  const reading = readTensor(section, 'reading', [Float32Array], [items + 1]);
  checkNotNegative('svd/reading', reading);
  return createVectorSource('svd', readItemVectors(section, items, width), decay, foldByReading(reading));
}

export const svd: PackedSource<'svd'> = {
  name: 'svd',
  personal: true,
  section: 'svd',
  read: createSvd,
};
