import type { Catalogue } from '../../catalogue/catalogue.ts';
import { indexCatalogue } from '../../engine/search/catalogue-index.ts';
import { CatalogueSearch } from '../../engine/search/catalogue-search.ts';

/** The search that a page serves over these products. */
export function searchOf(catalogue: Catalogue): CatalogueSearch {
  const steps = indexCatalogue(catalogue);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return new CatalogueSearch(catalogue, step.value);
}
