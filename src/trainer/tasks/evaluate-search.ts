import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import { VitrineError } from '../../contract/errors.ts';
import { CatalogueSearch } from '../../engine/search/catalogue-search.ts';
import type { WordVectors } from '../../engine/search/word-vectors.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { Random } from '../../learning/training/random.ts';
import { type SearchQuality, searchQuality } from '../evaluation/search-quality.ts';
import { type JudgedQuery, queriesFromTitles } from '../evaluation/search-queries.ts';
import { readQueries } from '../log/read-queries.ts';
import { SEEDS } from '../options/common-options.ts';
import { type Given, resolveOptions } from '../options/option.ts';
import { searchOf, textIndexOf } from '../recipe/search/search-of.ts';
import type { RunContext } from '../run-context.ts';

const DEPTH = 10;
/** Of each group and seed, where they are made from titles. */
const MADE = 400;
/** Queries put to an index before and after it was stored. */
const MOST_RESTORED = 1_000;

export type SearchReport = ReturnType<typeof evaluateSearch>;

export interface SearchInput {
  products: Feed;
  /**
   * Judged queries: a table, JSON or JSON lines with the columns query and relevant (ids of products, one or several a row).
   * Default: they are made from the titles.
   */
  queries?: string | undefined;
}

/**
 * How well the search of the page finds products by words.
 * @throws VitrineError `bad-options`
 */
export function evaluateSearch(
  { products, queries }: SearchInput,
  given: Given<typeof SEEDS>,
  { seed }: Pick<RunContext, 'seed'>,
) {
  const seeds = resolveOptions(SEEDS, given).seeds ?? [seed];
  const catalogue = new Catalogue(products, TextTable.of([]));
  const placed = new Map(Array.from(catalogue.order, (row, place) => [catalogue.idOf(row), place]));
  const read = queries === undefined ? undefined : readQueries(queries, (id) => placed.get(id));
  const asked = read?.queries ?? madeQueries(catalogue, seeds);
  if (asked.length === 0) {
    throw new VitrineError('bad-options', 'There are no queries.', {
      remedy: 'Give products with titles of two words and more, or judged queries.',
    });
  }
  return {
    task: 'search',
    protocol:
      queries === undefined
        ? 'two or three words of a title at random, or two to four Chinese characters of a title or description; found where a product of that title, or one that holds the characters, is among the first ten'
        : 'judged queries',
    seeds,
    /** Ids of judged queries that no product has. */
    ...(read && { unknown: read.unknown }),
    groups: measureSearch(catalogue, asked),
    restored: measureRestored(catalogue, asked),
  };
}

/** How many queries, spread over all groups, an index answers alike after it was stored as a browser stores it, and read again. */
function measureRestored(catalogue: Catalogue, queries: readonly JudgedQuery[]): { queries: number; alike: number } {
  const index = textIndexOf(catalogue);
  const [built, restored] = [index, structuredClone(index)].map((stored) => {
    const search = new CatalogueSearch(catalogue, stored);
    return (text: string): string => {
      const {
        facets: _,
        terms,
        ...found
      } = search.find({
        text,
        limit: DEPTH,
        allowed: catalogue.available,
        prefix: true,
        understand: true,
      });
      return JSON.stringify({ ...found, terms: [...terms] });
    };
  });
  const step = Math.max(1, queries.length / MOST_RESTORED);
  const chosen = Array.from(
    { length: Math.min(MOST_RESTORED, queries.length) },
    (_, i) => queries[Math.floor(i * step)].text,
  );
  return { queries: chosen.length, alike: chosen.filter((text) => built(text) === restored(text)).length };
}

/** Of titles, and of texts in Chinese. */
export function madeQueries(catalogue: Catalogue, seeds: readonly number[]): JudgedQuery[] {
  const titled = Array.from(catalogue.order, (row) => {
    const { title = '', description } = catalogue.product(row)!;
    return { title, description };
  });
  return seeds.flatMap((seed) => {
    const random = new Random(seed);
    return queriesFromTitles(titled, MADE, (bound) => random.below(bound));
  });
}

/** Puts queries to the search that a page serves, without a visitor's taste. @returns quality by group, in order of the queries */
export function measureSearch(
  catalogue: Catalogue,
  queries: readonly JudgedQuery[],
  words?: WordVectors,
): Record<string, SearchQuality> {
  const search = searchOf(catalogue, words);
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
