import type { Heading } from '../../contract/recommendation.ts';
import type { VisitorContext } from '../sources/candidate-source.ts';
import type { Plan, Shelf } from './placement.ts';

/** Candidates of the visitor's own taste that may decide between products alike. */
const TASTE = 500;

/** What a list is about: seeds alone are read, and what the visitor met before only breaks ties. */
export interface Seeded {
  context: VisitorContext;
  heading?: Omit<Heading, 'kind'>;
}

/** Rows of the seeds of a query, in its order; the last one speaks loudest. */
export function givenSeeds({ catalogue, query }: Shelf): number[] {
  return query.like.map((id) => catalogue.itemOf(id)).filter((item) => item !== undefined);
}

/** A context of the seeds, or where there are none of the product that the visitor turned to last. */
export function seeded(shelf: Shelf): Seeded {
  const { context } = shelf;
  const given = givenSeeds(shelf);
  return aboutSeeds(shelf, given.length > 0 ? given : [...context.items.slice(-1)]);
}

export function aboutSeeds(shelf: Shelf, seeds: readonly number[]): Seeded {
  const { catalogue, context } = shelf;
  const item = seeds.at(-1);
  if (item === undefined) return { context };
  const title = catalogue.product(item)?.title;
  return {
    context: {
      ...context,
      items: Int32Array.from(seeds),
      names: seeds.map(() => 'view_item'),
      sessionStart: 0,
      ties: taste(shelf),
    },
    heading: { product: catalogue.idOf(item)!, ...(title !== undefined && { title }) },
  };
}

/** How much a product is to the taste of the visitor, by content. Asked of their history when the first tie is met. */
function taste(shelf: Shelf): (item: number) => number {
  const { context, chain } = shelf;
  const own = context.items.length - givenSeeds(shelf).length;
  let scores: Map<number, number> | undefined;
  const read = (): Map<number, number> => {
    if (own === 0) return new Map();
    const history = { ...context, items: context.items.subarray(0, own), names: context.names.slice(0, own) };
    const content = chain.source('content');
    if (!content || content.awaited) return new Map();
    const { items, scores } = content.retrieve(history, TASTE);
    return new Map(Array.from(items, (item, i) => [item, scores[i]]));
  };
  return (item) => {
    scores ??= read();
    return scores.get(item) ?? 0;
  };
}

/** Rows that have none of the narrowest categories of the seeds: no substitutes of them. */
export function withoutSubstitutes({ catalogue }: Shelf, seeds: Int32Array) {
  const narrowest = (item: number): string | undefined => catalogue.product(item)?.categories?.at(-1);
  const known = new Set(Array.from(seeds, narrowest));
  known.delete(undefined);
  return (context: VisitorContext): VisitorContext => {
    const allowed = context.allowed.clone();
    for (const name of known) {
      const feature = catalogue.features.categories.get(name!);
      if (feature === undefined) continue;
      for (const row of catalogue.features.rowsOf(feature)) if (narrowest(row) === name) allowed.delete(row);
    }
    return { ...context, allowed };
  };
}

/** The plan of a list that is about seeds. */
export const planAbout = ({ context, heading }: Seeded, steps: Plan['steps']): Plan => ({
  context,
  steps,
  ...(heading && { heading }),
});
