import { EASE } from '../../pack/sections/pairs.ts';
import { createPairWeights } from './pair-weights.ts';
import type { PackedSource } from './source-descriptor.ts';

/**
 * EASE: what goes with the visitor's items by a linear model of all pairs at once (Steck, "Embarrassingly shallow
 * autoencoders for sparse data", 2019). How its weights are solved for: src/trainer/fit/ease.ts.
 */
export const ease: PackedSource<'ease'> = {
  name: 'ease',
  personal: true,
  section: 'ease',
  read: (section, items) => createPairWeights(EASE, section, items),
};
