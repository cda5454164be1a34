import type { FeatureIndex } from '../../../catalogue/feature-index.ts';
import type { SourceName } from '../../../contract/recommendation.ts';
import { createPackSources, createPackTower, placeNewProducts } from '../../../engine/pack-sources.ts';
import type { CandidateSource } from '../../../engine/sources/candidate-source.ts';
import { readFurther } from '../../../engine/sources/further/read-further.ts';
import type { Pack } from '../../../pack/pack.ts';

/** Which sources serve, and over which items. */
export interface ServingPlan {
  items: number;
  /** Features of the feed's products, for those that only the feed has. */
  features?: FeatureIndex | undefined;
  /** Sources that need no section of their own: neighbours by content. */
  others: readonly CandidateSource[];
  sources: readonly SourceName[];
}

/**
 * The sources that are asked for, as the page has them: by the fastest code that runs here, with vectors for the products
 * that only the feed has.
 * @param sections the sources' own, and what gives new products their vectors
 */
export async function openSources(
  sections: Pack['sections'],
  { items, features, others, sources }: ServingPlan,
): Promise<CandidateSource[]> {
  const packed = createPackSources({ productIds: { length: items }, sections }, readFurther);
  await Promise.all(packed.map((source) => source.accelerate?.()));
  if (features) placeNewProducts(packed, createPackTower({ sections }), features, items + 1);
  return [...packed, ...others].filter(({ name }) => sources.includes(name));
}
