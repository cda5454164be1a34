import { LOG_STEPS } from '../../engine/ranking/item-popularity.ts';
import { readSection } from '../../pack/layout.ts';
import { RULES } from '../../pack/sections/pairs.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';
import { fitSequentialRules, rules } from './rules.ts';
import type { CountingContext } from './section-fit.ts';

/** Share of the steps that follow what is visited together; the others begin anywhere (Brin & Page 1998). */
const FOLLOWING = 0.85;
const STEPS = 40;
const LARGEST = 255;

/**
 * PageRank of each product in the graph of what is visited together: one has much to say that is visited beside others that
 * have. The graph is that of the rules, in both directions, so that it tells of single shoppers no more than they do.
 * @returns `ln(1 + n · PageRank)` in `1 / LOG_STEPS`; 1 is the mean of PageRank times n. [items + 1]
 */
export function countAuthority(
  { sequences, shoppers }: Pick<InteractionLog, 'sequences' | 'shoppers'>,
  { items, minShoppers, perturbation }: Pick<CountingContext, 'items' | 'minShoppers' | 'perturbation'>,
): Uint8Array {
  const options = { ...rules.defaults, backward: 1, rowPower: 0, minShoppers, perturbation };
  const section = fitSequentialRules(sequences, shoppers, items, options);
  const [, { items: heads, weights, offsets }] = readSection(RULES, section, items);
  const sums = new Float64Array(items + 1);
  for (let row = 1; row <= items; row++) {
    for (let at = offsets[row]; at < offsets[row + 1]; at++) sums[row] += weights[at];
  }
  let ranks = new Float64Array(items + 1).fill(1 / items);
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(items + 1);
    let loose = 0;
    for (let row = 1; row <= items; row++) {
      if (sums[row] === 0) loose += ranks[row];
      for (let at = offsets[row]; at < offsets[row + 1]; at++)
        next[heads[at]] += (ranks[row] * weights[at]) / sums[row];
    }
    ranks = next.map((sum) => (1 - FOLLOWING) / items + FOLLOWING * (sum + loose / items));
  }
  ranks[0] = 0;
  return Uint8Array.from(ranks, (rank) => Math.min(LARGEST, Math.round(LOG_STEPS * Math.log1p(items * rank))));
}
