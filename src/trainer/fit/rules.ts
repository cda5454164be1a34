import type { Sequences } from '../../contract/sequences.ts';
import { occurrencesOf } from '../../engine/sources/occurrences.ts';
import type { PackSection } from '../../pack/pack.ts';
import { type PairOptions, RULES } from '../../pack/sections/pairs.ts';
import { PairRows } from './pair-rows.ts';
import type { Perturbation } from './perturbation.ts';
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
  /**
   * A pair that fewer shoppers met is left out. Where enough met it, but fewer in one order, nothing is told of that order:
   * steps that too few took are left out, and where that goes for both orders, they count alike.
   */
  minShoppers: number;
  perturbation?: Perturbation | undefined;
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
  const ahead = new Steps(items);
  const behind = new Steps(items);
  const either = new Steps(items);
  const strength = new Float64Array(items + 1);
  const section = new PairRows(items, RULES);
  const { minShoppers, perturbation, ...noted } = options;
  const { backward } = noted;
  /**
   * What a pair adds, by its steps. A power for each pair would take longer than all else; in 24 bits, so that sums of them are
   * exact, and the same in whatever order a log is counted.
   */
  const amounts = Float32Array.from({ length: options.window + 1 }, (_, steps) => steps ** -options.distancePower);
  /** What these steps count, where enough shoppers took them. @param name the same in both rows that they count in */
  const told = (steps: Steps, head: number, name: () => string): number => {
    const count = steps.shoppers[head];
    if (count < minShoppers) return 0;
    if (perturbation === undefined) return steps.amount[head];
    return perturbation.tells(name(), count) ? steps.amount[head] * perturbation.factor(count) : 0;
  };
  const strengthOf = (tail: number, head: number): number => {
    const after = told(ahead, head, () => `${tail}>${head}`);
    const before = told(behind, head, () => `${head}>${tail}`);
    if (after > 0 || before > 0) return after + backward * before;
    const both = told(either, head, () => `${Math.min(tail, head)}-${Math.max(tail, head)}`);
    return ((1 + backward) / 2) * both;
  };

  for (let tail = 1; tail <= items; tail++) {
    const touched: number[] = [];
    const occurrences = positions.subarray(offsets[tail], offsets[tail + 1]);
    if (minShoppers > 1) {
      occurrences.sort((a, b) => shoppers[sequenceOf[a]] - shoppers[sequenceOf[b]] || a - b);
    }
    const meet = (head: number, steps: Steps, amount: number, shopper: number): void => {
      if (either.shoppers[head] === 0) touched.push(head);
      steps.add(head, amount, shopper);
      either.add(head, amount, shopper);
    };
    for (const position of occurrences) {
      const sequence = sequenceOf[position];
      const shopper = shoppers[sequence];
      const end = Math.min(sequences.offsets[sequence + 1], position + options.window + 1);
      for (let next = position + 1; next < end; next++) {
        meet(sequences.items[next], ahead, amounts[next - position], shopper);
      }
      const begin = Math.max(sequences.offsets[sequence], position - options.window);
      for (let before = begin; before < position; before++) {
        meet(sequences.items[before], behind, amounts[position - before], shopper);
      }
    }
    const own = (offsets[tail + 1] - offsets[tail]) ** options.rowPower;
    for (const head of touched) strength[head] = strengthOf(tail, head);
    const kept = touched.filter((head) => strength[head] > 0);
    kept.sort((a, b) => strength[b] - strength[a] || a - b);
    section.add(kept.slice(0, options.top), strength, own);
    for (const head of touched) for (const steps of [ahead, behind, either]) steps.clear(head);
  }
  return section.finish(noted);
}

/** What was counted of the steps from one item to each other, and how many shoppers took them. */
class Steps {
  readonly amount: Float64Array;
  readonly shoppers: Int32Array;
  readonly #latest: Int32Array;

  constructor(items: number) {
    this.amount = new Float64Array(items + 1);
    this.shoppers = new Int32Array(items + 1);
    this.#latest = new Int32Array(items + 1);
  }

  /** Shoppers come one after the other: only the latest can have been counted. */
  add(item: number, amount: number, shopper: number): void {
    if (this.shoppers[item] === 0 || this.#latest[item] !== shopper) this.shoppers[item]++;
    this.#latest[item] = shopper;
    this.amount[item] += amount;
  }

  clear(item: number): void {
    this.amount[item] = 0;
    this.shoppers[item] = 0;
  }
}

export const rules: CountedFit<Omit<RulesFitOptions, 'minShoppers' | 'perturbation'>> = {
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
  count: (log, options, { items, minShoppers, perturbation }) =>
    fitSequentialRules(log.sequences, log.shoppers, items, { ...options, minShoppers, perturbation }),
};
