import { writeSection } from '../../pack/layout.ts';
import type { PackSection } from '../../pack/pack.ts';
import { TRENDING } from '../../pack/sections/trending.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import type { PlacementFit } from './placement-fit.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LARGEST = 65_535;

export interface TrendingOptions {
  /** Days after which a shopper counts half for the present rate. */
  fast: number;
  /** Days after which one counts half for the rate that is usual. */
  slow: number;
  /** Shoppers a day that every product is taken to have besides: a few more of very few are no trend. */
  prior: number;
  /** How much of what is usual is taken off: 0 ranks by the present rate, 1 by what rises alone. */
  usual: number;
}

/**
 * What rises: the present rate of shoppers over the usual one, both decayed in time, in units of its spread.
 * @returns undefined where the log has no times
 */
function fitTrending(
  log: InteractionLog,
  items: number,
  options: TrendingOptions & { minShoppers: number },
): PackSection | undefined {
  const { times, sequences, shoppers } = log;
  if (times === null) return undefined;
  const { fast, slow, prior, usual, minShoppers } = options;
  const newest = times.reduce((a, b) => Math.max(a, b), 0);
  const rates = { fast: new Float64Array(items + 1), slow: new Float64Array(items + 1) };
  /** The latest day on which the shopper of the sequence counted for the item: a day of theirs counts once. */
  const met = Array.from({ length: items + 1 }, () => new Set<number>());
  shoppers.forEach((shopper, sequence) => {
    const counted = new Set<string>();
    for (let at = sequences.offsets[sequence]; at < sequences.offsets[sequence + 1]; at++) {
      const item = sequences.items[at];
      const age = (newest - times[at]) / DAY_MS;
      const day = `${item} ${Math.floor(age)}`;
      if (item > items || counted.has(day)) continue;
      counted.add(day);
      if (met[item].size < minShoppers) met[item].add(shopper);
      rates.fast[item] += (0.5 ** (age / fast) * Math.LN2) / fast;
      rates.slow[item] += (0.5 ** (age / slow) * Math.LN2) / slow;
    }
  });
  const rising = rates.fast.map((rate, item) => {
    const rise = rate - usual * rates.slow[item];
    return met[item].size < minShoppers ? 0 : Math.max(0, rise / Math.sqrt(rates.slow[item] + prior));
  });
  const largest = rising.reduce((a, b) => Math.max(a, b), 0);
  const scaled = Uint16Array.from(rising, (rise) =>
    rise === 0 ? 0 : Math.max(1, Math.round((rise / largest) * LARGEST)),
  );
  return writeSection(TRENDING, items, {}, { rising: scaled });
}

export const trending: PlacementFit<TrendingOptions> = {
  section: 'trending',
  defaults: { fast: 3, slow: 28, prior: 0.02, usual: 1 },
  count: (log, options, { items, minShoppers }) => fitTrending(log, items, { ...options, minShoppers }),
};
