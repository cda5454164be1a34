import { Bitset } from './bitset.ts';
import { BLOCK, NO_PEAK } from './block-peaks-shader.ts';
import { isFine, shortlistFor } from './fine-scores.ts';
import type { DotScorer, TopK } from './item-matrix.ts';
import { quantiseQuery } from './quantised-query.ts';
import { BestRows } from './top-k.ts';

/** How far a GPU's float32 may be from ours, as a share; several times what its rounding can be. */
const TOLERANCE = 2 ** -20;
/** Below this a GPU may take a score for 0. */
const LEAST_SCORE = 1e-30;

/** What says where to look for the best rows. */
export interface BlockPeaks {
  /** The best score of each block of `BLOCK` rows, but for the query's scale; `NO_PEAK` where no row is allowed. */
  peaks(query: Float32Array, allowed: Bitset): Promise<Float32Array>;
}

/**
 * The `k` best rows as `exact` gives them, looking only at the blocks whose peaks say that one may be there. At least
 * `k` rows reach the `k`-th best peak, so a block below it has none of the best.
 * @returns undefined where the peaks leave that open
 */
export async function topKByPeaks(
  exact: DotScorer,
  blocks: BlockPeaks,
  query: Float32Array,
  allowed: Bitset,
  k: number,
): Promise<TopK | undefined> {
  const { matrix } = exact;
  const peaks = await blocks.peaks(query, allowed);
  const best = new BestRows(isFine(matrix) ? shortlistFor(k) : k, peaks.length);
  peaks.forEach((peak, block) => {
    if (peak > NO_PEAK) best.offer(block, peak);
  });
  const least = best.threshold;
  if (!(least * quantiseQuery(query, matrix.width).scale > LEAST_SCORE)) return undefined;
  const within = new Bitset(allowed.size);
  const words = BLOCK / 32;
  peaks.forEach((peak, block) => {
    if (peak >= least * (1 - TOLERANCE))
      within.words.set(allowed.words.subarray(block * words, (block + 1) * words), block * words);
  });
  return exact.topK(query, within, k);
}
