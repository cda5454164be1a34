import { createPackSources, createPackTower, placeNewProducts } from '../../../engine/pack-sources.ts';
import type { CandidateSource } from '../../../engine/sources/candidate-source.ts';
import type { Pack } from '../../../pack/pack.ts';
import type { PackPlan } from '../fit-pack.ts';

/**
 * The sources that are asked for, as the page has them: by the fastest code that runs here, with vectors for the products
 * that only the feed has.
 * @param sections the sources' own, and what gives new products their vectors
 */
export async function openSources(
  sections: Pack['sections'],
  { items, features, others, sources }: Pick<PackPlan, 'items' | 'features' | 'others' | 'sources'>,
): Promise<CandidateSource[]> {
  const packed = createPackSources({ productIds: { length: items }, sections });
  await Promise.all(packed.map((source) => source.accelerate?.()));
  if (features) placeNewProducts(packed, createPackTower({ sections }), features, items + 1);
  return [...packed, ...others].filter(({ name }) => sources.includes(name));
}
