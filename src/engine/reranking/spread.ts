import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Bitset } from '../../kernels/scoring/bitset.ts';

/**
 * For a visitor of whom nothing is known in a shop of which nothing is known: one product of each broad category in
 * turn, each category in the order of the feed. A shop's feed order is the only preference of the shop that is known.
 */
export function spreadOver(catalogue: Catalogue, allowed: Bitset, limit: number): Int32Array {
  const shelves = new Map<number, number[]>();
  for (const row of catalogue.order) {
    if (!allowed.has(row)) continue;
    const category = shelfOf(catalogue, row);
    const shelf = shelves.get(category);
    if (shelf === undefined) shelves.set(category, [row]);
    else if (shelf.length < limit) shelf.push(row);
  }
  const chosen: number[] = [];
  for (let turn = 0; chosen.length < limit; turn++) {
    const before = chosen.length;
    for (const shelf of shelves.values()) if (turn < shelf.length && chosen.length < limit) chosen.push(shelf[turn]);
    if (chosen.length === before) break;
  }
  return Int32Array.from(chosen);
}

/** Part of the shop's products; a category with more of them is the whole shop by another name. */
const WHOLE_SHOP = 0.8;

/** The broadest category of a product that is not the whole shop; −1 where it has none. */
function shelfOf({ features, products }: Catalogue, row: number): number {
  let shelf = -1;
  for (const feature of features.featuresOf(row)) {
    const holders = features.holdersOf(feature);
    const broad = features.kindOf(feature) === 'category' && holders <= WHOLE_SHOP * products;
    if (broad && (shelf === -1 || holders > features.holdersOf(shelf))) shelf = feature;
  }
  return shelf;
}
