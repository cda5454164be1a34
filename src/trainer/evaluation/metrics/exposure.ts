/** Metrics of whom the lists together give room: computed over all lists of an evaluation. */

/** How often each item is shown. @param items rows 1…items; row 0 stays 0 @returns [items + 1] */
export function countExposure(lists: readonly Int32Array[], k: number, items: number): Float64Array {
  const shown = new Float64Array(items + 1);
  for (const list of lists) for (const item of list.subarray(0, k)) shown[item]++;
  return shown;
}

/** Share of the items that any list shows (Ge, Delgado-Battenfeld & Jannach, "Beyond accuracy", 2010). */
export function coverage(exposure: Float64Array): number {
  return exposure.reduce((count, times) => count + (times > 0 ? 1 : 0), 0) / (exposure.length - 1);
}

/**
 * Gini coefficient of exposure: 0 all items alike, towards 1 a few have it all (Fleder & Hosanagar, "Blockbuster
 * culture's next rise or fall", 2009).
 */
export function gini(exposure: Float64Array): number {
  const sorted = exposure.slice(1).sort();
  const count = sorted.length;
  const total = sorted.reduce((a, b) => a + b, 0);
  if (total === 0) return 0;
  const weighed = sorted.reduce((sum, times, i) => sum + (2 * (i + 1) - count - 1) * times, 0);
  return weighed / (count * total);
}
