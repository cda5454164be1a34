import { brandOf, type KindKey, type Kinds, kindKey, pathOf, type Shelf } from './kinds.ts';

/** A kind of product that the shop does not have. */
export interface Gap {
  key: KindKey;
  /** The higher, the more promising: a logarithm, comparable within one list only. */
  score: number;
}

/** Weight of the agreement of tastes against the logarithms of popularity; chosen on groups of Beauty's products. */
const AGREEMENT = 6;

/**
 * Gaps in the range: kinds that no product is of, although the brand sells something under the category above, and
 * the same visitors choose the category and the brand. The direction of a category is the mean of its products' generated
 * vectors, and so is that of a brand; the smaller the angle between the two, and the more often both are met, the higher the
 * score. Generated vectors are used, not learned ones, because they have what products of a category share, and less of
 * what is particular to one product.
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
