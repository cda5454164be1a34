import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { hashedCombination } from '../../../catalogue/hashed-features.ts';
import type { ProductId } from '../../../contract/product.ts';
import { dot } from '../../../kernels/algebra/dot.ts';
import { BestRows } from '../../../kernels/scoring/top-k.ts';
import { type Gap, unit } from '../../../learning/generators/item/gaps.ts';
import { vectorsOf } from '../../../learning/generators/item/item-generator.ts';
import { brandOf, type KindKey, type Kinds, pathOf } from '../../../learning/generators/item/kinds.ts';
import { type Advance, type RunContext, runStep } from '../../run-context.ts';
import type { Tastes } from './tastes.ts';

/** A product that there is not. */
export interface DescribedGap {
  categories: readonly string[];
  brand: string;
  /** Median price of the category; undefined where no price is known. */
  price?: number;
  /** Share of the visitors to whom the kind would be among the first few of all kinds of the shop. 0…1 */
  visitors: number;
  /** Real products whose vectors point most where the gap's does, by their cosine with it. */
  nearest: { id: ProductId; similarity: number }[];
}

/** Real products beside each gap. */
export const NEAREST = 3;
/** A visitor points at a kind that would be among their first so many. */
const POINTED_AT = 20;

/**
 * Says what products in the gaps would be like, who would choose them, and which products are nearest.
 * @throws VitrineError `aborted`
 */
export async function describeGaps(
  gaps: readonly Gap[],
  kinds: Kinds,
  catalogue: Catalogue,
  tastes: Tastes,
  run: Pick<RunContext, 'progress' | 'signal'>,
): Promise<DescribedGap[]> {
  const { width, vectors } = tastes;
  const wanted = generate(
    gaps.map(({ key }) => key),
    kinds,
    catalogue,
    tastes,
  );
  const held = generate([...kinds.held.keys()], kinds, catalogue, tastes);
  const pointing = await runStep(run, 'visitors', (step) => visitorsPointing(wanted, held, tastes, step));
  const directions = vectors.slice();
  for (let row = 0; row < catalogue.rows; row++) {
    directions.set(unit(vectors.subarray(row * width, (row + 1) * width)), row * width);
  }
  return gaps.map(({ key }, gap) => {
    const { names, rows } = kinds.paths[pathOf(key)];
    const vector = unit(wanted.subarray(gap * width, (gap + 1) * width));
    const best = new BestRows(NEAREST, catalogue.rows);
    for (let row = 1; row < catalogue.rows; row++) {
      best.offer(row, dot(vector, 0, directions, row * width, width));
    }
    const { items, scores } = best.take();
    const prices = rows.map((row) => catalogue.priceOf(row)).filter((price) => !Number.isNaN(price));
    return {
      categories: names,
      brand: kinds.brands[brandOf(key)].names[0],
      ...(prices.length > 0 && { price: prices.sort((a, b) => a - b)[prices.length >> 1] }),
      visitors: pointing[gap],
      nearest: Array.from(items, (row, i) => ({ id: catalogue.idOf(row)!, similarity: scores[i] })),
    };
  });
}

/** Vectors of products that would be of these kinds. [kinds, width] */
function generate(
  keys: readonly KindKey[],
  { paths, brands }: Kinds,
  { features }: Catalogue,
  { map, buckets, width }: Tastes,
): Float32Array {
  const combinations = keys.map((key) => {
    const own = new Set([
      ...paths[pathOf(key)].names.map((name) => features.categories.get(name)!),
      ...brands[brandOf(key)].names.map((name) => features.brands.get(name)!),
    ]);
    return hashedCombination(features, Uint32Array.from(own), buckets);
  });
  return vectorsOf(map, combinations, width);
}

/** Of each gap, the share of visitors to whom it scores as high as the last of their first few kinds. */
async function visitorsPointing(
  gaps: Float32Array,
  held: Float32Array,
  { states, width }: Tastes,
  step: Advance,
): Promise<Float32Array> {
  const counts = new Float32Array(gaps.length / width);
  const kinds = held.length / width;
  const visitors = states.length / width;
  for (let visitor = 0; visitor < visitors; visitor++) {
    const best = new BestRows(POINTED_AT, kinds);
    for (let kind = 0; kind < kinds; kind++) best.offer(kind, dot(states, visitor * width, held, kind * width, width));
    const least = best.threshold;
    for (let gap = 0; gap < counts.length; gap++) {
      if (dot(states, visitor * width, gaps, gap * width, width) >= least) counts[gap]++;
    }
    await step(visitor + 1, visitors);
  }
  return counts.map((count) => count / Math.max(1, visitors));
}
