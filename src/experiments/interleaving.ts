import type { Product, ProductId } from '../contract/product.ts';
import type { RecommendationList, RecommendedProduct } from '../contract/recommendation.ts';
import { placeOf } from './hashing.ts';

export interface InterleavedProduct<TProduct extends Product = Product> extends RecommendedProduct<TProduct> {
  /** The team that picked it, named as in the call. Absent where the other team had nothing left to pick in return. */
  team?: string;
}

/** One list of two rankings, which a shelf shows like any other. */
export interface InterleavedList<TProduct extends Product = Product> extends RecommendationList<TProduct> {
  items: readonly InterleavedProduct<TProduct>[];
  experiment: string;
  teams: readonly [string, string];
}

/** What an interleaved list is for, and how it is drawn. */
export interface InterleaveOptions {
  /** The experiment that its clicks count for. */
  experiment: string;
  /** Products of the list. Default: as many as the longer ranking has. */
  limit?: number;
  /** Decides who picks first in each round. Default: the ids of the two lists, so that it changes from list to list. */
  seed?: string;
}

/**
 * Team-draft interleaving (Radlinski, Kurup & Joachims, "How does clickthrough data reflect retrieval quality?", 2008): in
 * each round both teams pick the best product of theirs that is not on the list yet, in an order that is drawn. A visitor
 * sees both rankings in one list, so that far fewer visitors tell which is better than by two separate groups.
 * @param rankings the two lists by the names of their teams
 */
export function interleave<TProduct extends Product>(
  rankings: Readonly<Record<string, RecommendationList<TProduct>>>,
  { experiment, limit, seed }: InterleaveOptions,
): InterleavedList<TProduct> {
  const [[nameA, a], [nameB, b]] = Object.entries(rankings);
  const id = `${a.id}+${b.id}`;
  const most = limit ?? Math.max(a.items.length, b.items.length);
  const items: InterleavedProduct<TProduct>[] = [];
  const chosen = new Set<ProductId>();
  const draft = [
    { team: nameA, left: [...a.items] },
    { team: nameB, left: [...b.items] },
  ];
  for (let round = 0; items.length < most; round++) {
    const order = placeOf(seed ?? id, `${round}`, 2)! < 0.5 ? draft : [draft[1], draft[0]];
    const picks: InterleavedProduct<TProduct>[] = [];
    for (const { team, left } of order) {
      while (left.length > 0 && chosen.has(left[0].id)) left.shift();
      const pick = left.shift();
      if (pick === undefined) continue;
      chosen.add(pick.id);
      picks.push({ ...pick, team });
    }
    if (picks.length === 0) break;
    if (picks.length === 1) delete picks[0].team;
    items.push(...picks.slice(0, most - items.length));
  }
  const { variant: _, ...first } = a;
  return {
    ...first,
    id,
    experiment,
    teams: [nameA, nameB],
    items,
    model: `${a.model} | ${b.model}`,
    fallback: a.fallback && b.fallback,
    took: a.took + b.took,
  };
}

/** How many of these products each team brought. @param products that the visitor clicked or bought from the list */
export function creditOf(list: InterleavedList, products: Iterable<ProductId>): Record<string, number> {
  const credit: Record<string, number> = Object.fromEntries(list.teams.map((team) => [team, 0]));
  const teams = new Map(list.items.map(({ id, team }) => [id, team]));
  for (const product of new Set(products)) {
    const team = teams.get(product);
    if (team !== undefined) credit[team]++;
  }
  return credit;
}
