import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Bitset } from '../../kernels/scoring/bitset.ts';

/*
 * Variants of one product (sizes and colours of a shirt) are rows of their own with one group. A list shows one of them:
 * that with the best score, of those that may be shown; none where the visitor has seen one, or, where seen products are
 * included, the one that was seen.
 */

/** Of candidates, best first, the places of those that are no variant of a better one; `undefined` where all are. */
export function bestVariants(catalogue: Catalogue, items: Int32Array): Int32Array | undefined {
  if (!catalogue.grouped) return undefined;
  const taken = new Set<number>();
  return Int32Array.from(items.keys()).filter((place) => {
    const group = catalogue.groupOf(items[place]);
    return group === 0 || (!taken.has(group) && Boolean(taken.add(group)));
  });
}

/** Takes these items, and all variants of their products, out of what may be shown. */
export function deleteWithVariants(catalogue: Catalogue, allowed: Bitset, items: Iterable<number>): void {
  const groups = new Set<number>();
  for (const item of items) {
    allowed.delete(item);
    groups.add(catalogue.groupOf(item));
  }
  deleteGroups(catalogue, allowed, groups, () => true);
}

/**
 * What was seen and is kept out takes its variants with it; where seen products may be shown, the variant that was seen is
 * the one.
 */
export function settleSeenVariants(
  catalogue: Catalogue,
  allowed: Bitset,
  seen: Bitset,
  how: 'exclude' | 'include',
): void {
  if (!catalogue.grouped) return;
  const groups = new Set<number>();
  for (let row = 1; row < catalogue.rows; row++) {
    if (seen.has(row) && (how === 'exclude' || allowed.has(row))) groups.add(catalogue.groupOf(row));
  }
  deleteGroups(catalogue, allowed, groups, (row) => how === 'exclude' || !seen.has(row));
}

/** Leaves one variant of each product: the first in order of row. */
export function keepFirstVariants(catalogue: Catalogue, allowed: Bitset): void {
  const taken = new Set<number>();
  if (!catalogue.grouped) return;
  for (let row = 1; row < catalogue.rows; row++) {
    const group = allowed.has(row) ? catalogue.groupOf(row) : 0;
    if (taken.has(group)) allowed.delete(row);
    else if (group > 0) taken.add(group);
  }
}

function deleteGroups(
  catalogue: Catalogue,
  allowed: Bitset,
  groups: Set<number>,
  which: (row: number) => boolean,
): void {
  groups.delete(0);
  if (groups.size === 0) return;
  for (let row = 1; row < catalogue.rows; row++) {
    if (groups.has(catalogue.groupOf(row)) && which(row)) allowed.delete(row);
  }
}
