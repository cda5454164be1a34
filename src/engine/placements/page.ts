import type { Engine } from '../../contract/engine.ts';
import type { ProductId } from '../../contract/product.ts';
import type { Heading, RecommendationList, RecommendQuery } from '../../contract/recommendation.ts';

/** Products of a row of a home page. */
const ROW = 12;
/** Latest interests and interactions that the rows are composed by. */
const READ = 100;
/** Rows that one product, or one brand, of the visitor's gave. */
const PRODUCT_ROWS = 2;
/** A row with fewer products is not worth a heading. */
const FEWEST = 3;

/** A shelf of the page, and what it is headed by where that is not its placement. */
interface Row {
  query: RecommendQuery;
  heading?: Heading;
  /** Products below which it is left out. Default 0. */
  fewest?: number;
}

/** Of the engine. */
export interface PageHost extends Pick<Engine, 'interests' | 'history' | 'products'> {
  /** @param shown what no list may show again */
  recommend(query: RecommendQuery, shown: readonly ProductId[]): Promise<RecommendationList>;
}

/**
 * The lists of one page, in order: what an earlier one shows, a later one does not.
 * @param queries default: the rows of a home page
 */
export async function composePage(
  queries: readonly RecommendQuery[] | undefined,
  host: PageHost,
): Promise<RecommendationList[]> {
  // One query alone, or what is none, is read as a query: the engine says what is wrong with it.
  const rows = queries ? [queries].flat().map((query): Row => ({ query })) : await homeRows(host);
  const shown: ProductId[] = [];
  const lists: RecommendationList[] = [];
  for (const { query, heading, fewest = 0 } of rows) {
    const list = await host.recommend(query, shown);
    if (list.items.length < fewest) continue;
    shown.push(...list.items.map(({ id }) => id));
    lists.push(heading ? { ...list, heading } : list);
  }
  return lists;
}

/**
 * The rows of a home page: what is for this visitor, then because of what they turned to last, more of the brand that they
 * turn to most, what they may buy again, what rises and what is new. Rows of which there is nothing to show are left out.
 */
async function homeRows(host: PageHost): Promise<Row[]> {
  const [interests, history] = await Promise.all([host.interests(READ), host.history(READ)]);
  const known = (await host.products(interests)).filter((product) => product !== null);
  const row = (query: RecommendQuery, heading?: Heading): Row => ({
    query: { limit: ROW, ...query },
    fewest: FEWEST,
    ...(heading && { heading }),
  });
  const because = known
    .slice(0, PRODUCT_ROWS)
    .map(({ id, title }) =>
      row(
        { placement: 'related', like: [id] },
        { kind: 'because', product: id, ...(title !== undefined && { title }) },
      ),
    );
  const brand = mostOften(known.flatMap(({ brand }) => brand ?? []));
  const again = history.some(({ name }) => name === 'purchase') ? [row({ placement: 'again' })] : [];
  return [
    row({ placement: 'home' }),
    ...because.slice(0, 1),
    ...again,
    ...(brand === undefined ? [] : [row({ filter: { brands: [brand] } }, { kind: 'brand', brand })]),
    ...because.slice(1),
    row({ placement: 'trending' }),
    row({ placement: 'new' }),
  ];
}

/** The text that comes most often, at least twice; of several the first. */
function mostOften(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best && best[1] > 1 ? best[0] : undefined;
}
