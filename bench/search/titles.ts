import { randomOf } from '../harness/random.ts';

const SYLLABLES =
  'ba be bi bo da de fa ga he ji ka ki la le li lo ma me mi mo na ne no pa po ra re ri ro sa se so ta te ti to va ve wa'.split(
    ' ',
  );
const WORDS = 12_000;
const SHORTEST = 4;
const LONGEST = 9;
/** A word is about as common as Zipf's law has it. */
const SKEW = 1;

/** Titles of a shop that there is not: words of syllables, as unevenly common as in real titles; every fifth has a code. */
export function makeTitles(count: number, seed: number): string[] {
  const { uniform } = randomOf(seed);
  const below = (bound: number) => Math.floor(uniform() * bound);
  const words = new Set<string>();
  while (words.size < WORDS) {
    words.add(
      Array.from({ length: 2 + below(3) }, () => SYLLABLES[below(SYLLABLES.length)]).join('') +
        'nrst '[below(5)].trim(),
    );
  }
  const known = [...words];
  const sums: number[] = [];
  for (let rank = 0; rank < known.length; rank++) sums.push((sums.at(-1) ?? 0) + 1 / (rank + 3) ** SKEW);
  const word = () => {
    const wanted = uniform() * sums[sums.length - 1];
    let low = 0;
    for (let high = sums.length - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (sums[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return known[low];
  };
  return Array.from({ length: count }, (_, i) => {
    const title = Array.from({ length: SHORTEST + below(LONGEST - SHORTEST + 1) }, word);
    if (i % 5 === 0) title.push(`${'ABCDEFGH'[below(8)]}${'KLMNPR'[below(6)]}-${100 + below(9_900)}`);
    return title.join(' ');
  });
}
