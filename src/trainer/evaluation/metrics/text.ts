import { UNSPACED_CHARACTER } from '../../../catalogue/words.ts';

const LETTER = `(?:(?!${UNSPACED_CHARACTER})[\\p{L}\\p{M}\\p{N}])`;
const TOKEN = new RegExp(`${LETTER}+(?:['’.,]${LETTER}+)*|[^\\s]`, 'gu');

/**
 * Words and signs of a text in lower case: what the metrics of texts count. Of scripts without spaces between words, each
 * character: no two segmenters agree on their words.
 */
export function textTokens(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(TOKEN) ?? [];
}

const LONGEST = 4;

/**
 * BLEU-4 of a corpus with one reference each (Papineni, Roukos, Ward & Zhu, "BLEU: a method for automatic evaluation of
 * machine translation", 2002): the geometric mean of the clipped precisions of n-grams up to four words over the whole
 * corpus, times exp(1 − r / c) where the candidates are shorter than the references. 0…1.
 *
 * @param candidates, references token lists
 */
export function bleu(candidates: readonly (readonly string[])[], references: readonly (readonly string[])[]): number {
  const matched = new Float64Array(LONGEST);
  const counted = new Float64Array(LONGEST);
  let length = 0;
  let wanted = 0;
  candidates.forEach((candidate, i) => {
    length += candidate.length;
    wanted += references[i].length;
    for (let n = 1; n <= LONGEST; n++) {
      const known = grams(references[i], n);
      for (const [gram, count] of grams(candidate, n)) {
        matched[n - 1] += Math.min(count, known.get(gram) ?? 0);
        counted[n - 1] += count;
      }
    }
  });
  if (matched.includes(0)) return 0;
  let logarithm = 0;
  for (let n = 0; n < LONGEST; n++) logarithm += Math.log(matched[n] / counted[n]) / LONGEST;
  const brevity = length >= wanted ? 1 : Math.exp(1 - wanted / length);
  return brevity * Math.exp(logarithm);
}

function grams(tokens: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= tokens.length; i++) {
    const gram = tokens.slice(i, i + n).join('\u0000');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/**
 * ROUGE-L (Lin, "ROUGE: a package for automatic evaluation of summaries", 2004), at β = 1: the harmonic mean of the longest
 * common subsequence's share of the candidate and of the reference. 0…1.
 */
export function rougeL(candidate: readonly string[], reference: readonly string[]): number {
  const common = longestCommonSubsequence(candidate, reference);
  return common === 0 ? 0 : (2 * common) / (candidate.length + reference.length);
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  let above = new Int32Array(b.length + 1);
  let row = new Int32Array(b.length + 1);
  for (const word of a) {
    for (let j = 1; j <= b.length; j++) row[j] = word === b[j - 1] ? above[j - 1] + 1 : Math.max(above[j], row[j - 1]);
    [above, row] = [row, above];
  }
  return above[b.length];
}

/** Both metrics of texts over a corpus; ROUGE-L is the mean over its texts. */
export function textQuality(
  candidates: readonly string[],
  references: readonly string[],
): Record<'bleu4' | 'rougeL', number> {
  const [made, wanted] = [candidates.map(textTokens), references.map(textTokens)];
  const sum = made.reduce((total, tokens, i) => total + rougeL(tokens, wanted[i]), 0);
  return { bleu4: bleu(made, wanted), rougeL: sum / Math.max(1, made.length) };
}
