import type { Product } from '../../contract/product.ts';
import type { Matrix } from '../vectors/read-npy.ts';

/** What products are gathered by: one of them by its place. */
export interface ToGather {
  products: readonly Pick<Product, 'categories'>[];
  /** A vector of each product, where a model has them: they part a category that is too large. [products, width] */
  vectors?: Matrix | undefined;
  /** How often each product was met: parts a category where there are no vectors. [products] */
  popularity: ArrayLike<number>;
}

/** A shard may have this many times as many products as one has on average, so that a category stays whole. */
const SLACK = 1.25;
/** Steps of the power iteration that finds the direction in which vectors differ most. */
const STEPS = 12;

/**
 * Gathers products that visitors look at together: those of one category, and where a category is too large for one shard, those whose
 * vectors are near. Small categories that follow each other share a shard.
 * @param count about how many shards there are to be
 * @returns places of the products of each shard
 */
export function assignShards(of: ToGather, count: number): number[][] {
  const target = Math.max(1, Math.ceil(of.products.length / count));
  const byPath = new Map<string, number[]>();
  of.products.forEach(({ categories = [] }, place) => {
    const path = categories.join('\u0000');
    const own = byPath.get(path);
    if (own) own.push(place);
    else byPath.set(path, [place]);
  });
  const shards: number[][] = [];
  let gathered: number[] = [];
  const end = (): void => {
    if (gathered.length > 0) shards.push(gathered);
    gathered = [];
  };
  for (const path of [...byPath.keys()].sort()) {
    const own = byPath.get(path)!;
    if (gathered.length + own.length > SLACK * target) end();
    if (own.length > SLACK * target) shards.push(...parted(own, target, of));
    else gathered.push(...own);
  }
  end();
  return shards;
}

/** Halves again and again. */
function parted(places: readonly number[], target: number, of: ToGather): number[][] {
  if (places.length <= SLACK * target) return [[...places]];
  const parts = Math.ceil(places.length / target);
  const middle = Math.round((Math.ceil(parts / 2) / parts) * places.length);
  const along = of.vectors ? projections(places, of.vectors) : places.map((place) => -of.popularity[place]);
  const order = [...places.keys()].sort((a, b) => along[a] - along[b] || places[a] - places[b]);
  const sorted = order.map((at) => places[at]);
  return [...parted(sorted.slice(0, middle), target, of), ...parted(sorted.slice(middle), target, of)];
}

/** Of the vectors of these places on the direction in which they differ most. */
function projections(places: readonly number[], { width, data }: Matrix): number[] {
  const mean = new Float64Array(width);
  for (const place of places) for (let k = 0; k < width; k++) mean[k] += data[place * width + k] / places.length;
  let direction = Float64Array.from({ length: width }, (_, k) => 1 / (k + 1));
  const project = (place: number): number => {
    let dot = 0;
    for (let k = 0; k < width; k++) dot += (data[place * width + k] - mean[k]) * direction[k];
    return dot;
  };
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(width);
    for (const place of places) {
      const dot = project(place);
      for (let k = 0; k < width; k++) next[k] += dot * (data[place * width + k] - mean[k]);
    }
    const length = Math.hypot(...next);
    if (length === 0) break;
    direction = next.map((value) => value / length);
  }
  return places.map(project);
}
