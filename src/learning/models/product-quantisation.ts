import type { ProductCodes } from '../../kernels/scoring/product-codes.ts';
import { CENTROIDS } from '../../pack/layout.ts';
import { Random } from '../training/random.ts';

/** Rows that the centroids are found from, at most. */
const SAMPLE = 16_384;
const ITERATIONS = 12;

/**
 * Product quantisation of item vectors (Jégou, Douze & Schmid, 2011): for each part of the vectors 256 centroids by
 * k-means over a sample of the rows, and for each row the nearest one.
 * @param values [rows, width]; the first row is padding and teaches nothing
 * @param parts divides `width`: bytes of a row's code
 */
export function productQuantise(values: Float32Array, width: number, parts: number, seed: number): ProductCodes {
  const rows = values.length / width;
  const size = width / parts;
  const codes = new Uint8Array(rows * parts);
  const centroids = new Float32Array(CENTROIDS * width);
  const random = new Random(seed);
  for (let part = 0; part < parts; part++) {
    const own = Float32Array.from(
      { length: rows * size },
      (_, i) => values[Math.floor(i / size) * width + part * size + (i % size)],
    );
    const found = centroids.subarray(part * CENTROIDS * size, (part + 1) * CENTROIDS * size);
    findCentroids(sampleOf(own, size, random), size, found, random);
    const nearest = nearestCentroids(own, size, found);
    for (let row = 0; row < rows; row++) codes[row * parts + part] = nearest[row];
  }
  return { parts, codes, centroids };
}

/** Rows but the first, in a random order, at most `SAMPLE`. */
function sampleOf(values: Float32Array, size: number, random: Random): Float32Array {
  const rows = random
    .shuffle(Int32Array.from({ length: values.length / size - 1 }, (_, i) => i + 1))
    .subarray(0, SAMPLE);
  const sample = new Float32Array(rows.length * size);
  rows.forEach((row, i) => {
    sample.set(values.subarray(row * size, (row + 1) * size), i * size);
  });
  return sample;
}

/** Lloyd's k-means from random rows; a centroid that stands for no row starts anew at a random one. */
function findCentroids(sample: Float32Array, size: number, centroids: Float32Array, random: Random): void {
  const rows = sample.length / size;
  if (rows === 0) return;
  const restart = (centroid: number, row: number) =>
    centroids.set(sample.subarray(row * size, (row + 1) * size), centroid * size);
  for (let centroid = 0; centroid < CENTROIDS; centroid++) restart(centroid, centroid % rows);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const nearest = nearestCentroids(sample, size, centroids);
    const sums = new Float64Array(centroids.length);
    const counts = new Int32Array(CENTROIDS);
    nearest.forEach((centroid, row) => {
      counts[centroid]++;
      for (let i = 0; i < size; i++) sums[centroid * size + i] += sample[row * size + i];
    });
    counts.forEach((count, centroid) => {
      if (count === 0) restart(centroid, random.below(rows));
      else for (let i = 0; i < size; i++) centroids[centroid * size + i] = sums[centroid * size + i] / count;
    });
  }
}

/** For each row the centroid at the least distance; of equal ones the first. */
function nearestCentroids(values: Float32Array, size: number, centroids: Float32Array): Uint8Array {
  const half = new Float64Array(CENTROIDS);
  centroids.forEach((value, i) => {
    half[Math.floor(i / size)] += value ** 2 / 2;
  });
  const nearest = new Uint8Array(values.length / size);
  for (let row = 0; row < nearest.length; row++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let centroid = 0; centroid < CENTROIDS; centroid++) {
      // |x − c|² is least where x · c − |c|² / 2 is most.
      let near = -half[centroid];
      for (let i = 0; i < size; i++) near += values[row * size + i] * centroids[centroid * size + i];
      if (near > best) {
        best = near;
        nearest[row] = centroid;
      }
    }
  }
  return nearest;
}
