/** Each item of a history once, and how much it counts: the latest 1, each further one back `decay` times as much. */
export interface WeighedItems {
  /** Latest first. */
  readonly items: Int32Array;
  readonly weights: Float64Array;
}

/** @param history item rows, oldest first; 0 is passed over */
export function weighByRecency(history: Int32Array, decay: number): WeighedItems {
  const items = Int32Array.from(new Set(history.toReversed())).filter((item) => item !== 0);
  return { items, weights: Float64Array.from(items, (_, age) => decay ** age) };
}
