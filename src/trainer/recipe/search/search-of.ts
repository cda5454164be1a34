import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { indexCatalogue } from '../../../engine/search/catalogue-index.ts';
import { CatalogueSearch } from '../../../engine/search/catalogue-search.ts';
import { Meaning } from '../../../engine/search/meaning.ts';
import type { StoredTextIndex } from '../../../engine/search/stored-text-index.ts';
import type { WordVectors } from '../../../engine/search/word-vectors.ts';

/** The search that a page serves over these products. @param words what they mean. Default: nothing is known of it */
export function searchOf(catalogue: Catalogue, words?: WordVectors): CatalogueSearch {
  const search = new CatalogueSearch(catalogue, textIndexOf(catalogue));
  if (words) search.meaning = lastOf(Meaning.of(search.index, words));
  return search;
}

/** The index that a page builds of these products, and stores. */
export const textIndexOf = (catalogue: Catalogue): StoredTextIndex => lastOf(indexCatalogue(catalogue));

function lastOf<TResult>(steps: Generator<void, TResult, void>): TResult {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
