import { integerDot } from '../../kernels/scoring/integer-dot.ts';
import type { ItemMatrix } from '../../kernels/scoring/item-matrix.ts';
import { type QuantisedRows, restoreRows } from '../../kernels/scoring/quantise.ts';
import type { PackSection } from '../../pack/pack.ts';
import { vectorsOf } from '../../pack/sections/vectors.ts';
import type { VisitorContext } from './candidate-source.ts';

/** The item vectors of a section that was read. */
export const itemVectors = ({ tensors }: PackSection, width: number): ItemMatrix =>
  matrixOf(vectorsOf(tensors, width), width);

/** Rows as sources score them: padding has no vector. */
export function matrixOf(vectors: QuantisedRows, width: number): ItemMatrix {
  const scales = vectors.scales.slice();
  scales[0] = Number.NaN;
  return { rows: scales.length, width, ...vectors, scales };
}

/** The vector of an item in float32. [width] */
export function vectorOf({ data, scales, fine, width }: ItemMatrix, item: number): Float32Array {
  const [from, to] = [item * width, (item + 1) * width];
  const row = { data: data.subarray(from, to), scales: scales.subarray(item, item + 1) };
  return restoreRows(fine === undefined ? row : { ...row, fine: fine.subarray(from, to) }, width);
}

/** Positions in `context.items` of items that have a vector, oldest first. */
export function positionsWithVector(context: VisitorContext, { rows }: ItemMatrix): Int32Array {
  const { items } = context;
  const positions = new Int32Array(items.length);
  let count = 0;
  for (let position = 0; position < items.length; position++) {
    if (items[position] > 0 && items[position] < rows) positions[count++] = position;
  }
  return positions.subarray(0, count);
}

/**
 * Tells of a candidate which of the visitor's items points most in its direction.
 * @param positions in `items` that count
 * @returns `Candidates.because`
 */
export function nearestOwn(
  { data, width }: ItemMatrix,
  candidates: Int32Array,
  items: Int32Array,
  positions: Int32Array,
): (place: number) => number {
  const readContributors = (): Contributor[] => {
    const latest = new Map<number, number>();
    for (const position of positions) latest.set(items[position], position);
    return [...latest].map(([item, position]) => {
      const vector = Int16Array.from(data.subarray(item * width, (item + 1) * width));
      return { position, vector, length: Math.sqrt(integerDot(vector, data, item)) || 1 };
    });
  };
  let contributors: Contributor[] | undefined;
  return (place) => {
    contributors ??= readContributors();
    let best = -1;
    let nearest = Number.NEGATIVE_INFINITY;
    for (const contributor of contributors) {
      const near = integerDot(contributor.vector, data, candidates[place]) / contributor.length;
      if (near >= nearest) {
        nearest = near;
        best = contributor.position;
      }
    }
    return best;
  };
}

interface Contributor {
  position: number;
  vector: Int16Array;
  length: number;
}
