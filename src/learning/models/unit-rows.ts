/** Rows at length 1; a row of zeros stays. */
export interface UnitRows {
  /** [rows, width] */
  readonly unit: Float32Array;
  /** Of each row as it was. [rows] */
  readonly lengths: Float32Array;
}

/** @param vectors [rows, width] */
export function unitRows(vectors: Float32Array, width: number): UnitRows {
  const unit = vectors.slice();
  const lengths = new Float32Array(vectors.length / width);
  for (let row = 0; row < lengths.length; row++) {
    const [from, to] = [row * width, (row + 1) * width];
    let square = 0;
    for (let at = from; at < to; at++) square += vectors[at] * vectors[at];
    if (square === 0) continue;
    lengths[row] = Math.sqrt(square);
    for (let at = from; at < to; at++) unit[at] /= lengths[row];
  }
  return { unit, lengths };
}

/** The gradient of the rows as they were, from that of the rows at length 1. Replaces `gradient`, and returns it. */
export function unitRowsGradient({ unit, lengths }: UnitRows, gradient: Float32Array): Float32Array {
  const width = unit.length / lengths.length;
  for (let row = 0; row < lengths.length; row++) {
    const [from, to] = [row * width, (row + 1) * width];
    let along = 0;
    for (let at = from; at < to; at++) along += gradient[at] * unit[at];
    const scale = lengths[row] === 0 ? 0 : 1 / lengths[row];
    for (let at = from; at < to; at++) gradient[at] = scale * (gradient[at] - along * unit[at]);
  }
  return gradient;
}
