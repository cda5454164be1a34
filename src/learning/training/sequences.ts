import type { Sequences } from '../../contract/sequences.ts';

/** Lists of items, one behind the other. */
export function joinSequences(lists: readonly (readonly number[] | Int32Array)[]): Sequences {
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach(({ length }, i) => {
    offsets[i + 1] = offsets[i] + length;
  });
  const items = new Int32Array(offsets[lists.length]);
  lists.forEach((list, i) => {
    items.set(list, offsets[i]);
  });
  return { items, offsets };
}

/** The sequences one by one, as views. */
export function listsOf({ items, offsets }: Sequences): Int32Array[] {
  return Array.from(offsets.subarray(1), (end, sequence) => items.subarray(offsets[sequence], end));
}
