import { type QuantisedRows, quantiseRow } from './quantise.ts';

/**
 * Vectors by product quantisation: a row is cut into parts, and a code names for each part the centroid that replaces
 * it (Jégou, Douze & Schmid, "Product quantization for nearest neighbor search", 2011).
 */
export interface ProductCodes {
  parts: number;
  /** [rows, parts] */
  codes: Uint8Array;
  /** [parts, centroids, width / parts] */
  centroids: Float32Array;
}

/**
 * The rows that the codes stand for, as int8. Scanning them ranks as adding up tables by the codes would, and all that
 * takes rows takes them; the codes are small where they have to travel.
 */
export function rowsOfCodes({ parts, codes, centroids }: ProductCodes, width: number): QuantisedRows {
  const rows = codes.length / parts;
  const size = width / parts;
  const each = centroids.length / parts;
  const data = new Int8Array(rows * width);
  const scales = new Float32Array(rows);
  const row = new Float32Array(width);
  for (let r = 0; r < rows; r++) {
    for (let part = 0; part < parts; part++) {
      const from = part * each + codes[r * parts + part] * size;
      for (let i = 0; i < size; i++) row[part * size + i] = centroids[from + i];
    }
    scales[r] = quantiseRow(row, data.subarray(r * width, (r + 1) * width));
  }
  return { data, scales };
}
