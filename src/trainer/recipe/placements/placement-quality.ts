import type { InteractionLog } from '../../evaluation/interaction-log.ts';
import { basketsOf } from '../../fit/baskets.ts';

/** A question to placements: what else was put into the basket of the seed. */
export interface BasketQuestion {
  shopper: number;
  /** Row of the log. */
  seed: number;
  /** Rows of the log. */
  others: readonly number[];
}

/**
 * Of each cart or order from `cut` on, with each of its products as the seed once, what else is in it.
 * @param known rows that may be asked about
 * @param most questions, evenly spread
 */
export function basketQuestions(
  log: InteractionLog,
  cut: number,
  known: (item: number) => boolean,
  most: number,
): BasketQuestion[] {
  const questions = basketsOf(log).flatMap(({ shopper, items, at }) => {
    const asked = at >= cut ? items.filter(known) : [];
    return asked.length < 2
      ? []
      : asked.map((seed) => ({ shopper, seed, others: asked.filter((other) => other !== seed) }));
  });
  const step = Math.max(1, questions.length / most);
  return Array.from({ length: Math.min(most, questions.length) }, (_, i) => questions[Math.floor(i * step)]);
}

/** Of what is wanted, the share that a list has. */
export function recallOf(list: readonly number[], wanted: Iterable<number>): number {
  const asked = new Set(wanted);
  return list.filter((item) => asked.has(item)).length / asked.size;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** Weeks that say what is usual. */
const USUAL_WEEKS = 4;
/** Interactions of a week below which a product is not said to rise. */
const FEWEST = 3;

/** Interactions of each product in the week that begins at `start`. [items + 1] */
export function weekOf({ sequences, times, productIds }: InteractionLog, start: number): Float64Array {
  const counts = new Float64Array(productIds.length + 1);
  sequences.items.forEach((item, at) => {
    if (times![at] >= start && times![at] < start + WEEK_MS) counts[item]++;
  });
  return counts;
}

/**
 * The products that rise most in the week from `start` on: over the mean of the four weeks before it, in units of the spread
 * of that mean.
 */
export function risersOf(log: InteractionLog, start: number, most: number): number[] {
  const week = weekOf(log, start);
  const usual = new Float64Array(week.length);
  for (let before = 1; before <= USUAL_WEEKS; before++) {
    weekOf(log, start - before * WEEK_MS).forEach((count, item) => {
      usual[item] += count / USUAL_WEEKS;
    });
  }
  const rise = week.map((count, item) => (count < FEWEST ? 0 : (count - usual[item]) / Math.sqrt(usual[item] + 1)));
  return highest(rise, most);
}

/** Rows of the highest scores above 0; of equal ones the lower rows. */
export function highest(scores: Float64Array | Uint16Array, most: number): number[] {
  return Array.from(scores.keys())
    .filter((item) => scores[item] > 0)
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, most);
}

/** Beginnings of the whole weeks between two moments. */
export function weeksBetween(from: number, until: number): number[] {
  const weeks: number[] = [];
  for (let start = from; start + WEEK_MS <= until; start += WEEK_MS) weeks.push(start);
  return weeks;
}

export { WEEK_MS };
