import * as plain from '../../contract/validation/plain-data.ts';
import { type QuantisedRows, restoreRows } from '../../kernels/scoring/quantise.ts';
import { otherVersion } from '../corrupt-pack.ts';
import { amounts, readSection, type SectionLayout } from '../layout.ts';
import type { PackSection } from '../pack.ts';
import { vectorsOf } from './vectors.ts';

const LightGcnOptions = plain.fields({
  /** Numbers of a vector, its bias among them. */
  width: plain.whole(2, 512),
  /** Weight of each item of the history against the next one. */
  decay: plain.positive(1),
});
type LightGcnOptions = plain.Read<typeof LightGcnOptions>;

const tensors = (_: LightGcnOptions, items: number) => ({
  reading: amounts(items + 1),
});

/**
 * The graph of visitors and products: directions of length 1, each with the item's bias as its last number. Packs were
 * written as version 1 before vectors had a bias and after: the length of the directions says which it is.
 */
export const LIGHTGCN: SectionLayout<LightGcnOptions, ReturnType<typeof tensors>> & { readonly name: 'lightgcn' } = {
  name: 'lightgcn',
  version: 2,
  options: LightGcnOptions,
  vectors: true,
  tensors,
};

/** @throws VitrineError `pack-corrupt`; `pack-version` where vectors may be without a bias */
export function readLightGcn(section: PackSection, items: number) {
  const read = readSection(LIGHTGCN, section, items);
  const [{ width }] = read;
  if ((section.version ?? 1) < 2 && directionsAreShort(vectorsOf(section.tensors, width), width)) {
    throw otherVersion('its section lightgcn', 1, '2');
  }
  return read;
}

/**
 * Whether numbers beside the last one are too short to be directions: where the last is one of them, they lack its part, on
 * average one over the width.
 */
const directionsAreShort = (vectors: QuantisedRows, width: number): boolean =>
  restoreRows(vectors, width).reduce((sum, value, at) => ((at + 1) % width > 0 ? sum + value ** 2 : sum), 0) <
  vectors.scales.filter(Boolean).length * (1 - 0.25 / width);
