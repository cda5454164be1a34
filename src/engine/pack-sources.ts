import type { SourceName } from '../contract/recommendation.ts';
import type { Pack, PackSection } from '../pack/pack.ts';
import type { CandidateSource } from '../retrieval/candidate-source.ts';
import { createPopular } from '../retrieval/popular.ts';
import { createSequentialRules } from '../retrieval/sequential-rules.ts';
import { createSessionKnn } from '../retrieval/session-knn.ts';

/** How each section of a pack becomes a candidate source. */
const READERS: Partial<Record<SourceName, (section: PackSection, items: number) => CandidateSource>> = {
  rules: createSequentialRules,
  knn: createSessionKnn,
  popular: createPopular,
};

/**
 * The candidate sources of a pack: the same for the page and for evaluation. Sections that are not known are ignored.
 * @throws VitrineError `pack-corrupt`
 */
export function createPackSources(pack: Pick<Pack, 'productIds' | 'sections'>): CandidateSource[] {
  return Object.entries(READERS).flatMap(([name, read]) =>
    Object.hasOwn(pack.sections, name) ? [read(pack.sections[name], pack.productIds.length)] : [],
  );
}
