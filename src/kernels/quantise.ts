/** A matrix as int8 with one scale a row: row `r` is about `data[r * width + i] * scales[r]`. */
export interface QuantisedRows {
  data: Int8Array;
  scales: Float32Array;
}

/** Rounds each row to the 255 steps between its largest number and the negative of that. */
export function quantiseRows(values: Float32Array, width: number): QuantisedRows {
  const rows = values.length / width;
  const data = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    let largest = 0;
    for (let i = from; i < from + width; i++) largest = Math.max(largest, Math.abs(values[i]));
    if (largest === 0) continue;
    scales[row] = largest / 127;
    for (let i = from; i < from + width; i++) data[i] = Math.round(values[i] / scales[row]);
  }
  return { data, scales };
}

export function restoreRows({ data, scales }: QuantisedRows, width: number): Float32Array {
  return Float32Array.from(data, (value, i) => value * scales[Math.floor(i / width)]);
}
