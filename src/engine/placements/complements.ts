import type { PackSection } from '../../pack/pack.ts';
import { COMPLEMENTS } from '../../pack/sections/pairs.ts';
import type { CandidateSource } from '../sources/candidate-source.ts';
import { createPairWeights } from '../sources/pair-weights.ts';
import type { Shelf } from './placement.ts';

const read = new WeakMap<PackSection, CandidateSource>();

/**
 * What shoppers put into one cart or order beside the seeds. The section is read when it is first asked; one that is corrupt
 * fails as a source does.
 */
export function complementsOf(pack: Shelf['pack']): CandidateSource | undefined {
  const section = pack?.sections.complements;
  return (
    section && {
      name: COMPLEMENTS.name,
      retrieve(context, limit) {
        const source = read.get(section) ?? createPairWeights(COMPLEMENTS, section, pack.ids.size);
        read.set(section, source);
        return source.retrieve(context, limit);
      },
    }
  );
}
