/** Copies rows of a table, each number times `scale`. @returns [rows, width] */
export function gatherRows(table: Float32Array, rows: Int32Array, width: number, scale = 1): Float32Array {
  const out = new Float32Array(rows.length * width);
  for (let r = 0; r < rows.length; r++) {
    const from = rows[r] * width;
    const to = r * width;
    for (let i = 0; i < width; i++) out[to + i] = table[from + i] * scale;
  }
  return out;
}

/** The gradient of `gatherRows`: adds each row of `gradient` to its row of `sum`. Row 0, padding, takes none. */
export function scatterRows(
  sum: Float32Array,
  rows: Int32Array,
  width: number,
  gradient: Float32Array,
  scale = 1,
): void {
  for (let r = 0; r < rows.length; r++) {
    if (rows[r] === 0) continue;
    const to = rows[r] * width;
    const from = r * width;
    for (let i = 0; i < width; i++) sum[to + i] += gradient[from + i] * scale;
  }
}
