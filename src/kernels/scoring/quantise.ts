/** A matrix as int8 with one scale a row: row `r` is about `data[r * width + i] * scales[r]`. */
export interface QuantisedRows {
  data: Int8Array;
  scales: Float32Array;
  /** What int8 leaves, where 16 bits are kept: row `r` is then about `(data + fine / FINE_STEPS) * scales[r]`. */
  fine?: Int8Array;
}

/** How far, in parts of a step, setting a row's scale may move its largest number. */
const MOST_MOVED = 0.25;

/**
 * Rounds each row to the 255 steps between its largest number and the negative of that; then sets its scale so that the
 * error is at right angles to the row, as far as no number is off by more than ¾ of a step. A query that finds a row points its way, so that of all errors the one along
 * the row would move the row's score most (Guo et al., "Accelerating large-scale inference with anisotropic vector
 * quantization", 2020; here for the scale alone).
 */
export function quantiseRows(values: Float32Array, width: number): QuantisedRows {
  const rows = values.length / width;
  const data = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * width;
    scales[row] = quantiseRow(values.subarray(end - width, end), data.subarray(end - width, end));
  }
  return { data, scales };
}

/** Rounds one row into `data`. @returns its scale */
export function quantiseRow(values: Float32Array, data: Int8Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 0;
  const step = largest / 127;
  let own = 0;
  let rounded = 0;
  for (let i = 0; i < values.length; i++) {
    data[i] = Math.round(values[i] / step);
    own += (values[i] / step) ** 2;
    rounded += (values[i] / step) * data[i];
  }
  const most = MOST_MOVED / 127;
  return step * Math.max(1 - most, Math.min(1 + most, own / rounded));
}

export function restoreRows({ data, scales, fine }: QuantisedRows, width: number): Float32Array {
  const values = new Float32Array(data.length);
  for (let row = 0, i = 0; row < scales.length; row++) {
    for (const end = i + width; i < end; i++) {
      values[i] = (fine === undefined ? data[i] : data[i] + fine[i] / FINE_STEPS) * scales[row];
    }
  }
  return values;
}

/** Parts of a scale in which `fineRows` counts: rounding leaves up to ¾ of a scale, and a byte has to hold it. */
export const FINE_STEPS = 168;

/** What int8 leaves of the values: `QuantisedRows.fine`. */
export function fineRows(values: Float32Array, { data, scales }: QuantisedRows, width: number): Int8Array {
  const fine = new Int8Array(data.length);
  for (let row = 0, i = 0; row < scales.length; row++) {
    const steps = scales[row] === 0 ? 0 : FINE_STEPS / scales[row];
    for (const end = i + width; i < end; i++) {
      fine[i] = Math.max(-127, Math.min(127, Math.round(values[i] * steps - data[i] * FINE_STEPS)));
    }
  }
  return fine;
}
