import type { Sequences } from '../../contract/sequences.ts';
import { occurrencesOf } from '../../engine/sources/occurrences.ts';
import type { PackSection } from '../../pack/pack.ts';
import type { PairOptions } from '../../pack/sections/pairs.ts';
import { PairRows } from './pair-rows.ts';
import type { CountedFit } from './section-fit.ts';

export interface RulesFitOptions extends PairOptions {
  /** Pairs up to so many steps apart count. */
  window: number;
  /** A pair `d` steps apart adds `d ** −distancePower`. */
  distancePower: number;
  /** What a pair in the other direction counts, 0…1: the order within a basket or a day is often arbitrary. */
  backward: number;
  /** Rules of an item are divided by `occurrences ** rowPower`: 0 gives counts, 1 shares. */
  rowPower: number;
  /** Strongest rules kept of each item. */
  top: number;
  /** A pair that fewer shoppers made is left out. */
  minShoppers: number;
}

/**
 * Counts rules: of each pair of items in a sequence, from the first to the second.
 * @param shoppers who each sequence is of, [sequences]
 */
export function fitSequentialRules(
  sequences: Sequences,
  shoppers: Int32Array,
  items: number,
  options: RulesFitOptions,
): PackSection {
  const { offsets, positions, sequenceOf } = occurrencesOf(sequences, items);
  const strength = new Float64Array(items + 1);
  const shopperCount = new Int32Array(items + 1);
  const lastShopper = new Int32Array(items + 1);
  const section = new PairRows(items);
  const counting = options.minShoppers > 1;
  /** What a pair adds, by its steps. A power for each pair would take longer than all else. */
  const amounts = Float64Array.from({ length: options.window + 1 }, (_, steps) => steps ** -options.distancePower);

  for (let tail = 1; tail <= items; tail++) {
    const touched: number[] = [];
    const occurrences = positions.subarray(offsets[tail], offsets[tail + 1]);
    if (counting) {
      occurrences.sort((a, b) => shoppers[sequenceOf[a]] - shoppers[sequenceOf[b]] || a - b);
    }
    const meet = (head: number, amount: number, shopper: number): void => {
      if (amount === 0) return;
      const first = strength[head] === 0;
      if (first) touched.push(head);
      strength[head] += amount;
      if (!counting) return;
      shopperCount[head] = (first ? 0 : shopperCount[head]) + (first || lastShopper[head] !== shopper ? 1 : 0);
      lastShopper[head] = shopper;
    };
    for (const position of occurrences) {
      const sequence = sequenceOf[position];
      const shopper = shoppers[sequence];
      const end = Math.min(sequences.offsets[sequence + 1], position + options.window + 1);
      for (let next = position + 1; next < end; next++) meet(sequences.items[next], amounts[next - position], shopper);
      const begin = Math.max(sequences.offsets[sequence], position - options.window);
      for (let before = begin; before < position; before++) {
        meet(sequences.items[before], options.backward * amounts[position - before], shopper);
      }
    }
    const own = (offsets[tail + 1] - offsets[tail]) ** options.rowPower;
    const kept = counting ? touched.filter((head) => shopperCount[head] >= options.minShoppers) : touched;
    kept.sort((a, b) => strength[b] - strength[a] || a - b);
    section.add(kept.slice(0, options.top), strength, own);
    for (const head of touched) strength[head] = 0;
  }
  return section.finish(options);
}

export const rules: CountedFit<Omit<RulesFitOptions, 'minShoppers'>> = {
  section: 'rules',
  defaults: {
    last: 10,
    decay: 0.5,
    session: false,
    window: 10,
    backward: 0.25,
    rowPower: 0.5,
    distancePower: 0.75,
    top: 200,
  },
  grid: {
    decay: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
    backward: [0, 0.1, 0.25, 0.5, 0.75],
    rowPower: [0, 0.25, 0.5, 0.75, 1],
    distancePower: [0.5, 0.75, 1],
  },
  count: (log, options, { items, minShoppers }) =>
    fitSequentialRules(log.sequences, log.shoppers, items, { ...options, minShoppers }),
};
