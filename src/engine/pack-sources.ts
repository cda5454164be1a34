import type { FeatureIndex } from '../catalogue/feature-index.ts';
import type { Pack, PackSection } from '../pack/pack.ts';
import { createLearnedRanker, type LearnedRanker } from './ranking/learned-ranker.ts';
import { createAls } from './sources/als.ts';
import { createAttention } from './sources/attention.ts';
import { createAutoencoder } from './sources/autoencoder.ts';
import type { CandidateSource } from './sources/candidate-source.ts';
import { type ContentTower, createContentTower } from './sources/content-tower.ts';
import { createEase } from './sources/ease.ts';
import { createGru4Rec } from './sources/gru4rec.ts';
import { createLightGcn } from './sources/lightgcn.ts';
import { createPopular } from './sources/popular.ts';
import { createSequentialRules } from './sources/sequential-rules.ts';
import { createSessionKnn } from './sources/session-knn.ts';
import { createSvd } from './sources/svd.ts';
import { createPredecessors, createSuccessors } from './sources/transitions.ts';

type ReadSource = (section: PackSection, items: number) => CandidateSource;

/** How each section of a pack becomes candidate sources. */
const READERS: Record<string, readonly ReadSource[]> = {
  attention: [createAttention],
  gru4rec: [createGru4Rec],
  als: [createAls],
  svd: [createSvd],
  lightgcn: [createLightGcn],
  ease: [createEase],
  autoencoder: [createAutoencoder],
  rules: [createSequentialRules],
  knn: [createSessionKnn, createSuccessors, createPredecessors],
  popular: [createPopular],
};

/**
 * The candidate sources of a pack: the same for the page and for evaluation. Sections that are not known are ignored.
 * @param made sources of sections that were read before: they are taken as they are, and new ones are noted
 * @throws VitrineError `pack-corrupt`
 */
export function createPackSources(
  pack: { readonly productIds: { readonly length: number }; readonly sections: Pack['sections'] },
  made: WeakMap<PackSection, readonly CandidateSource[]> = new WeakMap(),
): CandidateSource[] {
  return Object.entries(READERS).flatMap(([name, readers]) => {
    if (!Object.hasOwn(pack.sections, name)) return [];
    const section = pack.sections[name];
    const sources = made.get(section) ?? readers.map((read) => read(section, pack.productIds.length));
    made.set(section, sources);
    return sources;
  });
}

/**
 * The learned ranker of a pack, where it has one.
 * @throws VitrineError `pack-corrupt`
 */
export function createPackRanker(pack: Pick<Pack, 'sections'>): LearnedRanker | undefined {
  return Object.hasOwn(pack.sections, 'ranker') ? createLearnedRanker(pack.sections.ranker) : undefined;
}

/**
 * The content tower of a pack, where it has one.
 * @throws VitrineError `pack-corrupt`
 */
export function createPackTower({ sections }: Pick<Pack, 'sections'>): ContentTower | undefined {
  if (!Object.hasOwn(sections, 'tower')) return undefined;
  const widths = Object.entries(sections).map(([name, { options }]): [string, unknown] => [name, options.width]);
  return createContentTower(sections.tower, new Map(widths));
}

/** Gives the products that only the feed has, from row `first` on, vectors by their content. */
export function placeNewProducts(
  sources: readonly CandidateSource[],
  tower: ContentTower | undefined,
  features: FeatureIndex,
  first: number,
): void {
  if (tower === undefined || features.rows <= first) return;
  for (const source of sources) {
    if (tower.sources.includes(source.name)) source.extend?.(first, tower.vectorsOf(source.name, features, first));
  }
}
