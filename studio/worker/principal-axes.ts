const ROUNDS = 200;
/** An axis that moves less than this in a round stands still. */
const STILL = 1e-7;

/** So small a share of a vector is what sums of rounded numbers leave. */
const ROUNDING = 1e-9;

/** Points on the two axes along which they differ most. */
export interface Projection {
  /** [points] */
  x: Float64Array;
  y: Float64Array;
  /** The share of the points' variance that the two axes hold, 0…1. */
  explained: number;
}

/** The first two principal components, by power iteration. @param vectors all of one length */
export function projectOnAxes(vectors: readonly Float32Array[]): Projection {
  const width = vectors[0]?.length ?? 0;
  const mean = new Float64Array(width);
  for (const vector of vectors) for (let i = 0; i < width; i++) mean[i] += vector[i] / vectors.length;
  const centred = vectors.map((vector) => Float64Array.from(vector, (value, i) => value - mean[i]));
  const variance = centred.reduce((sum, vector) => sum + dot(vector, vector), 0);
  const axes: Float64Array[] = [];
  for (let axis = 0; axis < 2; axis++) axes.push(strongestAxis(centred, width, axes));
  const [x, y] = axes.map((axis) => Float64Array.from(centred, (vector) => dot(vector, axis)));
  const held = x.reduce((sum, value, i) => sum + value * value + y[i] * y[i], 0);
  return { x, y, explained: variance === 0 ? 0 : held / variance };
}

/** @param others axes that it stands at right angles to */
function strongestAxis(vectors: readonly Float64Array[], width: number, others: readonly Float64Array[]): Float64Array {
  // A start that is along no axis in particular, and always the same.
  let axis = upright(
    Float64Array.from({ length: width }, (_, i) => Math.sin(1 + i * 1.7)),
    others,
  );
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(width);
    for (const vector of vectors) {
      const along = dot(vector, axis);
      for (let i = 0; i < width; i++) next[i] += along * vector[i];
    }
    const turned = upright(next, others);
    const moved = turned.reduce((most, value, i) => Math.max(most, Math.abs(value - axis[i])), 0);
    axis = turned;
    if (moved < STILL) break;
  }
  return axis;
}

/** At right angles to the others, of length 1; all zeros where nothing is left but rounding. */
function upright(axis: Float64Array, others: readonly Float64Array[]): Float64Array {
  const before = Math.sqrt(dot(axis, axis));
  // Twice: the first time leaves what rounding left of a large part.
  for (const other of [...others, ...others]) {
    const along = dot(axis, other);
    for (let i = 0; i < axis.length; i++) axis[i] -= along * other[i];
  }
  const length = Math.sqrt(dot(axis, axis));
  return length <= ROUNDING * before ? axis.fill(0) : axis.map((value) => value / length);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
