const LONGEST = 4;

/**
 * What each text has in common with all of them, each by its say: the mean over n = 1…4 of the share of n-grams that two
 * have in common (Dice). A text that agrees with many is the better guess than the one that is likeliest alone.
 */
export function agreement(texts: readonly { words: readonly string[]; say: number }[]): number[] {
  const grams = texts.map(({ words }) => Array.from({ length: LONGEST }, (_, n) => gramsOf(words, n + 1)));
  return texts.map((_, a) => {
    let sum = 0;
    texts.forEach(({ say }, b) => {
      for (let n = 0; n < LONGEST; n++) sum += (say * dice(grams[a][n], grams[b][n])) / LONGEST;
    });
    return sum;
  });
}

interface Grams {
  counts: Map<string, number>;
  total: number;
}

function gramsOf(words: readonly string[], n: number): Grams {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= words.length; i++) {
    const gram = words.slice(i, i + n).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return { counts, total: Math.max(0, words.length - n + 1) };
}

function dice(a: Grams, b: Grams): number {
  if (a.total + b.total === 0) return 0;
  let common = 0;
  for (const [gram, count] of a.counts) common += Math.min(count, b.counts.get(gram) ?? 0);
  return (2 * common) / (a.total + b.total);
}
