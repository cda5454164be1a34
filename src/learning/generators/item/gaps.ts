import { brandOf, type KindKey, type Kinds, kindKey, pathOf, type Shelf } from './kinds.ts';

/** A kind of product that the shop does not have. */
export interface Gap {
  key: KindKey;
  /** How much speaks for it: a logarithm, comparable within one list only. */
  score: number;
}

/** How much the agreement of tastes counts beside the logarithms of popularity; chosen on groups of Beauty's products. */
const AGREEMENT = 6;

/**
 * Gaps in the range: kinds that no product is of, although the brand sells beside them, and the visitors whom the
 * category draws are those whom the brand draws. A category stands where the mean of its products' generated vectors
 * points, so does a brand; the smaller the angle between the two, and the more both are met, the more speaks for the kind.
 * Generated vectors, and not learned ones, because they carry what products of a category share, and less of each
 * product's own luck.
 *
 * @param made vectors that the item generator gives the products, [rows, width]; zeros where it has none
 * @returns all candidates, the strongest first
 */
export function findGaps(kinds: Kinds, made: Float32Array, width: number): Gap[] {
  const paths = kinds.paths.map((shelf) => directionOf(shelf, made, width));
  const brands = kinds.brands.map((shelf) => directionOf(shelf, made, width));
  return candidatesOf(kinds)
    .map((key) => {
      const [path, brand] = [pathOf(key), brandOf(key)];
      const agreement = paths[path].reduce((sum, value, k) => sum + value * brands[brand][k], 0);
      return { key, score: popularityOf(kinds, key) + AGREEMENT * agreement };
    })
    .sort((a, b) => b.score - a.score || a.key - b.key);
}

/** Logarithm of how often the kind's category and its brand were met, as if the two had nothing to do with each other. */
export function popularityOf({ paths, brands }: Kinds, key: KindKey): number {
  return Math.log1p(paths[pathOf(key)].interactions) + Math.log1p(brands[brandOf(key)].interactions);
}

/** Kinds that no product is of, of brands that sell something under the category above. */
export function candidatesOf({ paths, brands, held }: Kinds): KindKey[] {
  const sold = brands.map(() => new Set<string>());
  for (const key of held.keys()) {
    const { names } = paths[pathOf(key)];
    for (const depth of names.keys()) sold[brandOf(key)].add(above(names, depth));
  }
  return paths.flatMap(({ names }, path) => {
    const parent = above(names, names.length - 1);
    return brands
      .map((_, brand) => kindKey(path, brand))
      .filter((key) => sold[brandOf(key)].has(parent) && !held.has(key));
  });
}

const above = (names: readonly string[], depth: number): string => JSON.stringify(names.slice(0, depth));

/** Mean of the vectors of its products, of length 1. [width] */
function directionOf({ rows }: Shelf, vectors: Float32Array, width: number): Float32Array {
  const sum = new Float32Array(width);
  for (const row of rows) for (let k = 0; k < width; k++) sum[k] += vectors[row * width + k];
  return unit(sum);
}

/** @returns the vector at length 1; zeros stay */
export function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
  return vector.map((value) => value / length);
}
