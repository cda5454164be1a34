import type { Sequences } from '../../contract/sequences.ts';
import { occurrencesOf } from '../../engine/sources/occurrences.ts';

export interface WindowOptions {
  /** Longest window, in items. */
  length: number;
  /** A window is kept where so many shoppers have all of its items. 1 keeps every window. */
  minShoppers: number;
}

/**
 * Cuts sequences into short windows that do not overlap, so that a pack does not show who went on where. Windows of one
 * item say nothing and are dropped. With `minShoppers` over 1 each window is the longest run, from where the last one
 * ended, whose items at least so many shoppers share.
 * @param shoppers who each sequence is of, [sequences]
 * @returns the windows in the order of the sequences, and for each the index in `sequences.items` at which it ends
 */
export function cutWindows(
  sequences: Sequences,
  shoppers: Int32Array,
  items: number,
  { length, minShoppers }: WindowOptions,
): { windows: Sequences; ends: Int32Array } {
  const runLength = minShoppers > 1 ? sharedRuns(sequences, shoppers, items, minShoppers) : null;
  const kept: number[] = [];
  const offsets = [0];
  const ends: number[] = [];
  for (let sequence = 0; sequence + 1 < sequences.offsets.length; sequence++) {
    const end = sequences.offsets[sequence + 1];
    for (let start = sequences.offsets[sequence]; start < end; ) {
      const parts = Math.ceil((end - start) / length);
      const even = Math.ceil((end - start) / parts);
      const size = runLength === null ? even : Math.max(1, runLength(start, Math.min(end, start + length)));
      if (size > 1) {
        for (let at = start; at < start + size; at++) kept.push(sequences.items[at]);
        offsets.push(kept.length);
        ends.push(start + size);
      }
      start += size;
    }
  }
  return {
    windows: { items: Int32Array.from(kept), offsets: Int32Array.from(offsets) },
    ends: Int32Array.from(ends),
  };
}

/** How long a run from `start`, up to `end`, has items that at least `minShoppers` shoppers share. */
function sharedRuns(sequences: Sequences, shoppers: Int32Array, items: number, minShoppers: number) {
  const { offsets, positions, sequenceOf } = occurrencesOf(sequences, items);
  const shoppersOf = (item: number): Set<number> =>
    new Set(Array.from(positions.subarray(offsets[item], offsets[item + 1]), (at) => shoppers[sequenceOf[at]]));
  return (start: number, end: number): number => {
    let sharing = shoppersOf(sequences.items[start]);
    for (let at = start + 1; at < end; at++) {
      const also = shoppersOf(sequences.items[at]);
      sharing = new Set([...sharing].filter((shopper) => also.has(shopper)));
      if (sharing.size < minShoppers) return at - start;
    }
    return end - start;
  };
}

/** The same windows in another order. */
export function reorder(windows: Sequences, order: ArrayLike<number>): Sequences {
  const items = new Int32Array(windows.items.length);
  const offsets = new Int32Array(windows.offsets.length);
  let filled = 0;
  for (let i = 0; i < order.length; i++) {
    const window = windows.items.subarray(windows.offsets[order[i]], windows.offsets[order[i] + 1]);
    items.set(window, filled);
    filled += window.length;
    offsets[i + 1] = filled;
  }
  return { items, offsets };
}
