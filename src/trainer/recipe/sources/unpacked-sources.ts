import { CatalogueBuilder } from '../../../catalogue/catalogue-builder.ts';
import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import type { CandidateSource } from '../../../engine/sources/candidate-source.ts';
import { SOURCES } from '../../../engine/sources/registry.ts';
import type { Pair } from '../../evaluation/link-split.ts';

/** Sources that need no section of a pack, as far as their data was given: products, or links between shoppers. */
export function unpackedSources(features?: FeatureIndex, links?: readonly Pair[]): CandidateSource[] {
  const given = { products: features, friends: links };
  const own = features ?? new CatalogueBuilder().build().features;
  return SOURCES.flatMap((source) =>
    source.section === undefined && given[source.needs] ? [source.create(own)] : [],
  ).filter((source) => source.awaited === undefined);
}
