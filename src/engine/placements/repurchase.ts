/** One purchase of a product. */
export interface Purchase {
  item: number;
  /** Number of the order; those of one order stand together. */
  order: number;
}

export interface BasketOptions {
  /** What an order counts against the next one. */
  decay: number;
  /** What the favourite of all shoppers counts, against having been in the latest order. */
  favourites: number;
}

/** Chosen on validation: docs/placements.md. */
export const BASKET: BasketOptions = { decay: 0.95, favourites: 2 };

/**
 * How likely each product is in a shopper's next order, by how often and how lately it was in earlier ones; comparable within
 * one shopper only. It is the recency-aware user-wise popularity of Faggioli, Polato & Aiolli ("Recency aware collaborative
 * filtering for next basket recommendation", 2020), with a geometric decay.
 * @param purchases oldest first
 */
export function repurchaseScores(
  purchases: readonly Purchase[],
  { decay }: Pick<BasketOptions, 'decay'> = BASKET,
): Map<number, number> {
  const scores = new Map<number, number>();
  const met = new Set<number>();
  let ordersAgo = 0;
  let order = purchases.at(-1)?.order;
  for (const purchase of purchases.toReversed()) {
    if (purchase.order !== order) {
      ordersAgo++;
      order = purchase.order;
      met.clear();
    }
    if (met.has(purchase.item)) continue;
    met.add(purchase.item);
    scores.set(purchase.item, (scores.get(purchase.item) ?? 0) + decay ** ordersAgo);
  }
  return scores;
}

/** Favourites of all shoppers that may be in a usual basket. */
const FAVOURITES = 500;

/**
 * The usual basket: what this shopper buys again, and what all shoppers buy, in one order. A favourite that they have not
 * bought yet may come before a product that they bought once.
 * @param popularity of products, best first, 1 for the favourite
 */
export function usualBasket(
  purchases: readonly Purchase[],
  popularity: ReadonlyMap<number, number>,
  options: BasketOptions = BASKET,
): Map<number, number> {
  const scores = repurchaseScores(purchases, options);
  const own = scores.size;
  for (const item of popularity.keys()) {
    if (scores.size - own >= FAVOURITES) break;
    if (!scores.has(item)) scores.set(item, 0);
  }
  for (const [item, score] of scores) scores.set(item, score + options.favourites * (popularity.get(item) ?? 0));
  return scores;
}
