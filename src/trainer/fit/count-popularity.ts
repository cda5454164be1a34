import type { Sequences } from '../../contract/sequences.ts';
import { ItemPopularity, LOG_STEPS } from '../../engine/ranking/item-popularity.ts';
import { ERAS } from '../../pack/sections/ranker.ts';
import type { Perturbation } from './perturbation.ts';

const LARGEST = 255;

/**
 * Counts interactions.
 * @param times parallel to `sequences.items`, in any unit; `null` where it is not known what was when: then all eras
 * but the first are empty
 * @param items rows of the pack
 * @param perturbation what of the counts is changed at random. Default: nothing
 */
export function countPopularity(
  sequences: Sequences,
  times: Float64Array | null,
  items: number,
  perturbation?: Perturbation,
): ItemPopularity {
  const rows = items + 1;
  const logs = new Uint8Array(ERAS.length * rows);
  const sorted = times?.toSorted();
  ERAS.forEach((share, era) => {
    if (share < 1 && sorted === undefined) return;
    const since = sorted?.[Math.floor(sorted.length * (1 - share))] ?? 0;
    const counts = new Float64Array(rows);
    sequences.items.forEach((item, at) => {
      if (times === null || times[at] >= since) counts[item]++;
    });
    perturbation?.perturb(counts);
    counts.forEach((count, item) => {
      logs[era * rows + item] = Math.min(LARGEST, Math.round(LOG_STEPS * Math.log1p(count)));
    });
  });
  return new ItemPopularity(logs);
}
