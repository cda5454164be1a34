/** A query in 16 bits: vector is `values[i] * scale`. */
export interface QuantisedQuery {
  /** [width] */
  readonly values: Int16Array;
  readonly scale: number;
}

/** Largest magnitude of a query value such that `width` products with int8 can be summed in 32 bits: 32,767 up to width 512. */
const queryLimit = (width: number): number => Math.min(32767, Math.floor((2 ** 31 - 1) / (128 * width)));

/**
 * Rounds a query to integers, so that its dot products with int8 rows are exact.
 * @throws RangeError where it has a number that is not finite
 */
export function quantiseQuery(query: Float32Array, width: number): QuantisedQuery {
  if (query.length !== width) throw new RangeError(`a query of ${query.length} numbers for vectors of ${width}`);
  let largest = 0;
  for (const value of query) largest = Math.max(largest, Math.abs(value));
  const values = new Int16Array(width);
  if (!Number.isFinite(largest)) throw new RangeError('a query that is no number');
  if (largest === 0) return { values, scale: 0 };
  const limit = queryLimit(width);
  for (let i = 0; i < width; i++) values[i] = Math.round((query[i] * limit) / largest);
  return { values, scale: Math.fround(largest / limit) };
}
