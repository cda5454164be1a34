import { expect, test } from 'vitest';
import { nameOf, type Pair, splitLinks } from './link-split.ts';

/** Whole numbers that look random enough, the same each time. */
function draws(): (bound: number) => number {
  let state = 1;
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const VISITORS = 40;
const links = Array.from({ length: VISITORS }, (_, i): Pair[] => [
  [i, (i + 1) % VISITORS],
  [i, (i + 5) % VISITORS],
]).flat();

test('each link is known, learned from or asked; the others are pairs without a link, none twice', () => {
  const { known, learned, asked } = splitLinks(links, VISITORS, draws());
  const name = (pair: Pair): number => nameOf(pair, VISITORS);
  const positives = [learned, asked].flatMap(({ pairs, labels }) => pairs.filter((_, i) => labels[i] === 1));
  const negatives = [learned, asked].flatMap(({ pairs, labels }) => pairs.filter((_, i) => labels[i] === 0));
  expect(learned.pairs).toHaveLength(16);
  expect(asked.pairs).toHaveLength(16);
  expect([...known, ...positives].map(name).sort()).toEqual(links.map(name).sort());
  expect(negatives).toHaveLength(positives.length);
  expect(new Set(negatives.map(name)).size).toBe(negatives.length);
  const linked = new Set(links.map(name));
  for (const pair of negatives) expect(linked.has(name(pair)) || pair[0] === pair[1]).toBe(false);
});

test('where nearly all are linked there is nothing to tell apart', () => {
  const all = Array.from({ length: 5 }, (_, a) => Array.from({ length: a }, (_, b): Pair => [a, b])).flat();
  expect(() => splitLinks(all, 5, draws())).toThrow(RangeError);
});
