import { Catalogue, type Feed } from '../../catalogue/catalogue.ts';
import type { Understood } from '../../contract/search.ts';
import { TextTable } from '../../kernels/compact/text-table.ts';
import { type Filters, filterQuality } from '../evaluation/filter-quality.ts';
import { type LabelledQuery, readLabelledQueries } from '../log/read-labelled-queries.ts';
import { searchOf } from '../recipe/search/search-of.ts';

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
  const sameAs = sameCategories(catalogue);
  const answers = labelled.map(({ query: text }) =>
    filtersOf(
      search.find({ text, limit: 10, allowed: catalogue.available, prefix: true, understand: true }).understood,
      sameAs,
    ),
  );
  const labels = labelled.map(({ filters }) => labelsOf(filters, sameAs));
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
      'values of fields, sizes, exclusions, bounds of price, orders; categories that the very same products have are one',
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

type SameAs = (name: string) => string;

/** Of categories that the very same products have, such as `Saree` above `Sarees`, one stands for all. */
function sameCategories(catalogue: Catalogue): SameAs {
  const products = new Map<string, string>();
  for (const row of catalogue.order) {
    for (const name of new Set(catalogue.product(row)?.categories)) {
      products.set(name.toLowerCase(), `${products.get(name.toLowerCase()) ?? ''} ${row}`);
    }
  }
  const first = new Map<string, string>();
  for (const [name, rows] of products) if (!first.has(rows)) first.set(rows, name);
  return (name) => first.get(products.get(name.toLowerCase()) ?? '') ?? name.toLowerCase();
}

/** Colours, materials and other attributes are all tags to the search: whichever field they are of. */
function labelsOf(
  {
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
  }: LabelledQuery['filters'],
  sameAs: SameAs,
): Filters {
  const named = (kind: string, names: readonly string[]) => names.map((name) => `${kind}:${name.toLowerCase()}`);
  return new Set([
    ...named('category', category.map(sameAs)),
    ...named('brand', brand),
    ...named('attribute', [...colour, ...material, ...attribute]),
    ...named('size', size),
    ...named('not', not.map(sameAs)),
    ...(min === undefined ? [] : [`min:${min}`]),
    ...(max === undefined ? [] : [`max:${max}`]),
    ...(sort === undefined ? [] : [`sort:${sort}`]),
  ]);
}

function filtersOf(understood: readonly Understood[], sameAs: SameAs): Filters {
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
      const name = kind === 'category' || kind === 'not' ? sameAs(one.name) : one.name.toLowerCase();
      return [`${kind}:${name}`];
    }),
  );
}
