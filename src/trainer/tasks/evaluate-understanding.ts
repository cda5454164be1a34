import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import type { Understood } from '../../contract/search.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { type Filters, filterQuality } from '../evaluation/filter-quality.ts';
import { type LabelledQuery, readLabelledQueries } from '../log/read-labelled-queries.ts';
import { searchOf } from './search-of.ts';

export type UnderstandingReport = ReturnType<typeof evaluateUnderstanding>;

const HAN = /\p{Script=Han}/u;

/**
 * How well the search of the page understands what queries ask for beside their words.
 * @param queries labelled by a person, as JSON
 * @throws VitrineError `bad-options`
 */
export function evaluateUnderstanding({ products, queries }: { products: Feed; queries: string }) {
  const labelled = readLabelledQueries(queries);
  const catalogue = new Catalogue(products, TextTable.of([]));
  const search = searchOf(catalogue);
  const answers = labelled.map(({ query: text }) =>
    filtersOf(
      search.find({ text, limit: 10, allowed: catalogue.available, prefix: true, understand: true }).understood,
    ),
  );
  const labels = labelled.map(({ filters }) => labelsOf(filters));
  const qualityOf = (members: readonly number[]) =>
    filterQuality(
      members.map((i) => labels[i]),
      members.map((i) => answers[i]),
    );
  const all = labelled.map((_, i) => i);
  const chinese = all.filter((i) => HAN.test(labelled[i].query));
  const english = all.filter((i) => !HAN.test(labelled[i].query));
  return {
    task: 'understanding',
    protocol:
      "queries that a person labelled, in the words of the catalogue's fields; F1 over all filters: categories, brands, other " +
      'values of fields, sizes, exclusions, bounds of price, orders',
    groups: {
      all: qualityOf(all),
      ...(english.length > 0 && { English: qualityOf(english) }),
      ...(chinese.length > 0 && { Chinese: qualityOf(chinese) }),
    },
    /** Queries that were understood otherwise than they are labelled. */
    differences: all.flatMap((i) => {
      const missing = [...labels[i]].filter((one) => !answers[i].has(one));
      const wrong = [...answers[i]].filter((one) => !labels[i].has(one));
      return missing.length + wrong.length > 0 ? [{ query: labelled[i].query, missing, wrong }] : [];
    }),
  };
}

/** Colours, materials and other attributes are all tags to the search: whichever field they are of. */
function labelsOf({
  category = [],
  brand = [],
  colour = [],
  material = [],
  attribute = [],
  size = [],
  not = [],
  min,
  max,
  sort,
}: LabelledQuery['filters']): Filters {
  const named = (kind: string, names: readonly string[]) => names.map((name) => `${kind}:${name.toLowerCase()}`);
  return new Set([
    ...named('category', category),
    ...named('brand', brand),
    ...named('attribute', [...colour, ...material, ...attribute]),
    ...named('size', size),
    ...named('not', not),
    ...(min === undefined ? [] : [`min:${min}`]),
    ...(max === undefined ? [] : [`max:${max}`]),
    ...(sort === undefined ? [] : [`sort:${sort}`]),
  ]);
}

function filtersOf(understood: readonly Understood[]): Filters {
  return new Set(
    understood.flatMap((one) => {
      if (one.kind === 'order') return [`sort:${one.by}`];
      if (one.kind === 'price') {
        return [
          ...(one.min === undefined ? [] : [`min:${one.min}`]),
          ...(one.max === undefined ? [] : [`max:${one.max}`]),
        ];
      }
      const kind = one.exclude ? 'not' : one.kind === 'tag' ? 'attribute' : one.kind;
      return [`${kind}:${one.name.toLowerCase()}`];
    }),
  );
}
