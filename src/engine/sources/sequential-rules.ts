import type { PackSection } from '../../pack/pack.ts';
import type { CandidateSource } from './candidate-source.ts';
import { createPairWeights } from './pair-weights.ts';

/**
 * Sequential rules: what shoppers went on to after an item (Kamehkhosh, Jannach & Ludewig, "A comparison of frequent
 * pattern techniques and a deep learning method for session-based recommendation", 2017). Ours besides: several of the
 * latest items speak, the newest loudest. How the rules' weights come about: `fit-rules.ts`.
 *
 * @param items rows of the pack
 * @throws VitrineError `pack-corrupt`
 */
export function createSequentialRules(section: PackSection, items: number): CandidateSource {
  return createPairWeights('rules', section, items);
}
