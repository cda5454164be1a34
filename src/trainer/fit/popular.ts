import type { Sequences } from '../../contract/sequences.ts';
import { writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { POPULAR, type PopularOptions } from '../../pack/sections/popular.ts';
import type { Perturbation } from './perturbation.ts';
import type { CountedFit } from './section-fit.ts';

export interface PopularFitOptions extends PopularOptions {
  /** Days after which an interaction counts half for recent popularity. */
  halfLife: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const LARGEST = 65_535;

/**
 * Counts interactions; the most popular item has 65,535.
 * @param times of the interactions, milliseconds, parallel to `sequences.items`; `null`: recent is as all-time.
 */
export function fitPopular(
  sequences: Sequences,
  times: Float64Array | null,
  items: number,
  options: PopularFitOptions,
  perturbation?: Perturbation,
): PackSection {
  const { halfLife } = options;
  const allTime = new Float64Array(items + 1);
  const recent = new Float64Array(items + 1);
  const newest = times === null ? 0 : times.reduce((a, b) => Math.max(a, b), 0);
  sequences.items.forEach((item, i) => {
    allTime[item]++;
    recent[item] += times === null ? 1 : 0.5 ** ((newest - times[i]) / DAY_MS / halfLife);
  });
  perturbation?.perturb(allTime);
  if (times === null) recent.set(allTime);
  else perturbation?.perturb(recent);
  return writeSection(POPULAR, items, options, { allTime: scaled(allTime), recent: scaled(recent) });
}

function scaled(counts: Float64Array): Uint16Array {
  const largest = counts.reduce((a, b) => Math.max(a, b), 0);
  return Uint16Array.from(counts, (count) => (count === 0 ? 0 : Math.max(1, Math.round((count / largest) * LARGEST))));
}

export const popular: CountedFit<PopularFitOptions> = {
  section: 'popular',
  defaults: { recentShare: 0.5, halfLife: 7 },
  grid: { recentShare: [0, 0.5, 0.9, 1], halfLife: [2, 7, 30] },
  count: (log, options, { items, perturbation }) => fitPopular(log.sequences, log.times, items, options, perturbation),
};
