import { weighByRecency } from '../../kernels/encoders/recency.ts';

/**
 * A visitor's vector as the sum of their items', the latest counting most.
 * @param items [items + 1, width]
 * @param reading what an item counts in a visitor's vector, beside what it is ranked with. [items + 1]
 * @param decay how much an item of the history counts against the next one
 * @returns a `VisitorVector`, whose vector may be written to
 */
export function foldByReading(
  items: Float32Array,
  reading: Float32Array,
  width: number,
  decay: number,
): (history: Int32Array) => Float64Array | null {
  const vector = new Float64Array(width);
  return (history) => {
    const known = weighByRecency(history, decay);
    vector.fill(0);
    known.items.forEach((item, i) => {
      const weight = known.weights[i] * reading[item];
      for (let k = 0; k < width; k++) vector[k] += weight * items[item * width + k];
    });
    return known.items.length === 0 ? null : vector;
  };
}
