/** Lists of items one after the other: list `i` is `items[offsets[i] … offsets[i + 1])`. */
export interface ItemLists {
  items: ArrayLike<number> & Iterable<number>;
  offsets: ArrayLike<number>;
}

/** The positions of each item in the sequences. */
export interface Occurrences {
  /** Item `i` is at `positions[offsets[i] … offsets[i + 1])`, rising. [items + 2] */
  offsets: Uint32Array;
  /** Indices into `sequences.items`. [total] */
  positions: Uint32Array;
  /** The sequence of each index. [total] */
  sequenceOf: Uint32Array;
}

export function occurrencesOf(sequences: ItemLists, items: number): Occurrences {
  const total = sequences.items.length;
  const offsets = new Uint32Array(items + 2);
  for (const item of sequences.items) offsets[item + 1]++;
  for (let i = 1; i < offsets.length; i++) offsets[i] += offsets[i - 1];
  const next = offsets.slice();
  const positions = new Uint32Array(total);
  const sequenceOf = new Uint32Array(total);
  for (let sequence = 0; sequence + 1 < sequences.offsets.length; sequence++) {
    for (let position = sequences.offsets[sequence]; position < sequences.offsets[sequence + 1]; position++) {
      positions[next[sequences.items[position]]++] = position;
      sequenceOf[position] = sequence;
    }
  }
  return { offsets, positions, sequenceOf };
}
