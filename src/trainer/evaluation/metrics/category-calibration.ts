/** Categories of an item, numbers. */
export type CategoriesOf = (item: number) => ArrayLike<number>;

/** Share of the history's distribution that is mixed into the list's, so that the divergence stays finite. */
const MIXED = 0.01;

/**
 * Kullback–Leibler divergence from the mix of categories in the history to that of the list, nats: 0 where the list
 * has the visitor's interests in their proportions (Steck, "Calibrated recommendations", 2018).
 * @returns NaN where the history or the list has no categories
 */
export function categoryDivergence(history: Int32Array, list: Int32Array, categoriesOf: CategoriesOf): number {
  const wanted = distribution(history, categoriesOf);
  const given = distribution(list, categoriesOf);
  if (wanted.size === 0 || given.size === 0) return Number.NaN;
  let divergence = 0;
  for (const [category, share] of wanted) {
    const mixed = (1 - MIXED) * (given.get(category) ?? 0) + MIXED * share;
    divergence += share * Math.log(share / mixed);
  }
  return divergence;
}

/** Each item with categories has the same mass, shared among them. */
function distribution(items: Int32Array, categoriesOf: CategoriesOf): Map<number, number> {
  const shares = new Map<number, number>();
  const known = items.filter((item) => categoriesOf(item).length > 0);
  for (const item of known) {
    const categories = Array.from(categoriesOf(item));
    for (const category of categories) {
      shares.set(category, (shares.get(category) ?? 0) + 1 / categories.length / known.length);
    }
  }
  return shares;
}
