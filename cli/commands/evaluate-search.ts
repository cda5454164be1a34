import { VitrineError } from '../../src/contract/errors.ts';
import { Random } from '../../src/learning/training/random.ts';
import type { SearchQuality } from '../../src/trainer/evaluation/search-quality.ts';
import { queriesFromTitles } from '../../src/trainer/evaluation/search-queries.ts';
import { measureSearch } from '../../src/trainer/recipe/measure-search.ts';
import { readProducts } from '../../src/trainer/recipe/read-products.ts';
import { readQueries } from '../../src/trainer/recipe/read-queries.ts';
import { tell } from './data.ts';

/** Of each group and seed, where they are made from titles. */
const MADE = 400;

/** What `vitrine evaluate --task search` tells. */
export type SearchReport = Awaited<ReturnType<typeof evaluateSearch>>;

/** @throws VitrineError `bad-options` */
export async function evaluateSearch(
  products: readonly string[],
  queries: string | undefined,
  seeds: readonly number[],
) {
  const builder = await readProducts(products);
  const catalogue = builder.build();
  const { refused } = builder.report();
  tell(`${products.join(', ')}: ${catalogue.products} products${refused > 0 ? `, ${refused} rows refused` : ''}`);
  const rows = catalogue.order;
  const placed = new Map(Array.from(rows, (row, place) => [catalogue.idOf(row), place]));
  const made = () => {
    const titled = Array.from(rows, (row) => {
      const { title = '', description } = catalogue.product(row)!;
      return { title, description };
    });
    return seeds.flatMap((seed) => {
      const random = new Random(seed);
      return queriesFromTitles(titled, MADE, (bound) => random.below(bound));
    });
  };
  const read = queries === undefined ? undefined : await readQueries(queries, (id) => placed.get(id));
  if (read && read.unknown > 0) tell(`${queries}: ${read.unknown} ids that no product has`);
  const asked = read?.queries ?? made();
  if (asked.length === 0) {
    throw new VitrineError('bad-options', 'There are no queries.', {
      remedy: 'Give products with titles of two words and more, or judged queries with --queries.',
    });
  }
  return {
    products,
    ...(queries !== undefined && { queries }),
    task: 'search',
    protocol:
      queries === undefined
        ? 'two or three words of a title at random, or two to four Chinese characters of a title or description; found where a product of that title, or one that holds the characters, is among the first ten'
        : 'judged queries',
    seeds,
    groups: measureSearch(catalogue, asked),
  };
}

export function printSearch({ groups }: SearchReport): void {
  const columns = ['queries', 'success@10', 'recall@10', 'precision@10', 'NDCG@10', 'nothing'] as const;
  const line = (name: string, cells: readonly string[]) =>
    process.stdout.write(`${name.padEnd(24)}${cells.map((cell) => cell.padStart(14)).join('')}\n`);
  line('', columns);
  for (const [group, quality] of Object.entries<SearchQuality>(groups)) {
    line(
      group,
      columns.map((name) => (name === 'queries' ? String(quality.queries) : quality[name].toFixed(3))),
    );
  }
}
