import { RULES } from '../../pack/sections/pairs.ts';
import { createPairWeights } from './pair-weights.ts';
import type { PackedSource } from './source-descriptor.ts';

/**
 * Sequential rules: what shoppers went on to after an item (Kamehkhosh, Jannach & Ludewig, "A comparison of frequent
 * pattern techniques and a deep learning method for session-based recommendation", 2017). Ours besides: several of the
 * latest items contribute, the newest most. How the rules' weights come about: src/trainer/fit/rules.ts.
 */
export const rules: PackedSource<'rules'> = {
  name: 'rules',
  personal: true,
  section: 'rules',
  defaultWeight: 1,
  fused: true,
  read: (section, items) => createPairWeights(RULES, section, items),
};
