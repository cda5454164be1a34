import type { Catalogue } from '../../catalogue/catalogue.ts';
import { indexCatalogue } from '../../engine/search/catalogue-index.ts';
import { CatalogueSearch } from '../../engine/search/catalogue-search.ts';
import { type SearchQuality, searchQuality } from '../evaluation/search-quality.ts';
import type { JudgedQuery } from '../evaluation/search-queries.ts';

const DEPTH = 10;

/** Puts queries to the search that a page serves, without a visitor's taste. @returns quality by group, in order of the queries */
export function measureSearch(catalogue: Catalogue, queries: readonly JudgedQuery[]): Record<string, SearchQuality> {
  const steps = indexCatalogue(catalogue);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const search = new CatalogueSearch(catalogue, step.value);
  const places = new Map(Array.from(catalogue.order, (row, place) => [row, place]));
  const placesOf = (items: Int32Array) => Array.from(items, (item) => places.get(item)!);
  const allowed = catalogue.available;
  const answers = queries.map(({ text }) => {
    const { whole, alternatives } = search.find({ text, limit: DEPTH, allowed, prefix: true, understand: true });
    return { whole: placesOf(whole.items), alternatives: placesOf(alternatives.items) };
  });
  const groups = [...new Set(queries.map(({ group }) => group))];
  return Object.fromEntries(
    groups.map((group) => {
      const members = queries.flatMap((query, i) => (query.group === group ? [i] : []));
      return [
        group,
        searchQuality(
          members.map((i) => queries[i]),
          members.map((i) => answers[i]),
        ),
      ];
    }),
  );
}
