/** What draws the first centres: a number in [0, 1) a call. */
export type DrawUnit = () => number;

const ROUNDS = 20;

/**
 * Groups of items whose vectors point the same way: k-means on vectors of length 1, from centres that are items.
 * @param vectors by row, [items + 1, width]; @param count of groups
 * @returns group of each row. [items + 1]
 */
export function itemGroups(vectors: Float32Array, width: number, count: number, draw: DrawUnit): Int32Array {
  const rows = vectors.length / width;
  const units = vectors.slice();
  for (let row = 0; row < rows; row++) unit(units.subarray(row * width, (row + 1) * width));
  const centres = new Float32Array(count * width);
  for (let group = 0; group < count; group++) {
    const row = 1 + Math.floor(draw() * (rows - 1));
    centres.set(units.subarray(row * width, (row + 1) * width), group * width);
  }
  const groups = new Int32Array(rows);
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0;
    for (let row = 1; row < rows; row++) {
      const nearest = nearestOf(centres, units.subarray(row * width, (row + 1) * width));
      if (nearest !== groups[row]) moved++;
      groups[row] = nearest;
    }
    if (round > 0 && moved === 0) break;
    centres.fill(0);
    for (let row = 1; row < rows; row++) {
      for (let k = 0; k < width; k++) centres[groups[row] * width + k] += units[row * width + k];
    }
    for (let group = 0; group < count; group++) unit(centres.subarray(group * width, (group + 1) * width));
  }
  return groups;
}

function nearestOf(centres: Float32Array, vector: Float32Array): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let group = 0, at = 0; at < centres.length; group++) {
    let near = 0;
    for (let k = 0; k < vector.length; k++) near += centres[at++] * vector[k];
    if (near > most) {
      most = near;
      best = group;
    }
  }
  return best;
}

function unit(vector: Float32Array): void {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length > 0) for (let k = 0; k < vector.length; k++) vector[k] /= length;
}
