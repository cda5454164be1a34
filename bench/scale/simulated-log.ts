import { closeSync, openSync, writeSync } from 'node:fs';
import { randomOf } from '../harness/random.ts';

/** Of a log of 10 thousand million events by 100 million visitors over 10 million products, and of any part of it. */
const EVENTS_A_PRODUCT = 1000;
const EVENTS_A_VISITOR = 100;

/**
 * Tails as the log of Amazon's Beauty department has them, in which each visitor and product has five events at least: the
 * exponent of popularity over rank, and Pareto's of the visitors' lengths above the ninth tenth (Hill's estimate).
 */
const POPULARITY_EXPONENT = 0.65;
const LENGTH_EXPONENT = 1.97;
const LONGEST = 10_000;

/** Visitors who are in the shop at the same time: their events are mixed, as in a real log. */
const AT_ONCE = 5000;
/** Products near which a visitor stays, and how often. */
const NEIGHBOURHOOD = 200;
const STAYS = 0.7;

export interface SimulatedLog {
  events: number;
  products: number;
  visitors: number;
}

interface Visitor {
  id: number;
  left: number;
  centre: number;
}

/** Writes a log as CSV, in order of time: what visitors of a shop would have viewed. The same seed gives the same log. */
export function writeSimulatedLog(path: string, events: number, seed: number): SimulatedLog {
  const { uniform } = randomOf(seed);
  const products = Math.max(NEIGHBOURHOOD, Math.round(events / EVENTS_A_PRODUCT));
  const least = (EVENTS_A_VISITOR * (LENGTH_EXPONENT - 1)) / LENGTH_EXPONENT;
  /** A rank from 0, by the power law. */
  const ranked = (count: number): number => {
    const power = 1 - POPULARITY_EXPONENT;
    return Math.min(count, Math.floor((1 + (count ** power - 1) * uniform()) ** (1 / power))) - 1;
  };
  let visitors = 0;
  const arrive = (): Visitor => ({
    id: visitors++,
    left: Math.ceil(Math.min(LONGEST, least * (1 - uniform()) ** (-1 / LENGTH_EXPONENT))),
    centre: ranked(products),
  });
  const present = Array.from({ length: Math.min(AT_ONCE, Math.ceil(events / EVENTS_A_VISITOR)) }, arrive);
  const file = openSync(path, 'w');
  let text = 'user_id,product_id,event_type,timestamp\n';
  const start = Date.UTC(2026, 0, 1);
  for (let event = 0; event < events; event++) {
    const place = Math.floor(uniform() * present.length);
    const visitor = present[place];
    const product = uniform() < STAYS ? (visitor.centre + ranked(NEIGHBOURHOOD)) % products : ranked(products);
    text += `u${visitor.id},p${product},view,${start + event * 1000}\n`;
    if (--visitor.left === 0) present[place] = arrive();
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
  return { events, products, visitors };
}
