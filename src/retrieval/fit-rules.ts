import type { Sequences } from '../contract/neural.ts';
import type { PackSection } from '../pack/pack.ts';
import { itemRows } from './item-rows.ts';
import { occurrencesOf } from './occurrences.ts';
import type { RulesOptions } from './sequential-rules.ts';

export interface RulesFitOptions extends RulesOptions {
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
 * Counts rules: of each pair of items in a sequence, from the first to the second. Weights are rounded to 1/255 of the
 * strongest rule of the item.
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
  const ruleOffsets = new Uint32Array(items + 2);
  const heads: number[] = [];
  const weights: number[] = [];
  const scales = new Float32Array(items + 1);

  for (let tail = 1; tail <= items; tail++) {
    const touched: number[] = [];
    const occurrences = positions.subarray(offsets[tail], offsets[tail + 1]);
    if (options.minShoppers > 1) {
      occurrences.sort((a, b) => shoppers[sequenceOf[a]] - shoppers[sequenceOf[b]] || a - b);
    }
    const meet = (head: number, amount: number, shopper: number): void => {
      if (amount === 0) return;
      if (strength[head] === 0) {
        touched.push(head);
        lastShopper[head] = -1;
        shopperCount[head] = 0;
      }
      if (lastShopper[head] !== shopper) shopperCount[head]++;
      lastShopper[head] = shopper;
      strength[head] += amount;
    };
    for (const position of occurrences) {
      const sequence = sequenceOf[position];
      const shopper = shoppers[sequence];
      const end = Math.min(sequences.offsets[sequence + 1], position + options.window + 1);
      for (let next = position + 1; next < end; next++)
        meet(sequences.items[next], (next - position) ** -options.distancePower, shopper);
      const begin = Math.max(sequences.offsets[sequence], position - options.window);
      for (let before = begin; before < position; before++) {
        meet(sequences.items[before], options.backward * (position - before) ** -options.distancePower, shopper);
      }
    }
    const own = (offsets[tail + 1] - offsets[tail]) ** options.rowPower;
    const kept = touched.filter((head) => shopperCount[head] >= options.minShoppers);
    kept.sort((a, b) => strength[b] - strength[a] || a - b);
    const scale = kept.length === 0 ? 0 : strength[kept[0]] / 255;
    scales[tail] = scale / own;
    for (const head of kept.slice(0, options.top)) {
      heads.push(head);
      weights.push(Math.max(1, Math.round(strength[head] / scale)));
    }
    for (const head of touched) strength[head] = 0;
    ruleOffsets[tail + 1] = heads.length;
  }
  const { last, decay, session } = options;
  const rows = itemRows(heads, items);
  return {
    options: { last, decay, session },
    tensors: {
      offsets: { shape: [items + 2], data: ruleOffsets },
      items: rows,
      weights: { shape: [weights.length], data: Uint8Array.from(weights) },
      scales: { shape: [items + 1], data: scales },
    },
  };
}
