import type { Ranked } from '../lists/funnel.ts';
import { deleteWithVariants } from '../reranking/variants.ts';
import { complementing } from './bought-together.ts';
import { listed } from './listed-source.ts';
import { type Placement, type Plan, type Shelf, stepOf } from './placement.ts';
import { purchasesOf } from './purchases.ts';
import { usualBasket } from './repurchase.ts';
import { aboutSeeds, givenSeeds } from './seeds.ts';

/** Products of which it is asked how popular they are: it also decides between those that were bought alike. */
const FAVOURITES = 20_000;

/**
 * What completes the cart: complements of all of its products; of an empty one the visitor's usual basket. Products that were
 * seen or bought before may be wanted again here.
 */
export const cart: Placement = {
  name: 'cart',
  defaults: { seen: 'include' },
  plan(shelf) {
    const given = givenSeeds(shelf);
    const seeds = given.length > 0 ? given : ownCart(shelf);
    if (seeds.length === 0) return usual(shelf);
    const others = without(shelf, seeds);
    return complementing(others, aboutSeeds(others, seeds));
  },
};

/** The cart as the history tells it: what was put in, and neither taken out nor bought since. */
function ownCart({ history, catalogue }: Shelf): number[] {
  const inside = new Set<string>();
  for (const { name, product } of history) {
    if (name === 'add_to_cart') inside.add(product);
    else if (name === 'remove_from_cart' || name === 'purchase') inside.delete(product);
  }
  return [...inside].map((id) => catalogue.itemOf(id)).filter((item) => item !== undefined);
}

function without(shelf: Shelf, items: readonly number[]): Shelf {
  const allowed = shelf.context.allowed.clone();
  deleteWithVariants(shelf.catalogue, allowed, items);
  return { ...shelf, context: { ...shelf.context, allowed } };
}

function usual(shelf: Shelf): Plan {
  const { chain, context, query } = shelf;
  const [favourites] = stepOf(shelf, chain.source('popular'));
  // It answers at once.
  const popular = favourites?.funnel.recommend(context, { ...query, limit: FAVOURITES, diversity: 0 }) as
    | Ranked
    | undefined;
  const shares = new Map(
    Array.from(popular?.items ?? [], (item, i) => [item, popular!.scores[i] / popular!.scores[0]]),
  );
  const purchases = purchasesOf(shelf);
  const bought = new Set(purchases.map(({ item }) => shelf.catalogue.idOf(item)));
  return {
    steps: [...stepOf(shelf, listed('usual', usualBasket(purchases, shares))), ...chain.steps],
    reasons: (id) => (bought.has(id) ? { kind: 'again', bought: true } : { kind: 'popular' }),
  };
}
