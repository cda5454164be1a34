import { SESSION_GAP_MS } from '../../contract/interaction.ts';
import type { InteractionLog } from '../evaluation/interaction-log.ts';

/** Products that a shopper put into one cart or order, or met in one session; each once. */
export interface Basket {
  shopper: number;
  items: readonly number[];
  /** Of its last interaction, milliseconds; 0 where the log has no times. */
  at: number;
}

const FILLING: ReadonlySet<string> = new Set(['add_to_cart', 'purchase']);

/**
 * The carts and orders of a log: what was put into a cart, or bought, in one session. Where a log tells neither, what has one
 * shopper and one moment is an order: nobody looks at two products at once.
 */
export function basketsOf(log: InteractionLog): Basket[] {
  const { names, times } = log;
  if (names?.some((name) => FILLING.has(name))) {
    return runsOf(log, SESSION_GAP_MS, (at) => FILLING.has(names[at]));
  }
  return times === null ? [] : runsOf(log, 0, () => true);
}

/** What each session of a log met. Without times, what each sequence met. */
export function sessionsOf(log: InteractionLog): Basket[] {
  return runsOf(log, SESSION_GAP_MS, () => true);
}

/**
 * What each shopper met, at whatever time.
 * @param most products of one shopper, the latest
 * @param filling only what was put into a cart or bought, where the log tells it
 */
export function visitorsOf(log: InteractionLog, most: number, filling = false): Basket[] {
  const { names } = log;
  const counts =
    filling && names?.some((name) => FILLING.has(name)) ? (at: number) => FILLING.has(names[at]) : () => true;
  return runsOf(log, Number.POSITIVE_INFINITY, counts).map((basket) => ({
    ...basket,
    items: basket.items.slice(-most),
  }));
}

/** @param gap milliseconds above which the next run begins */
function runsOf(
  { sequences, shoppers, times }: InteractionLog,
  gap: number,
  counts: (at: number) => boolean,
): Basket[] {
  const baskets: Basket[] = [];
  shoppers.forEach((shopper, sequence) => {
    let items = new Set<number>();
    let last = 0;
    const end = (): void => {
      if (items.size > 0) baskets.push({ shopper, items: [...items], at: times?.[last] ?? 0 });
      items = new Set();
    };
    const start = sequences.offsets[sequence];
    for (let at = start; at < sequences.offsets[sequence + 1]; at++) {
      if (times !== null && at > start && times[at] - times[at - 1] > gap) end();
      if (!counts(at)) continue;
      items.add(sequences.items[at]);
      last = at;
    }
    end();
  });
  return baskets;
}
