/** Rows of numbers, one a sample. [count, width], row-major */
export interface SampleRows {
  data: Float32Array;
  width: number;
}

/** What made samples are worth beside real ones. */
export interface Quality {
  /** How far they lie from the real ones; what that measures is the generator's to say. Lower is better. */
  distance: number;
  /** Mean distance between two made samples of one kind, over that between two real ones: 1 is as varied as life. */
  diversity: number;
  /** Share of the real samples that have a made one as near as their fifth real neighbour (Naeem et al. 2020). */
  coverage: number;
}

/** A generator whose samples are this much alike, or leave this much out, has collapsed onto a few of them. */
const LEAST = { diversity: 0.3, coverage: 0.05 };

export function collapsed({ diversity, coverage }: Quality): boolean {
  return !(diversity >= LEAST.diversity && coverage >= LEAST.coverage);
}

/**
 * Mean Euclidean distance between two samples of one kind, over the kinds that have two.
 * @param kinds of each sample; all of one kind where it is left out
 */
export function meanPairwiseDistance({ data, width }: SampleRows, kinds?: ArrayLike<number>): number {
  const count = data.length / width;
  const sums = new Map<number, { sum: number; pairs: number }>();
  for (let a = 0; a < count; a++) {
    const kind = kinds?.[a] ?? 0;
    const total = sums.get(kind) ?? { sum: 0, pairs: 0 };
    sums.set(kind, total);
    for (let b = 0; b < a; b++) {
      if ((kinds?.[b] ?? 0) !== kind) continue;
      total.sum += Math.sqrt(squaredDistance(data, a * width, data, b * width, width));
      total.pairs++;
    }
  }
  const means = [...sums.values()].filter(({ pairs }) => pairs > 0).map(({ sum, pairs }) => sum / pairs);
  return means.reduce((sum, mean) => sum + mean, 0) / Math.max(1, means.length);
}

/**
 * How far two sets lie from each other: the mean distance from a sample of either to the nearest of its kind in the other.
 * It grows with samples that are like nothing real, and with real ones that nothing made is like; and unlike a Fréchet
 * distance it is steady on a few hundred samples.
 * @param kindsOf the kinds of each set's samples
 */
export function nearestDistance(
  a: SampleRows,
  b: SampleRows,
  kindsOf: { a: ArrayLike<number>; b: ArrayLike<number> },
): number {
  return (meanToNearest(a, b, kindsOf.a, kindsOf.b) + meanToNearest(b, a, kindsOf.b, kindsOf.a)) / 2;
}

/** Over the samples of `from` whose kind `to` has at all. */
function meanToNearest(
  from: SampleRows,
  to: SampleRows,
  fromKinds: ArrayLike<number>,
  toKinds: ArrayLike<number>,
): number {
  const { width } = from;
  let sum = 0;
  let counted = 0;
  for (let i = 0; i < from.data.length / width; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j < to.data.length / width; j++) {
      if (toKinds[j] !== fromKinds[i]) continue;
      least = Math.min(least, squaredDistance(from.data, i * width, to.data, j * width, width));
    }
    if (least === Number.POSITIVE_INFINITY) continue;
    sum += Math.sqrt(least);
    counted++;
  }
  return sum / Math.max(1, counted);
}

/** Coverage of Naeem, Oh, Uh, Choi & Yoo (2020). @param neighbours how far a real sample reaches: to its k-th real neighbour */
export function coverage(real: SampleRows, made: SampleRows, neighbours = 5): number {
  const { width } = real;
  const count = real.data.length / width;
  const madeCount = made.data.length / width;
  let covered = 0;
  for (let i = 0; i < count; i++) {
    const nearest: number[] = [];
    for (let j = 0; j < count; j++) {
      if (j !== i) nearest.push(squaredDistance(real.data, i * width, real.data, j * width, width));
    }
    const reach = nearest.sort((a, b) => a - b)[Math.min(neighbours, nearest.length) - 1] ?? 0;
    for (let j = 0; j < madeCount; j++) {
      if (squaredDistance(real.data, i * width, made.data, j * width, width) > reach) continue;
      covered++;
      break;
    }
  }
  return covered / Math.max(1, count);
}

function squaredDistance(a: Float32Array, atA: number, b: Float32Array, atB: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (a[atA + i] - b[atB + i]) ** 2;
  return sum;
}
