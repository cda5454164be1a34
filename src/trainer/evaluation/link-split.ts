/** Two visitors, by their numbers; in any order. */
export type Pair = readonly [a: number, b: number];

/** Links and as many pairs that are none. */
export interface LinkCases {
  pairs: readonly Pair[];
  /** 1 for a link. [pairs] */
  labels: readonly number[];
}

/** What is known, what is learned from, and what is asked in the end, with all links but these known. */
export interface LinkSplit {
  known: readonly Pair[];
  learned: LinkCases;
  asked: LinkCases;
}

/** Shares of the links that are learned from and asked about. */
const HELD_OUT = 0.1;

/**
 * Holds links out at random, a tenth to learn from and a tenth to be asked, each with as many pairs that are no links,
 * drawn uniformly.
 * @param links each pair once; @param visitors numbers run from 0 to under this
 * @param below random whole numbers from 0 to under its argument
 * @throws RangeError where there are fewer pairs without a link than are held out
 */
export function splitLinks(links: readonly Pair[], visitors: number, below: (bound: number) => number): LinkSplit {
  const mixed = [...links];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  const taken = new Set(links.map((pair) => nameOf(pair, visitors)));
  const held = Math.floor(links.length * HELD_OUT);
  if ((visitors * (visitors - 1)) / 2 - links.length < 2 * held) throw new RangeError('Too few pairs have no link.');
  const casesOf = (positives: readonly Pair[]): LinkCases => {
    const others: Pair[] = [];
    while (others.length < positives.length) {
      const pair: Pair = [below(visitors), below(visitors)];
      const name = nameOf(pair, visitors);
      if (pair[0] === pair[1] || taken.has(name)) continue;
      taken.add(name);
      others.push(pair);
    }
    const pairs = [...positives, ...others];
    return { pairs, labels: pairs.map((_, i) => (i < positives.length ? 1 : 0)) };
  };
  return {
    asked: casesOf(mixed.slice(0, held)),
    learned: casesOf(mixed.slice(held, 2 * held)),
    known: mixed.slice(2 * held),
  };
}

/** The same for both orders. */
export function nameOf([a, b]: Pair, visitors: number): number {
  return Math.min(a, b) * visitors + Math.max(a, b);
}
