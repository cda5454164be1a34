import type { Sequences } from '../../contract/sequences.ts';

/** Which visitor met which item, from both sides. Rows and items each once, in order of first meeting. */
export interface VisitorItems {
  /** Items of each visitor. */
  readonly ofVisitor: readonly Int32Array[];
  /** Visitors of each item, by item row; row 0 has none. [items + 1] */
  readonly ofItem: readonly Int32Array[];
}

/** @param items rows run from 1 to `items` */
export function visitorItems(sequences: Sequences, items: number): VisitorItems {
  const ofVisitor: Int32Array[] = [];
  const ofItem: number[][] = Array.from({ length: items + 1 }, () => []);
  for (let visitor = 0; visitor + 1 < sequences.offsets.length; visitor++) {
    const own = distinct(sequences.items.subarray(sequences.offsets[visitor], sequences.offsets[visitor + 1]));
    ofVisitor.push(own);
    for (const item of own) ofItem[item].push(visitor);
  }
  return { ofVisitor, ofItem: ofItem.map((visitors) => Int32Array.from(visitors)) };
}

/** Each item once, without padding. */
function distinct(history: Int32Array): Int32Array {
  return Int32Array.from(new Set(history)).filter((item) => item !== 0);
}
