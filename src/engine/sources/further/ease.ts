import type { PackSection } from '../../../pack/pack.ts';
import { EASE } from '../../../pack/sections/pairs.ts';
import type { CandidateSource } from '../candidate-source.ts';
import { createPairWeights } from '../pair-weights.ts';

/**
 * EASE: what goes with the visitor's items by a linear model of all pairs at once (Steck, "Embarrassingly shallow
 * autoencoders for sparse data", 2019). How its weights are solved for: src/trainer/fit/ease.ts.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export const createEase = (section: PackSection, items: number): CandidateSource =>
  createPairWeights(EASE, section, items);
