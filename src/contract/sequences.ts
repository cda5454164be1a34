/** Sequences of items, one after the other: sequence `i` is `items[offsets[i] … offsets[i+1])`, oldest first. */
export interface Sequences {
  /** ItemIndex values. [total] */
  items: Int32Array;
  /** [count + 1] */
  offsets: Int32Array;
}
