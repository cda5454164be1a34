import type { Sequences } from '../../contract/sequences.ts';
import { occurrencesOf } from '../../engine/sources/occurrences.ts';
import type { Perturbation } from './perturbation.ts';

export interface WindowOptions {
  /** Longest window, in items. */
  length: number;
  /** A window is kept where so many shoppers met all of its items in its order. 1 keeps every window. */
  minShoppers: number;
  perturbation?: Perturbation | undefined;
}

/**
 * Cuts sequences into short windows that do not overlap, so that a pack does not show who went on where. Windows of one
 * item say nothing and are dropped. With `minShoppers` over 1 each window is the longest run, from where the last one
 * ended, that at least so many shoppers met in this order, be it with other items between.
 * @param shoppers who each sequence is of, [sequences]
 * @returns the windows in the order of the sequences, and for each the index in `sequences.items` at which it ends
 */
export function cutWindows(
  sequences: Sequences,
  shoppers: Int32Array,
  items: number,
  { length, minShoppers, perturbation }: WindowOptions,
): { windows: Sequences; ends: Int32Array } {
  const runLength = minShoppers > 1 ? sharedRuns(sequences, shoppers, items, { minShoppers, perturbation }) : null;
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

/** How long a run from `start`, up to `end`, is that at least `minShoppers` shoppers met in this order. */
function sharedRuns(
  sequences: Sequences,
  shoppers: Int32Array,
  items: number,
  { minShoppers, perturbation }: Omit<WindowOptions, 'length'>,
) {
  const { offsets, positions, sequenceOf } = occurrencesOf(sequences, items);
  const placesOf = (item: number): Uint32Array => positions.subarray(offsets[item], offsets[item + 1]);
  /** Whether it is the first of several places in one sequence: a run that ends early has most after it. */
  const isFirst = (place: number, i: number, places: ArrayLike<number>): boolean =>
    i === 0 || sequenceOf[places[i - 1]] !== sequenceOf[place];
  const next = (ends: Uint32Array, places: Uint32Array): Uint32Array => {
    const found: number[] = [];
    for (const end of ends) {
      const place = places[firstAfter(places, end)];
      if (place !== undefined && sequenceOf[place] === sequenceOf[end]) found.push(place);
    }
    return Uint32Array.from(found);
  };
  return (start: number, end: number): number => {
    /** Where the run ends in each sequence that has it. */
    let ends: Uint32Array = placesOf(sequences.items[start]).filter(isFirst);
    for (let at = start + 1; at < end; at++) {
      ends = next(ends, placesOf(sequences.items[at]));
      const sharing = new Set(Array.from(ends, (place) => shoppers[sequenceOf[place]])).size;
      if (sharing < minShoppers) return at - start;
      const run = () => sequences.items.subarray(start, at + 1).join('>');
      if (perturbation?.tells(run(), sharing) === false) return at - start;
    }
    return end - start;
  };
}

/** Index of the first of rising numbers that is above `value`; their count where none is. */
function firstAfter(rising: Uint32Array, value: number): number {
  let [from, to] = [0, rising.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (rising[middle] > value) to = middle;
    else from = middle + 1;
  }
  return from;
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
